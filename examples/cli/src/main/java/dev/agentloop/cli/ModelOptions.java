package dev.agentloop.cli;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that ask a model. */
public final class ModelOptions {
    /** The model when nothing names one. */
    static final String DEFAULT_MODEL = WireName.RESPONSES.usualModel();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            description = "The model's name at its service; default gpt-5.5, with --endpoint messages claude-sonnet-5.")
    private @Nullable String model;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description =
                    "The address of a service, such as http://localhost:11434/v1; default OpenAI, with --endpoint"
                            + " messages Anthropic. It gets the key of OPENAI_API_KEY, or of ANTHROPIC_API_KEY, when that is set.")
    private @Nullable URI baseUrl;

    @Option(
            names = "--endpoint",
            paramLabel = "WIRE",
            converter = WireName.Converter.class,
            description = "What the service speaks: responses (the default), chat for Chat Completions, or messages for"
                    + " Anthropic Messages.")
    private @Nullable WireName wire;

    /** The model's name. */
    public String model() {
        return named().orElse(DEFAULT_MODEL);
    }

    /** The model's name when it was given, or when it follows from the wire. */
    Optional<String> named() {
        return Optional.ofNullable(model)
                .or(() ->
                        wireName() == WireName.MESSAGES ? Optional.of(wireName().usualModel()) : Optional.empty());
    }

    /** The wire that was asked for. */
    public Optional<Wire> wire() {
        return Optional.ofNullable(wire).map(WireName::wire);
    }

    /**
     * The service that was configured: the one that was named, else the usual one of the wire when there is a key; empty
     * when neither.
     *
     * @throws CliException when the address cannot be used
     */
    public Optional<ModelEndpoint> endpoint(CliContext context) {
        boolean configured =
                baseUrl != null || context.variable(wireName().keyVariable()).isPresent();
        return configured ? Optional.of(build(context)) : Optional.empty();
    }

    /**
     * The service that was named, by its address or its wire.
     *
     * @throws CliException when the address cannot be used
     */
    Optional<ModelEndpoint> server(CliContext context) {
        return baseUrl != null || wire != null ? Optional.of(build(context)) : Optional.empty();
    }

    private ModelEndpoint build(CliContext context) {
        WireName name = wireName();
        ModelEndpoint.Builder endpoint = name.endpoint(baseUrl == null ? name.usualUrl() : baseUrl);
        if (baseUrl == null) {
            endpoint.apiKeyFromEnvironment(name.keyVariable());
        } else {
            context.variable(name.keyVariable()).ifPresent(secret -> endpoint.apiKey(() -> secret));
        }
        try {
            return endpoint.build();
        } catch (IllegalArgumentException e) {
            throw CliException.usage("--base-url: " + e.getMessage());
        }
    }

    private WireName wireName() {
        return wire == null ? WireName.RESPONSES : wire;
    }
}
