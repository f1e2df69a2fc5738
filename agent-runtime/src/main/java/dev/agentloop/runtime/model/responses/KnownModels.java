package dev.agentloop.runtime.model.responses;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelInfo;
import java.util.Locale;

/** What is known about models: what the application says, then, at OpenAI itself, the families by name. */
final class KnownModels {
    private static final String OPENAI = "api.openai.com";
    // Input of the GPT-5 family: 400,000 tokens of which 128,000 are kept for the answer. Newer ones take no less.
    private static final long GPT5_INPUT = 272_000;
    private static final long GPT5_OUTPUT = 128_000;

    private final ModelEndpoint endpoint;

    KnownModels(ModelEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    ModelInfo info(String model) {
        for (ModelInfo info : endpoint.models()) {
            if (info.id().equals(model)) {
                return info;
            }
        }
        if (!OPENAI.equals(endpoint.baseUrl().getHost())) {
            return ModelInfo.unknown(model);
        }
        if (gptGeneration(model) >= 5 && !isChat(model)) {
            return new ModelInfo(model, GPT5_INPUT, GPT5_OUTPUT, true, true);
        }
        if (model.startsWith("gpt-4.1")) {
            return new ModelInfo(model, 1_047_576, 32_768, false, true);
        }
        if (model.startsWith("gpt-4o")) {
            return new ModelInfo(model, 128_000, 16_384, false, true);
        }
        return isOSeries(model) ? new ModelInfo(model, 200_000, 100_000, false, true) : ModelInfo.unknown(model);
    }

    /** Whether the service takes a wish for reasoning that can be sent back; older models refuse it. */
    boolean takesEncryptedReasoning(String model) {
        int generation = gptGeneration(model);
        return (generation == 0 || generation >= 5) && !isChat(model);
    }

    /** Whether to ask for summaries of reasoning: only where the service is known to have them. */
    boolean givesReasoningSummary(String model) {
        return OPENAI.equals(endpoint.baseUrl().getHost())
                && (gptGeneration(model) >= 5 && !isChat(model) || isOSeries(model));
    }

    private static boolean isChat(String model) {
        return model.contains("-chat");
    }

    private static boolean isOSeries(String model) {
        return model.length() >= 2
                && model.charAt(0) == 'o'
                && Character.isDigit(model.charAt(1))
                && !model.startsWith("o1-mini");
    }

    /** The number after {@code gpt-}; 0 for other names. */
    private static int gptGeneration(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        int start = "gpt-".length();
        int end = start;
        while (name.startsWith("gpt-")
                && end < name.length()
                && end - start < 4
                && Character.isDigit(name.charAt(end))) {
            end++;
        }
        return end == start ? 0 : Integer.parseInt(name.substring(start, end));
    }
}
