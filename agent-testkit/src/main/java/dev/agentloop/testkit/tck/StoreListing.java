package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionPage;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lists and deletions. */
abstract class StoreListing {
    private static final int SESSIONS = 11;

    private final StoreTckBase kit;

    StoreListing(StoreTckBase kit) {
        this.kit = kit;
    }

    @Test
    void anEmptyStoreListsNothing() {
        assertThat(kit.store().list(SessionQuery.newest(10))).isEqualTo(new SessionPage(List.of(), Optional.empty()));
    }

    @Test
    void sessionsAreListedNewestFirstWithWhatIsKnown() {
        makeSessions();

        List<SessionSummary> listed =
                kit.store().list(SessionQuery.newest(SESSIONS)).sessions();

        assertThat(listed).extracting(row -> row.id().value()).containsExactlyElementsOf(namesNewestFirst());
        assertThat(listed.get(0))
                .isEqualTo(new SessionSummary(
                        SessionId.of("session-" + (SESSIONS - 1)), metadata(SESSIONS - 1), SESSIONS - 1));
    }

    @Test
    void pagesOfTheListJoinToTheWhole() {
        makeSessions();

        List<String> names = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            SessionPage page = kit.store().list(new SessionQuery(3, cursor));
            assertThat(page.sessions()).hasSizeBetween(1, 3);
            page.sessions().forEach(row -> names.add(row.id().value()));
            cursor = page.cursor();
        } while (cursor.isPresent());

        assertThat(names).isEqualTo(namesNewestFirst());
    }

    @Test
    void aDeletedSessionIsGone() {
        makeSessions();
        SessionId id = SessionId.of("session-3");
        try {
            kit.store().delete(id);
        } catch (UnsupportedOperationException keepsEverything) {
            abort("The store keeps everything");
        }

        kit.store().delete(id);
        kit.store().delete(SessionId.of("nobody"));

        assertThat(kit.store().metadata(id)).isEmpty();
        assertThat(kit.store().list(SessionQuery.newest(SESSIONS)).sessions())
                .hasSize(SESSIONS - 1)
                .extracting(SessionSummary::id)
                .doesNotContain(id);
    }

    private void makeSessions() {
        for (int n = 0; n < SESSIONS; n++) {
            SessionId id = SessionId.of("session-" + n);
            kit.store().create(id, metadata(n));
            if (n > 0) {
                kit.store().append(id, 1, StoreTckBase.records(1, n));
            }
        }
    }

    private static SessionMetadata metadata(int n) {
        return StoreTckBase.metadata("/srv/" + n, StoreTckBase.T0.plusSeconds(n));
    }

    private static List<String> namesNewestFirst() {
        List<String> names = new ArrayList<>();
        for (int n = SESSIONS - 1; n >= 0; n--) {
            names.add("session-" + n);
        }
        return names;
    }
}
