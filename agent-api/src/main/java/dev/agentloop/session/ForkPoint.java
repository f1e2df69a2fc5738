package dev.agentloop.session;

import dev.agentloop.TurnId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Where a session branches.
 *
 * @param afterTurn the last turn the branch keeps
 * @param afterSequence the last record the branch keeps
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ForkPoint(Optional<TurnId> afterTurn, OptionalLong afterSequence) {
    public ForkPoint {
        Objects.requireNonNull(afterTurn, "afterTurn");
        Objects.requireNonNull(afterSequence, "afterSequence");
    }

    /** Keeps everything. */
    public static ForkPoint end() {
        return new ForkPoint(Optional.empty(), OptionalLong.empty());
    }

    /** Keeps everything up to the end of this turn. */
    public static ForkPoint afterTurn(TurnId turn) {
        return new ForkPoint(Optional.of(turn), OptionalLong.empty());
    }

    /** Keeps records up to this sequence. A call left without its output is answered as interrupted. */
    public static ForkPoint afterSequence(long sequence) {
        return new ForkPoint(Optional.empty(), OptionalLong.of(sequence));
    }
}
