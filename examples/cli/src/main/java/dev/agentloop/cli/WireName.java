package dev.agentloop.cli;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import java.net.URI;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The wires as the command line names them, each with its usual service. */
enum WireName {
    RESPONSES(Wire.RESPONSES, "https://api.openai.com/v1", "OPENAI_API_KEY", "gpt-5.5"),
    CHAT(Wire.CHAT_COMPLETIONS, "https://api.openai.com/v1", "OPENAI_API_KEY", "gpt-5.5"),
    MESSAGES(Wire.ANTHROPIC_MESSAGES, "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", "claude-sonnet-5");

    private final Wire wire;
    private final URI usualUrl;
    private final String keyVariable;
    private final String usualModel;

    WireName(Wire wire, String usualUrl, String keyVariable, String usualModel) {
        this.wire = wire;
        this.usualUrl = URI.create(usualUrl);
        this.keyVariable = keyVariable;
        this.usualModel = usualModel;
    }

    Wire wire() {
        return wire;
    }

    URI usualUrl() {
        return usualUrl;
    }

    /** The variable with the key. */
    String keyVariable() {
        return keyVariable;
    }

    String usualModel() {
        return usualModel;
    }

    ModelEndpoint.Builder endpoint(URI url) {
        return switch (this) {
            case RESPONSES -> ModelEndpoint.responses(url);
            case CHAT -> ModelEndpoint.chatCompletions(url);
            case MESSAGES -> ModelEndpoint.anthropicMessages(url);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** For picocli, which would show the names of the constants. */
    static final class Converter implements ITypeConverter<WireName> {
        @Override
        public WireName convert(String value) {
            for (WireName name : values()) {
                if (name.toString().equals(value)) {
                    return name;
                }
            }
            throw new TypeConversionException("'" + value + "' is none of "
                    + Arrays.stream(values()).map(WireName::toString).collect(Collectors.joining(", ")));
        }
    }
}
