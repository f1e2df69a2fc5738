package dev.agentloop.cli;

import dev.agentloop.model.ModelEndpoint;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that ask a model. */
public final class ModelOptions {
    /** The variable with the key. */
    public static final String KEY_VARIABLE = "OPENAI_API_KEY";

    private static final String DEFAULT_MODEL = "gpt-5.5";

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            defaultValue = DEFAULT_MODEL,
            description = "The model's name at its service; default ${DEFAULT-VALUE}.")
    private String model = DEFAULT_MODEL;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "A service that speaks the Responses API, such as http://localhost:11434/v1; default OpenAI."
                    + " It gets the key of " + KEY_VARIABLE + " when that is set.")
    private @Nullable URI baseUrl;

    /** The model's name. */
    public String model() {
        return model;
    }

    /**
     * The service that was configured: the one that was named, else OpenAI when there is a key; empty when neither.
     *
     * @throws CliException when the address cannot be used
     */
    public Optional<ModelEndpoint> endpoint(CliContext context) {
        Optional<String> key = context.variable(KEY_VARIABLE);
        if (baseUrl == null) {
            return key.map(present -> ModelEndpoint.openAi());
        }
        ModelEndpoint.Builder endpoint = ModelEndpoint.responses(baseUrl);
        key.ifPresent(secret -> endpoint.apiKey(() -> secret));
        try {
            return Optional.of(endpoint.build());
        } catch (IllegalArgumentException e) {
            throw CliException.usage("--base-url: " + e.getMessage());
        }
    }
}
