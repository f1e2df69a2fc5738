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
import org.jspecify.annotations.Nullable;

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

    /** Environment variables set for the process; beside them it inherits only what the policy and this server allow. */
    public Map<String, String> environment() {
        return from.environment;
    }

    /** Environment variables of this process that the server gets as well, when they are set. */
    public Set<String> inheritedVariables() {
        return from.inheritedVariables;
    }

    /** Headers of every HTTP request. */
    public Map<String, String> headers() {
        return from.headers;
    }

    /** Environment variable with the bearer token of HTTP requests. */
    public Optional<String> bearerTokenVariable() {
        return from.bearerTokenVariable;
    }

    /** How tokens are got when the server asks for one; without a bearer token or an Authorization header only. */
    public McpOAuth oauth() {
        return from.oauth;
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

    /**
     * How long building an agent waits for this server. A server that takes longer, and is not required, goes on starting:
     * a notice says so, and its tools come after all others once they are there.
     */
    public Duration startWait() {
        return from.startWait == null ? from.startTimeout : from.startWait;
    }

    /** When a call needs approval. */
    public Approval approval() {
        return from.approval;
    }

    /** Whether calls may run beside others. */
    public boolean parallelSafe() {
        return from.parallelSafe;
    }

    @Override
    public String toString() {
        return "McpServerSpec[" + from.name + " " + from.url.map(URI::toString).orElse(from.argv.toString()) + "]";
    }

    /** When a call of a server's tool is put to the approval handler. */
    public enum Approval {
        /** Never: the server is trusted with everything the sandbox and its network allow. */
        NEVER,
        /** When the server itself calls the tool destructive. A hint: servers may be wrong or lie. */
        DESTRUCTIVE,
        /** Always. An approval for longer than one call holds until the tool's description or schema changes. */
        ALWAYS
    }

    /** Collects a server; not thread-safe. */
    public static final class Builder {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,48}");

        private String name;
        private List<String> argv;
        private Optional<URI> url;
        private Map<String, String> environment = new LinkedHashMap<>();
        private Map<String, String> headers = new LinkedHashMap<>();
        private Set<String> inheritedVariables = Set.of();
        private Optional<String> bearerTokenVariable = Optional.empty();
        private McpOAuth oauth = McpOAuth.builder().build();
        private @Nullable Duration startWait;
        private Approval approval = Approval.DESTRUCTIVE;
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

        /** Copies variables of this process, when they are set, beside those that the policy lets through. */
        public Builder inheritVariables(String... variables) {
            this.inheritedVariables = Set.of(variables);
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

        /** How tokens are got when the server asks for one; default: a client registered on the spot, and a login. */
        public Builder oauth(McpOAuth oauth) {
            this.oauth = Objects.requireNonNull(oauth, "oauth");
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

        /** How long building an agent waits for this server; default: as long as it may take to start. */
        public Builder startWait(Duration wait) {
            this.startWait = Objects.requireNonNull(wait, "wait");
            return this;
        }

        /** When a call needs approval; default {@link Approval#DESTRUCTIVE}. */
        public Builder approval(Approval approval) {
            this.approval = Objects.requireNonNull(approval, "approval");
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
            copy.inheritedVariables = inheritedVariables;
            copy.bearerTokenVariable = bearerTokenVariable;
            copy.oauth = oauth;
            copy.startWait = startWait;
            copy.approval = approval;
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
