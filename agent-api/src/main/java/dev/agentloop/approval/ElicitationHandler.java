package dev.agentloop.approval;

import org.apiguardian.api.API;

/**
 * Answers questions that an external tool server has for the user: a form to fill in, a page to visit. Called on a thread
 * of its own, concurrently when calls run in parallel; it may block as long as the call that asks may take, and is
 * interrupted when nobody waits any more. An exception counts as a cancellation.
 *
 * <p>The questions come from a server and may be a trick. A handler shows people which server asks and never asks for
 * passwords in a form.
 */
@FunctionalInterface
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ElicitationHandler {
    /**
     * Answers. Handlers decline kinds of questions they do not know.
     *
     * @throws InterruptedException when nobody waits for the answer any more
     */
    ElicitationAnswer elicit(ElicitationRequest request) throws InterruptedException;

    /** Declines everything. */
    static ElicitationHandler declineAll() {
        return request -> ElicitationAnswer.decline();
    }

    /**
     * Accepts every form with the defaults its schema declares, and declines everything else. For agents that nobody
     * watches; a required field without a default makes such an answer useless to the server.
     */
    static ElicitationHandler acceptDefaults() {
        return request -> request instanceof ElicitationRequest.Form
                ? ElicitationAnswer.accept("{}")
                : ElicitationAnswer.decline();
    }
}
