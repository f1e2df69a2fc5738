package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentloop.SessionNotFoundException;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records come back as they were given. */
abstract class StoreRecords {
    private final StoreTckBase kit;

    StoreRecords(StoreTckBase kit) {
        this.kit = kit;
    }

    @Test
    void recordsComeBackInOrderAndUnchanged() {
        SessionId id = kit.session("s");

        assertThat(kit.store().append(id, 1, StoreTckBase.records(1, 3))).isEqualTo(4);
        assertThat(kit.store().append(id, 4, StoreTckBase.records(4, 4))).isEqualTo(5);

        assertThat(StoreTckBase.all(kit.store(), id)).isEqualTo(StoreTckBase.records(1, 4));
    }

    @Test
    void unknownTypesAndVersionsAndAnyTextSurvive() {
        SessionId id = kit.session("s");
        List<RolloutRecord> strange = List.of(
                new RolloutRecord(1, StoreTckBase.T0, "from.the_future", 99, "{ \"b\":1,\n\t\"a\": [1.0, 1e5] }"),
                new RolloutRecord(
                        2, StoreTckBase.T0, "item", 1, "{\"t\":\"\u20AC \uD83D\uDE00 ' \\\" \\u0000 %s ; --\"}"),
                new RolloutRecord(3, StoreTckBase.T0, "item", 0, ""),
                new RolloutRecord(4, StoreTckBase.T0, "item", 1, "x".repeat(1_000_000)));

        kit.store().append(id, 1, strange);

        assertThat(StoreTckBase.all(kit.store(), id)).isEqualTo(strange);
    }

    @Test
    void pagesJoinToTheWhole() {
        SessionId id = kit.session("s");
        kit.store().append(id, 1, StoreTckBase.records(1, 50));

        List<RolloutRecord> all = new ArrayList<>();
        RecordPage page = kit.store().read(id, 1, 7);
        while (!page.end()) {
            assertThat(page.records()).hasSize(7);
            all.addAll(page.records());
            page = kit.store().read(id, page.next(), 7);
        }
        all.addAll(page.records());

        assertThat(all).isEqualTo(StoreTckBase.records(1, 50));
        assertThat(page.next()).isEqualTo(51);
        assertThat(kit.store().read(id, 20, 3)).isEqualTo(new RecordPage(StoreTckBase.records(20, 22), 23, false));
    }

    @Test
    void readingBeyondTheEndFindsNothing() {
        SessionId id = kit.session("s");
        kit.store().append(id, 1, StoreTckBase.records(1, 2));

        assertThat(kit.store().read(id, 3, 10)).isEqualTo(new RecordPage(List.of(), 3, true));
        assertThat(kit.store().read(kit.session("empty"), 1, 10)).isEqualTo(new RecordPage(List.of(), 1, true));
    }

    @Test
    void aSessionThatIsNotThereIsNamed() {
        SessionId nobody = SessionId.of("nobody");

        assertThat(kit.store().metadata(nobody)).isEmpty();
        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> kit.store().append(nobody, 1, StoreTckBase.records(1, 1)))
                .withMessageContaining("nobody");
        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> kit.store().read(nobody, 1, 1))
                .withMessageContaining("nobody");
    }

    @Test
    void metadataComesBackAndTheFirstStays() {
        SessionId parent = kit.session("parent");
        SessionId id = SessionId.of("A.b_c-1");
        SessionMetadata metadata =
                new SessionMetadata(Optional.of(parent), 7, "", "/srv/\u00E9", "model", StoreTckBase.T0);
        kit.store().create(id, metadata);
        kit.store().append(id, 1, StoreTckBase.records(1, 1));

        kit.store().create(id, StoreTckBase.metadata("/other", StoreTckBase.T0));

        assertThat(kit.store().metadata(id)).hasValue(metadata);
        assertThat(StoreTckBase.all(kit.store(), id)).isEqualTo(StoreTckBase.records(1, 1));
    }

    @Test
    void sessionsDoNotMix() {
        SessionId one = kit.session("one");
        SessionId two = kit.session("two");
        kit.store().append(one, 1, StoreTckBase.records(1, 2));
        kit.store().append(two, 1, StoreTckBase.records(1, 1));

        assertThat(StoreTckBase.all(kit.store(), one)).hasSize(2);
        assertThat(StoreTckBase.all(kit.store(), two)).hasSize(1);
    }
}
