package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.agentloop.SessionConflictException;
import dev.agentloop.TokenUsage;
import dev.agentloop.session.RecordFacts;
import dev.agentloop.session.SearchHit;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Search and token totals. A store that keeps no facts must take them all the same. */
abstract class StoreFacts {
    private final StoreTckBase kit;

    StoreFacts(StoreTckBase kit) {
        this.kit = kit;
    }

    @Test
    void recordsWithFactsAreRecordsLikeOthers() {
        SessionId id = kit.session("s");

        assertThat(append(id, 1, "one", "two")).isEqualTo(3);
        assertThat(append(id, 1, "one", "two")).isEqualTo(3);

        assertThat(StoreTckBase.all(kit.store(), id)).isEqualTo(StoreTckBase.records(1, 2));
    }

    @Test
    void wordsAreFoundWhereverTheyStand() {
        SessionId one = kit.session("one");
        SessionId two = kit.session("two");
        append(one, 1, "Repair the invoice rounding", "The total was cut, not rounded: see Money.java");
        append(two, 1, "Write a poem about an invoice");

        assertThat(found("invoice")).containsExactlyInAnyOrder("one 1", "two 1");
        assertThat(found("Invoice POEM")).containsExactly("two 1");
        assertThat(found("money.java")).containsExactly("one 2");
        assertThat(found("\"rounding\" -invoice OR *")).isEmpty();
        assertThat(found("(invoice: rounding*)")).containsExactly("one 1");
        assertThat(found("nowhere")).isEmpty();
        assertThat(found("?! --")).isEmpty();
    }

    @Test
    void aPlaceFoundShowsItsSessionAndTheWordsAroundIt() {
        SessionId id = kit.session("s");
        append(id, 1, "nothing", "filler ".repeat(200) + "the needle is here " + "filler ".repeat(200));

        List<SearchHit> hits = search("needle");

        assertThat(hits).hasSize(1);
        assertThat(hits.get(0).session()).isEqualTo(summary(id));
        assertThat(hits.get(0).sequence()).isEqualTo(2);
        assertThat(hits.get(0).excerpt()).contains("needle is").hasSizeLessThan(400);
    }

    @Test
    void noMorePlacesAreFoundThanWanted() {
        SessionId id = kit.session("s");
        append(id, 1, "word", "word", "word");
        search("word");

        assertThat(kit.store().search("word", 2)).hasSize(2);
    }

    @Test
    void whatARefusedAppendSaidIsNotFound() {
        SessionId id = kit.session("s");
        append(id, 1, "mine");
        assertThatExceptionOfType(SessionConflictException.class)
                .isThrownBy(() -> kit.store()
                        .append(
                                id,
                                1,
                                List.of(StoreTckBase.record(1, "other")),
                                List.of(RecordFacts.text(1, "theirs"))));

        assertThat(found("theirs")).isEmpty();
        assertThat(found("mine")).containsExactly("s 1");
    }

    @Test
    void aDeletedSessionIsNotFound() {
        SessionId id = kit.session("s");
        append(id, 1, "word");
        search("word");
        kit.ifSupported(() -> kit.store().delete(id));

        assertThat(found("word")).isEmpty();
    }

    @Test
    void tokensAreSummedOnceForEachRecord() {
        SessionId id = kit.session("s");
        TokenUsage first = new TokenUsage(100, 80, 5, 20, 10);
        TokenUsage second = new TokenUsage(1, 2, 3, 4, 5);
        appendUsage(id, 1, first);
        appendUsage(id, 1, first);
        appendUsage(id, 2, second);

        TokenUsage total = summary(id).usage();
        assumeFalse(total.equals(TokenUsage.NONE), "The store keeps no token totals");
        assertThat(total).isEqualTo(first.plus(second));
    }

    @Test
    void factsOfRecordsThatAreThereAlreadyAreSkippedAndTheRestIsKept() {
        SessionId id = kit.session("s");
        append(id, 1, "alpha");
        append(id, 1, "alpha", "beta");

        assertThat(found("alpha")).containsExactly("s 1");
        assertThat(found("beta")).containsExactly("s 2");
    }

    private long append(SessionId id, long from, String... texts) {
        List<RecordFacts> facts = IntStream.range(0, texts.length)
                .mapToObj(index -> RecordFacts.text(from + index, texts[index]))
                .toList();
        return kit.store().append(id, from, StoreTckBase.records(from, from + texts.length - 1), facts);
    }

    private void appendUsage(SessionId id, long sequence, TokenUsage usage) {
        kit.store()
                .append(
                        id,
                        sequence,
                        StoreTckBase.records(sequence, sequence),
                        List.of(RecordFacts.usage(sequence, usage)));
    }

    private List<String> found(String text) {
        return search(text).stream()
                .map(hit -> hit.session().id() + " " + hit.sequence())
                .toList();
    }

    private List<SearchHit> search(String text) {
        List<SearchHit> hits = new ArrayList<>();
        kit.ifSupported(() -> hits.addAll(kit.store().search(text, 100)));
        return hits;
    }

    private SessionSummary summary(SessionId id) {
        return kit.store().list(SessionQuery.newest(100)).sessions().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
