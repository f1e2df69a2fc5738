package dev.agentloop.approval;

import dev.agentloop.tool.JsonSchema;
import java.net.URI;
import org.apiguardian.api.API;

/** A question of an external tool server to the user. Open: minor versions add kinds. Implementations are records. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ElicitationRequest {
    /** The server that asks, by the name it has in this agent. */
    String server();

    /** What it says to the user. */
    String message();

    /**
     * Fill in this form.
     *
     * @param schema of the answer: an object whose properties are texts, numbers, booleans and choices
     */
    record Form(String server, String message, JsonSchema schema) implements ElicitationRequest {}

    /**
     * Visit this page. What is done there stays between the user and the page.
     *
     * @param url the page; show its host before it is opened
     * @param id the server's name for the question
     */
    record Visit(String server, String message, URI url, String id) implements ElicitationRequest {}
}
