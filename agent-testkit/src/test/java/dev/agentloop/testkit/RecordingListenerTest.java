package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventHeader;
import dev.agentloop.event.TurnItem;
import dev.agentloop.session.SessionId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RecordingListenerTest {
    private static final SessionId SESSION = SessionId.of("s");
    private static final TurnId TURN = new TurnId("t");

    private final RecordingListener listener = new RecordingListener();

    @Test
    void aTurnIsRemembered() {
        turn();

        assertThat(listener.types())
                .containsExactly(
                        "SessionStarted", "TurnStarted", "ItemDelta", "ItemDelta", "ItemCompleted", "TurnCompleted");
        assertThat(listener.typesWithoutRepeatedDeltas())
                .containsExactly("SessionStarted", "TurnStarted", "ItemDelta", "ItemCompleted", "TurnCompleted");
        assertThat(listener.items()).containsExactly(new TurnItem.AgentMessage("m", "Hello"));
        assertThat(listener.items(TurnItem.Reasoning.class)).isEmpty();
        assertThat(listener.text(AgentEvent.ItemDelta.Part.TEXT)).isEqualTo("Hello");
        assertThat(listener.terminal()).isEqualTo(completed(6));
    }

    @Test
    void aGapInTheSequenceIsFound() {
        listener.onEvent(sessionStarted());
        listener.onEvent(turnStarted(3, false));

        assertThatThrownBy(listener::events)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Sequence 2 was expected");
    }

    @Test
    void aSessionThatIsOpenedAgainCountsFromOne() {
        turn();
        listener.onEvent(sessionStarted());

        assertThat(listener.events()).hasSize(7);
    }

    @Test
    void nothingOfATurnMayFollowItsEnd() {
        turn();
        listener.onEvent(completed(7));

        assertThatThrownBy(listener::types)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("had ended, but this came");
    }

    @Test
    void aSuspendedTurnMayGoOn() {
        turn();
        listener.onEvent(turnStarted(7, true));
        listener.onEvent(completed(8));

        assertThat(listener.events()).hasSize(8);
        assertThatThrownBy(listener::terminal)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("One turn should have ended");
    }

    @Test
    void aLockHeldDuringACallbackIsFound() {
        ReentrantLock lock = new ReentrantLock();
        Object monitor = new Object();
        listener.mustBeFree(lock).monitorMustBeFree(monitor);
        listener.onEvent(sessionStarted());
        assertThat(listener.events()).hasSize(1);

        lock.lock();
        listener.onEvent(turnStarted(2, false));
        lock.unlock();
        synchronized (monitor) {
            listener.onEvent(completed(3));
        }

        assertThatThrownBy(listener::events)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("was held during the callback of TurnStarted")
                .hasMessageContaining("The monitor of");
    }

    @Test
    void anEventCanBeAwaitedBeforeAndAfterItCame() throws Exception {
        CompletableFuture<Void> publisher = CompletableFuture.runAsync(this::turn);

        assertThat(listener.await(AgentEvent.TurnCompleted.class, Duration.ofSeconds(10)))
                .isEqualTo(completed(6));
        assertThat(listener.await(AgentEvent.SessionStarted.class, Duration.ofSeconds(10)))
                .isEqualTo(sessionStarted());
        publisher.join();
        assertThatThrownBy(() -> listener.await(AgentEvent.TurnFailed.class, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not come within PT0.02S");
    }

    @Test
    void whatIsClearedIsForgottenButTheSequenceGoesOn() {
        turn();
        listener.clear();
        listener.onEvent(new AgentEvent.Notice(sessionHeader(7), "code", "message"));

        assertThat(listener.types()).containsExactly("Notice");
    }

    private void turn() {
        listener.onEvent(sessionStarted());
        listener.onEvent(turnStarted(2, false));
        listener.onEvent(new AgentEvent.ItemDelta(header(3), "m", AgentEvent.ItemDelta.Part.TEXT, "Hel"));
        listener.onEvent(new AgentEvent.ItemDelta(header(4), "m", AgentEvent.ItemDelta.Part.TEXT, "lo"));
        listener.onEvent(new AgentEvent.ItemCompleted(header(5), new TurnItem.AgentMessage("m", "Hello")));
        listener.onEvent(completed(6));
    }

    private static AgentEvent sessionStarted() {
        return new AgentEvent.SessionStarted(sessionHeader(1), AgentEvent.SessionStarted.Origin.STARTED, Path.of("/w"));
    }

    private static AgentEvent turnStarted(long sequence, boolean continued) {
        return new AgentEvent.TurnStarted(header(sequence), "m", continued);
    }

    private static AgentEvent completed(long sequence) {
        return new AgentEvent.TurnCompleted(header(sequence), TurnStatus.COMPLETED, "Hello", TokenUsage.NONE);
    }

    private static EventHeader header(long sequence) {
        return new EventHeader(SESSION, Optional.empty(), Optional.of(TURN), Instant.EPOCH, sequence);
    }

    private static EventHeader sessionHeader(long sequence) {
        return new EventHeader(SESSION, Optional.empty(), Optional.empty(), Instant.EPOCH, sequence);
    }
}
