package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.spi.SessionStore;
import org.junit.jupiter.api.Test;

/** Closing and opening again. */
abstract class StoreLifecycle {
    private final StoreTckBase kit;

    StoreLifecycle(StoreTckBase kit) {
        this.kit = kit;
    }

    @Test
    void closingTwiceIsHarmlessAndNothingIsWrittenAfterwards() {
        SessionId id = kit.session("s");

        kit.store().close();
        kit.store().close();

        assertThatThrownBy(() -> kit.store().append(id, 1, StoreTckBase.records(1, 1)))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void aStoreThatIsOpenedAgainHasEverything() {
        assumeTrue(kit.keepsSessions(), "The store keeps sessions in memory only");
        SessionId id = kit.session("s");
        SessionMetadata metadata = kit.store().metadata(id).orElseThrow();
        kit.store().append(id, 1, StoreTckBase.records(1, 3));
        kit.store().close();

        try (SessionStore again = kit.another()) {
            assertThat(again.metadata(id)).hasValue(metadata);
            assertThat(StoreTckBase.all(again, id)).isEqualTo(StoreTckBase.records(1, 3));
            assertThat(again.append(id, 4, StoreTckBase.records(4, 4))).isEqualTo(5);
        }
    }

    @Test
    void whatWasAcknowledgedDoesNotWaitForClosing() {
        assumeTrue(kit.keepsSessions(), "The store keeps sessions in memory only");
        SessionId id = kit.session("s");
        kit.store().append(id, 1, StoreTckBase.records(1, 3));

        try (SessionStore second = kit.another()) {
            assertThat(StoreTckBase.all(second, id)).isEqualTo(StoreTckBase.records(1, 3));
        }
    }
}
