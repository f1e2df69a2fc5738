package dev.agentloop.approval;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * The answer to an {@link ElicitationRequest}.
 *
 * @param action what the user did
 * @param contentJson for an accepted form, its fields as a JSON object; else {@code {}}. Fields that are left out get the
 *     defaults of the form's schema
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ElicitationAnswer(Action action, String contentJson) {
    public ElicitationAnswer {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(contentJson, "contentJson");
    }

    /** What the user can do. */
    public enum Action {
        /** Gave the answer, or agreed to visit the page. */
        ACCEPT,
        /** Said no. */
        DECLINE,
        /** Said nothing: closed the dialog, let the time pass. */
        CANCEL
    }

    /** Gave this answer, a JSON object. */
    public static ElicitationAnswer accept(String contentJson) {
        return new ElicitationAnswer(Action.ACCEPT, contentJson);
    }

    /** Agreed to visit the page. */
    public static ElicitationAnswer accept() {
        return accept("{}");
    }

    /** Said no. */
    public static ElicitationAnswer decline() {
        return new ElicitationAnswer(Action.DECLINE, "{}");
    }

    /** Said nothing. */
    public static ElicitationAnswer cancel() {
        return new ElicitationAnswer(Action.CANCEL, "{}");
    }
}
