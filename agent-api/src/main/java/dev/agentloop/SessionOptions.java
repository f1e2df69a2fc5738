package dev.agentloop;

import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.event.EventListener;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** What one session has of its own; what is not set is the agent's. Immutable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SessionOptions {
    private final Optional<SessionId> id;
    private final Optional<Path> workingDirectory;
    private final Optional<SandboxPolicy> sandbox;
    private final Optional<ApprovalPolicy> approvalPolicy;
    private final Optional<ApprovalHandler> approvalHandler;
    private final List<EventListener> listeners;
    private final Optional<Limits> limits;
    private final String label;

    private SessionOptions(Builder from) {
        this.id = Optional.ofNullable(from.id);
        this.workingDirectory = Optional.ofNullable(from.workingDirectory);
        this.sandbox = Optional.ofNullable(from.sandbox);
        this.approvalPolicy = Optional.ofNullable(from.approvalPolicy);
        this.approvalHandler = Optional.ofNullable(from.approvalHandler);
        this.listeners = List.copyOf(from.listeners);
        this.limits = Optional.ofNullable(from.limits);
        this.label = from.label;
    }

    /** Nothing of its own. */
    public static SessionOptions ofDefaults() {
        return builder().build();
    }

    /** Nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** These options, to be changed. */
    public Builder toBuilder() {
        Builder copy = new Builder();
        copy.id = id.orElse(null);
        copy.workingDirectory = workingDirectory.orElse(null);
        copy.sandbox = sandbox.orElse(null);
        copy.approvalPolicy = approvalPolicy.orElse(null);
        copy.approvalHandler = approvalHandler.orElse(null);
        copy.listeners.addAll(listeners);
        copy.limits = limits.orElse(null);
        copy.label = label;
        return copy;
    }

    /** Id of a new session. */
    public Optional<SessionId> id() {
        return id;
    }

    /** Working directory, absolute. */
    public Optional<Path> workingDirectory() {
        return workingDirectory;
    }

    /** Sandbox policy. */
    public Optional<SandboxPolicy> sandbox() {
        return sandbox;
    }

    /** When to ask. */
    public Optional<ApprovalPolicy> approvalPolicy() {
        return approvalPolicy;
    }

    /** Whom to ask. */
    public Optional<ApprovalHandler> approvalHandler() {
        return approvalHandler;
    }

    /** Listeners besides the agent's. */
    public List<EventListener> listeners() {
        return listeners;
    }

    /** Limits. */
    public Optional<Limits> limits() {
        return limits;
    }

    /** A name for people; may be empty. */
    public String label() {
        return label;
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {
        private @Nullable SessionId id;
        private @Nullable Path workingDirectory;
        private @Nullable SandboxPolicy sandbox;
        private @Nullable ApprovalPolicy approvalPolicy;
        private @Nullable ApprovalHandler approvalHandler;
        private final List<EventListener> listeners = new ArrayList<>();
        private @Nullable Limits limits;
        private String label = "";

        private Builder() {}

        /** Id of a new session, which must be free; default: a time-ordered UUID. Ignored by resume. */
        public Builder id(SessionId id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /**
         * Working directory. Without {@link #sandbox} the agent's policy is kept, with this directory as the place of
         * the agent's working directory.
         */
        public Builder workingDirectory(Path directory) {
            this.workingDirectory = directory.toAbsolutePath().normalize();
            return this;
        }

        /** Sandbox policy. */
        public Builder sandbox(SandboxPolicy policy) {
            this.sandbox = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** When and whom to ask. */
        public Builder approvals(ApprovalPolicy policy, ApprovalHandler handler) {
            this.approvalPolicy = Objects.requireNonNull(policy, "policy");
            this.approvalHandler = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /** Adds a listener. */
        public Builder listener(EventListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** Limits in place of the agent's. */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** A name for people. */
        public Builder label(String label) {
            this.label = Objects.requireNonNull(label, "label");
            return this;
        }

        /** The options. */
        public SessionOptions build() {
            return new SessionOptions(this);
        }
    }
}
