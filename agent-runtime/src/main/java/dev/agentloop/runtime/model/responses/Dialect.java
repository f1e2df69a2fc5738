package dev.agentloop.runtime.model.responses;

/**
 * What a model and its endpoint take.
 *
 * @param stored whether the service keeps the conversation
 * @param encryptedReasoning whether to ask for reasoning in a form that can be sent back
 * @param reasoningSummary whether to ask for summaries of reasoning
 * @param freeformTools whether tools may have a grammar
 * @param parallelToolCalls whether the model may ask for several calls at once
 */
record Dialect(
        boolean stored,
        boolean encryptedReasoning,
        boolean reasoningSummary,
        boolean freeformTools,
        boolean parallelToolCalls) {}
