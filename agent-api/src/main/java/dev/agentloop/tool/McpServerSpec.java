package dev.agentloop.tool;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/** An MCP server an agent uses: a command that speaks over its input and output, or an address. Immutable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class McpServerSpec {
    private final Builder from;

    private McpServerSpec(Builder from) {
        this.from = from;
    }

    /** A server that is started as a process, inside the agent's sandbox. */
    public static Builder stdio(String name, String... argv) {
        return new Builder(name, List.of(argv), Optional.empty());
    }

    /** A server reached over HTTP. */
    public static Builder http(String name, URI url) {
        return new Builder(name, List.of(), Optional.of(url));
    }

    /** Unique within the agent; part of its tools' names. */
    public String name() {
        return from.name;
    }

    /** The command; empty for a server reached over HTTP. */
    public List<String> argv() {
        return from.argv;
    }

    /** The address; empty for a server that is started. */
    public Optional<URI> url() {
        return from.url;
    }

    /** Environment variables set for the process; it inherits only the policy's allow-list. */
    public Map<String, String> environment() {
        return from.environment;
    }

    /** Headers of every HTTP request. */
    public Map<String, String> headers() {
        return from.headers;
    }

    /** Environment variable with the bearer token of HTTP requests. */
    public Optional<String> bearerTokenVariable() {
        return from.bearerTokenVariable;
    }

    /** The only tools offered; empty: all. */
    public Set<String> enabledTools() {
        return from.enabledTools;
    }

    /** Tools not offered. */
    public Set<String> disabledTools() {
        return from.disabledTools;
    }

    /** Whether an agent fails to start without this server. */
    public boolean required() {
        return from.required;
    }

    /** How long starting and listing tools may take. */
    public Duration startTimeout() {
        return from.startTimeout;
    }

    /** How long one call may take. */
    public Duration callTimeout() {
        return from.callTimeout;
    }

    /** Whether calls may run beside others. */
    public boolean parallelSafe() {
        return from.parallelSafe;
    }

    @Override
    public String toString() {
        return "McpServerSpec[" + from.name + " " + from.url.map(URI::toString).orElse(from.argv.toString()) + "]";
    }

    /** Collects a server; not thread-safe. */
    public static final class Builder {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,48}");

        private String name;
        private List<String> argv;
        private Optional<URI> url;
        private Map<String, String> environment = new LinkedHashMap<>();
        private Map<String, String> headers = new LinkedHashMap<>();
        private Optional<String> bearerTokenVariable = Optional.empty();
        private Set<String> enabledTools = Set.of();
        private Set<String> disabledTools = Set.of();
        private boolean required;
        private Duration startTimeout = Duration.ofSeconds(30);
        private Duration callTimeout = Duration.ofMinutes(5);
        private boolean parallelSafe;

        private Builder(String name, List<String> argv, Optional<URI> url) {
            this.name = Objects.requireNonNull(name, "name");
            this.argv = argv;
            this.url = url;
        }

        /** Sets an environment variable of the process. */
        public Builder environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** Adds a header to every HTTP request. */
        public Builder header(String header, String value) {
            headers.put(header, value);
            return this;
        }

        /** Environment variable that holds the bearer token. */
        public Builder bearerTokenFromEnvironment(String variable) {
            this.bearerTokenVariable = Optional.of(variable);
            return this;
        }

        /** Offers only these tools. */
        public Builder enabledTools(String... tools) {
            this.enabledTools = Set.of(tools);
            return this;
        }

        /** Does not offer these tools. */
        public Builder disabledTools(String... tools) {
            this.disabledTools = Set.of(tools);
            return this;
        }

        /** Makes the agent fail to start without this server; default false. */
        public Builder required(boolean required) {
            this.required = required;
            return this;
        }

        /** How long starting and listing tools may take; default 30 seconds. */
        public Builder startTimeout(Duration timeout) {
            this.startTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** How long one call may take; default 5 minutes. */
        public Builder callTimeout(Duration timeout) {
            this.callTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** Whether calls may run beside others; default false. */
        public Builder parallelSafe(boolean parallelSafe) {
            this.parallelSafe = parallelSafe;
            return this;
        }

        /** @throws IllegalArgumentException when the name is not legal or a started server has no command */
        public McpServerSpec build() {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "MCP server name '" + name + "' is not legal: use 1 to 48 letters, digits, '_' or '-'");
            }
            if (url.isEmpty() && argv.isEmpty()) {
                throw new IllegalArgumentException("MCP server '" + name + "' has no command");
            }
            Builder copy = new Builder(name, argv, url);
            copy.environment = Map.copyOf(environment);
            copy.headers = Map.copyOf(headers);
            copy.bearerTokenVariable = bearerTokenVariable;
            copy.enabledTools = enabledTools;
            copy.disabledTools = disabledTools;
            copy.required = required;
            copy.startTimeout = startTimeout;
            copy.callTimeout = callTimeout;
            copy.parallelSafe = parallelSafe;
            return new McpServerSpec(copy);
        }
    }
}
