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

    /** The model when nothing names one. */
    static final String DEFAULT_MODEL = "gpt-5.5";

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            description = "The model's name at its service; default " + DEFAULT_MODEL + ".")
    private @Nullable String model;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "A service that speaks the Responses API, such as http://localhost:11434/v1; default OpenAI."
                    + " It gets the key of " + KEY_VARIABLE + " when that is set.")
    private @Nullable URI baseUrl;

    /** The model's name. */
    public String model() {
        return named().orElse(DEFAULT_MODEL);
    }

    /** The model's name when it was given. */
    Optional<String> named() {
        return Optional.ofNullable(model);
    }

    /**
     * The service that was configured: the one that was named, else OpenAI when there is a key; empty when neither.
     *
     * @throws CliException when the address cannot be used
     */
    public Optional<ModelEndpoint> endpoint(CliContext context) {
        return server(context).or(() -> context.variable(KEY_VARIABLE).map(present -> ModelEndpoint.openAi()));
    }

    /**
     * The service that was named.
     *
     * @throws CliException when the address cannot be used
     */
    Optional<ModelEndpoint> server(CliContext context) {
        if (baseUrl == null) {
            return Optional.empty();
        }
        ModelEndpoint.Builder endpoint = ModelEndpoint.responses(baseUrl);
        context.variable(KEY_VARIABLE).ifPresent(secret -> endpoint.apiKey(() -> secret));
        try {
            return Optional.of(endpoint.build());
        } catch (IllegalArgumentException e) {
            throw CliException.usage("--base-url: " + e.getMessage());
        }
    }
}
