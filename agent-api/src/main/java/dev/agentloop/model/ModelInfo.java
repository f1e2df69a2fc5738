package dev.agentloop.model;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * What is known about a model.
 *
 * @param id the model's name at its service
 * @param contextWindowTokens size of its context window; 0 when unknown
 * @param maxOutputTokens most tokens of one answer; 0 when unknown
 * @param freeformTools whether it takes tools with a grammar instead of a schema
 * @param parallelToolCalls whether it may ask for several calls in one response
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ModelInfo(
        String id, long contextWindowTokens, long maxOutputTokens, boolean freeformTools, boolean parallelToolCalls) {
    public ModelInfo {
        Objects.requireNonNull(id, "id");
    }

    /** A model nothing is known about: no window, no freeform tools, parallel calls allowed. */
    public static ModelInfo unknown(String id) {
        return new ModelInfo(id, 0, 0, false, true);
    }

    /** The same with this context window. */
    public ModelInfo withContextWindow(long tokens) {
        return new ModelInfo(id, tokens, maxOutputTokens, freeformTools, parallelToolCalls);
    }
}
