package dev.agentloop.model;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Where a model service is and how to talk to it. Immutable. Its text form names no secret.
 *
 * <pre>{@code
 * ModelEndpoint.openAi()                                       // key from OPENAI_API_KEY
 * ModelEndpoint.responses(URI.create("http://localhost:11434/v1")).build()   // a local server without a key
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ModelEndpoint {
    private static final URI OPENAI = URI.create("https://api.openai.com/v1");
    private static final URI ANTHROPIC = URI.create("https://api.anthropic.com/v1");

    private final Wire wire;
    private final URI baseUrl;
    private final Optional<String> apiKeyVariable;
    private final @Nullable Supplier<String> apiKey;
    private final Map<String, String> headers;
    private final Map<String, String> queryParameters;
    private final Map<String, String> bodyParameters;
    private final Duration connectTimeout;
    private final Duration streamIdleTimeout;
    private final int maxRetries;
    private final boolean serverStoredResponses;
    private final boolean serverCompaction;
    private final List<ModelInfo> models;

    private ModelEndpoint(Builder from) {
        this.wire = from.wire;
        this.baseUrl = from.baseUrl;
        this.apiKeyVariable = from.apiKeyVariable;
        this.apiKey = from.apiKey;
        this.headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(from.headers));
        this.queryParameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(from.queryParameters));
        this.bodyParameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(from.bodyParameters));
        this.connectTimeout = from.connectTimeout;
        this.streamIdleTimeout = from.streamIdleTimeout;
        this.maxRetries = from.maxRetries;
        this.serverStoredResponses = from.serverStoredResponses;
        this.serverCompaction = from.serverCompaction.orElse(OPENAI.getHost().equals(from.baseUrl.getHost()));
        this.models = List.copyOf(from.models);
    }

    /** The protocol spoken. */
    public enum Wire {
        /** OpenAI Responses. */
        RESPONSES,
        /** OpenAI Chat Completions. */
        CHAT_COMPLETIONS,
        /** Anthropic Messages. */
        ANTHROPIC_MESSAGES
    }

    /** OpenAI, with the key of the environment variable {@code OPENAI_API_KEY}, read when the agent is built. */
    public static ModelEndpoint openAi() {
        return responses(OPENAI).apiKeyFromEnvironment("OPENAI_API_KEY").build();
    }

    /** Anthropic, with the key of the environment variable {@code ANTHROPIC_API_KEY}, read when the agent is built. */
    public static ModelEndpoint anthropic() {
        return anthropicMessages(ANTHROPIC)
                .apiKeyFromEnvironment("ANTHROPIC_API_KEY")
                .build();
    }

    /** A service that speaks Responses at {@code baseUrl + "/responses"}. */
    public static Builder responses(URI baseUrl) {
        return new Builder(Wire.RESPONSES, baseUrl);
    }

    /** A service that speaks Chat Completions at {@code baseUrl + "/chat/completions"}. */
    public static Builder chatCompletions(URI baseUrl) {
        return new Builder(Wire.CHAT_COMPLETIONS, baseUrl);
    }

    /** A service that speaks Anthropic Messages at {@code baseUrl + "/messages"}. */
    public static Builder anthropicMessages(URI baseUrl) {
        return new Builder(Wire.ANTHROPIC_MESSAGES, baseUrl);
    }

    /** The protocol spoken. */
    public Wire wire() {
        return wire;
    }

    /** The address the wire's path is appended to. */
    public URI baseUrl() {
        return baseUrl;
    }

    /** Environment variable that holds the key; a missing variable is an error of {@code build()}. */
    public Optional<String> apiKeyVariable() {
        return apiKeyVariable;
    }

    /** Asked for the key before each request, so a key may rotate. */
    public Optional<Supplier<String>> apiKey() {
        return Optional.ofNullable(apiKey);
    }

    /** Headers sent with every request. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Query parameters of every request, such as Azure's {@code api-version}. */
    public Map<String, String> queryParameters() {
        return queryParameters;
    }

    /** Members added to every request's body, as JSON. */
    public Map<String, String> bodyParameters() {
        return bodyParameters;
    }

    /** How long connecting may take. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** How long a response may stay silent. Comments and every event count as life. */
    public Duration streamIdleTimeout() {
        return streamIdleTimeout;
    }

    /** How often one request is tried again, all causes together. */
    public int maxRetries() {
        return maxRetries;
    }

    /** Whether the service keeps the conversation, so that each request carries new items only. */
    public boolean serverStoredResponses() {
        return serverStoredResponses;
    }

    /** Whether the service can make short forms of conversations. */
    public boolean serverCompaction() {
        return serverCompaction;
    }

    /** What the application knows about models of this service. */
    public List<ModelInfo> models() {
        return models;
    }

    @Override
    public String toString() {
        // Without the query, where some services expect a key.
        int port = baseUrl.getPort();
        return "ModelEndpoint[" + wire + " " + baseUrl.getScheme() + "://" + baseUrl.getHost()
                + (port < 0 ? "" : ":" + port) + baseUrl.getPath() + "]";
    }

    /** Collects an endpoint; not thread-safe. */
    public static final class Builder {
        private final Wire wire;
        private final URI baseUrl;
        private Optional<String> apiKeyVariable = Optional.empty();
        private @Nullable Supplier<String> apiKey;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private final Map<String, String> queryParameters = new LinkedHashMap<>();
        private final Map<String, String> bodyParameters = new LinkedHashMap<>();
        private Duration connectTimeout = Duration.ofSeconds(15);
        private Duration streamIdleTimeout = Duration.ofMinutes(5);
        private int maxRetries = 5;
        private boolean serverStoredResponses;
        private Optional<Boolean> serverCompaction = Optional.empty();
        private final List<ModelInfo> models = new ArrayList<>();

        private Builder(Wire wire, URI baseUrl) {
            this.wire = wire;
            this.baseUrl = Objects.requireNonNull(baseUrl, "baseUrl");
        }

        /** Asked for the key before each request; never logged. */
        public Builder apiKey(Supplier<String> supplier) {
            this.apiKey = Objects.requireNonNull(supplier, "supplier");
            this.apiKeyVariable = Optional.empty();
            return this;
        }

        /** Takes the key from an environment variable. */
        public Builder apiKeyFromEnvironment(String variable) {
            this.apiKeyVariable = Optional.of(variable);
            this.apiKey = null;
            return this;
        }

        /** Adds a header to every request; its value is never logged. */
        public Builder header(String name, String value) {
            headers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Adds a query parameter to every request. */
        public Builder queryParameter(String name, String value) {
            queryParameters.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Adds a member to every request's body, for what a service knows and this library does not, such as
         * {@code bodyParameter("seed", "7")} or {@code bodyParameter("service_tier", "\"flex\"")}. It replaces the member
         * of that name that the library would write, except those that carry the conversation, which {@code build()} of
         * the agent refuses.
         *
         * @param json the value; what is no JSON is refused by {@code build()} of the agent
         */
        public Builder bodyParameter(String name, String json) {
            bodyParameters.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(json, "json"));
            return this;
        }

        /** How long connecting may take; default 15 seconds. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = positive("connectTimeout", timeout);
            return this;
        }

        /** How long a response may stay silent; default 5 minutes. */
        public Builder streamIdleTimeout(Duration timeout) {
            this.streamIdleTimeout = positive("streamIdleTimeout", timeout);
            return this;
        }

        /** How often one request is tried again, all causes together; default 5, at most 100. */
        public Builder maxRetries(int retries) {
            if (retries < 0 || retries > 100) {
                throw new IllegalArgumentException("maxRetries must be between 0 and 100, not " + retries);
            }
            this.maxRetries = retries;
            return this;
        }

        /**
         * Lets the service keep the conversation ({@code store} and {@code previous_response_id} of Responses); default
         * false: each request carries everything and nothing is kept there.
         */
        public Builder serverStoredResponses(boolean stored) {
            this.serverStoredResponses = stored;
            return this;
        }

        /** Says whether the service can make short forms of conversations; default: only OpenAI's own can. */
        public Builder serverCompaction(boolean able) {
            this.serverCompaction = Optional.of(able);
            return this;
        }

        /** Says what is known about a model, such as the context window of a local one. */
        public Builder model(ModelInfo info) {
            models.add(Objects.requireNonNull(info, "info"));
            return this;
        }

        /**
         * The endpoint.
         *
         * @throws IllegalArgumentException when the address is not an absolute http or https address, or holds a password,
         *     or when the wire cannot do what was asked for
         */
        public ModelEndpoint build() {
            String scheme = baseUrl.getScheme();
            if (!("http".equals(scheme) || "https".equals(scheme)) || baseUrl.getHost() == null) {
                throw new IllegalArgumentException("baseUrl '" + baseUrl
                        + "' is not an http or https address; expected something like https://host/v1");
            }
            if (baseUrl.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        "baseUrl for " + baseUrl.getHost() + " holds a user or password; use header(...) instead");
            }
            if (serverStoredResponses && wire != Wire.RESPONSES) {
                throw new IllegalArgumentException(
                        "serverStoredResponses is possible on the Responses wire only, not on " + wire
                                + ": that service does not keep conversations");
            }
            return new ModelEndpoint(this);
        }

        private static Duration positive(String name, Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(name + " must be positive, not " + value);
            }
            return value;
        }
    }
}
