package dev.agentloop.approval;

import java.util.Objects;
import java.util.Set;
import org.apiguardian.api.API;

/** When an agent asks before it acts. Immutable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ApprovalPolicy {
    private final Mode mode;
    private final Set<Topic> topics;

    private ApprovalPolicy(Mode mode, Set<Topic> topics) {
        this.mode = mode;
        this.topics = Set.copyOf(topics);
    }

    /** The four policies. */
    public enum Mode {
        /**
         * Asks before every command that is neither allowed by a rule nor known to be harmless, before every patch, and
         * before every tool that wants approval.
         */
        UNTRUSTED,
        /** Runs inside the sandbox without asking; asks before anything wider, and before tools that want approval. */
        ON_REQUEST,
        /** Never asks: runs inside the sandbox; what would need an approval is denied, and the model is told. */
        NEVER,
        /** As {@link #ON_REQUEST} for the topics named, as {@link #NEVER} for the rest. */
        GRANULAR
    }

    /** What a question can be about. */
    public enum Topic {
        /** Running a command. */
        COMMANDS,
        /** Changing files by a patch. */
        PATCHES,
        /** Calling a tool that wants approval. */
        TOOLS,
        /** Leaving the sandbox in one place. */
        SANDBOX,
        /** Reaching a network host. */
        NETWORK
    }

    /** Asks before every command that is neither allowed by a rule nor known to be harmless, and before every patch. */
    public static ApprovalPolicy untrusted() {
        return new ApprovalPolicy(Mode.UNTRUSTED, Set.of(Topic.values()));
    }

    /** Asks only for what the sandbox does not allow and for tools that want approval. The default. */
    public static ApprovalPolicy onRequest() {
        return new ApprovalPolicy(Mode.ON_REQUEST, Set.of(Topic.values()));
    }

    /** Never asks; what would need an approval is denied. */
    public static ApprovalPolicy never() {
        return new ApprovalPolicy(Mode.NEVER, Set.of());
    }

    /** Asks about these topics only; about all others the answer is no. */
    public static ApprovalPolicy granular(Topic... topics) {
        return new ApprovalPolicy(Mode.GRANULAR, Set.of(topics));
    }

    /** Which of the four it is. */
    public Mode mode() {
        return mode;
    }

    /** Whether a question about this may be put to the handler at all. */
    public boolean mayAsk(Topic topic) {
        return topics.contains(topic);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApprovalPolicy that && mode == that.mode && topics.equals(that.topics);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode, topics);
    }

    @Override
    public String toString() {
        return mode == Mode.GRANULAR ? "granular" + topics : mode.name().toLowerCase(java.util.Locale.ROOT);
    }
}
