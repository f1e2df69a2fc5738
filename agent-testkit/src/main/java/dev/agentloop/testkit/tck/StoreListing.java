package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.agentloop.SessionNotFoundException;
import dev.agentloop.TokenUsage;
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
        kit.ifSupported(() -> kit.store().delete(id));

        kit.store().delete(id);
        kit.store().delete(SessionId.of("nobody"));

        assertThat(kit.store().metadata(id)).isEmpty();
        assertThat(kit.store().list(SessionQuery.newest(SESSIONS)).sessions())
                .hasSize(SESSIONS - 1)
                .extracting(SessionSummary::id)
                .doesNotContain(id);
    }

    @Test
    void aSessionIsNotDeletedBeforeWhatWasForkedFromIt() {
        kit.ifSupported(() -> kit.store().delete(SessionId.of("nobody")));
        SessionId parent = kit.session("parent");
        SessionId branch = SessionId.of("branch");
        SessionMetadata own = kit.store().metadata(parent).orElseThrow();
        kit.store()
                .create(
                        branch,
                        new SessionMetadata(
                                Optional.of(parent), 0, "", own.workingDirectory(), own.model(), own.createdAt()));

        assertThatThrownBy(() -> kit.store().delete(parent))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("branch");
        assertThat(kit.store().metadata(parent)).isPresent();

        kit.store().delete(branch);
        kit.store().delete(parent);
        assertThat(kit.store().metadata(parent)).isEmpty();
    }

    @Test
    void anArchivedSessionIsLeftOutUntilItIsTakenBack() {
        makeSessions();
        SessionId id = SessionId.of("session-4");
        kit.ifSupported(() -> kit.store().archive(id, StoreTckBase.T0));
        kit.store().archive(id, StoreTckBase.T0.plusSeconds(1));

        SessionQuery all = SessionQuery.newest(SESSIONS);
        assertThat(kit.store().list(all).sessions())
                .hasSize(SESSIONS - 1)
                .noneMatch(row -> row.id().equals(id));
        assertThat(kit.store().list(all.withScope(SessionQuery.Scope.ARCHIVED)).sessions())
                .containsExactly(new SessionSummary(id, metadata(4), 4, Optional.of(StoreTckBase.T0), TokenUsage.NONE));
        assertThat(kit.store().list(all.withScope(SessionQuery.Scope.ALL)).sessions())
                .hasSize(SESSIONS);
        assertThat(kit.store().append(id, 5, StoreTckBase.records(5, 5))).isEqualTo(6);

        kit.store().unarchive(id);
        kit.store().unarchive(id);
        assertThat(kit.store().list(all).sessions()).hasSize(SESSIONS);
    }

    @Test
    void aRenamedSessionKeepsEverythingElse() {
        makeSessions();
        SessionId id = SessionId.of("session-4");

        kit.ifSupported(() -> kit.store().rename(id, "Naïve 'name'"));

        SessionMetadata before = metadata(4);
        assertThat(kit.store().metadata(id))
                .hasValue(new SessionMetadata(
                        before.parent(),
                        before.forkedAt(),
                        "Naïve 'name'",
                        before.workingDirectory(),
                        before.model(),
                        before.createdAt()));
    }

    @Test
    void aSessionThatIsNotThereIsNeitherRenamedNorArchived() {
        SessionId nobody = SessionId.of("nobody");
        for (Runnable action : List.<Runnable>of(
                () -> kit.store().rename(nobody, "name"),
                () -> kit.store().archive(nobody, StoreTckBase.T0),
                () -> kit.store().unarchive(nobody))) {
            Throwable refused = catchThrowable(action::run);
            assumeFalse(refused instanceof UnsupportedOperationException, "The store cannot do that");
            assertThat(refused).isInstanceOf(SessionNotFoundException.class).hasMessageContaining("nobody");
        }
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
