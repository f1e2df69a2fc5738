package dev.agentloop.runtime.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.model.ModelItem;
import dev.agentloop.tool.ToolOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HistoryTest {
    private final History history = new History();

    private static ModelItem message(int number) {
        return ModelItem.Message.of(ModelItem.Role.USER, "message " + number);
    }

    private static List<ModelItem> messages(int from, int to) {
        return IntStream.range(from, to).mapToObj(HistoryTest::message).toList();
    }

    private static ModelItem.Call call(String callId) {
        return new ModelItem.Call("fc_" + callId, callId, "work", ModelItem.Call.Form.FUNCTION, "{}", Optional.empty());
    }

    private static ModelItem output(String callId) {
        return new ModelItem.CallOutput(
                callId, ModelItem.Call.Form.FUNCTION, ToolOutput.text("done"), Optional.empty());
    }

    @Test
    void beginsEmpty() {
        assertThat(history.view()).isEmpty();
        assertThat(history.size()).isZero();
        assertThat(history.unanswered()).isEmpty();
    }

    @Test
    void aViewStaysAsItWasWhileTheHistoryGrowsOrIsReplaced() {
        messages(0, 3).forEach(history::append);
        List<ModelItem> early = history.view();
        messages(3, 100).forEach(history::append);
        List<ModelItem> late = history.view();
        history.replace(messages(500, 502));
        history.append(message(502));

        assertThat(early).isEqualTo(messages(0, 3));
        assertThat(late).isEqualTo(messages(0, 100));
        assertThat(history.view()).isEqualTo(messages(500, 503));
        assertThat(history.size()).isEqualTo(3);
    }

    @Test
    void aViewCannotBeChangedAndEndsWhereItEnds() {
        messages(0, 2).forEach(history::append);
        List<ModelItem> view = history.view();

        assertThatThrownBy(() -> view.add(message(3))).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> view.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theFirstItemsAreAtMostAllThereAre() {
        messages(0, 5).forEach(history::append);

        assertThat(history.view(3)).isEqualTo(messages(0, 3));
        assertThat(history.view(9)).isEqualTo(messages(0, 5));
        assertThat(history.view(0)).isEmpty();
    }

    /** The list a history is, whatever is done to it: only appends and replacements, of any length. */
    @Property
    void isTheListOfWhatWasAppendedSinceTheLastReplacement(
            @ForAll @Size(max = 12) List<@IntRange(min = -40, max = 70) Integer> steps) {
        History subject = new History();
        List<ModelItem> model = new ArrayList<>();
        int next = 0;
        for (int step : steps) {
            List<ModelItem> items = messages(next, next + Math.abs(step));
            next += items.size();
            if (step < 0) {
                subject.replace(items);
                model.clear();
            } else {
                items.forEach(subject::append);
            }
            model.addAll(items);
            assertThat(subject.view()).isEqualTo(model);
            assertThat(subject.size()).isEqualTo(model.size());
        }
    }

    @Test
    void callsWithoutAnOutputAreToldOldestFirst() {
        List.of(call("a"), call("b"), message(1), output("b"), call("c")).forEach(history::append);

        assertThat(history.unanswered()).containsExactly(call("a"), call("c"));

        history.append(output("a"));
        history.append(output("c"));
        assertThat(history.unanswered()).isEmpty();
    }

    @Test
    @Timeout(20)
    void manyThreadsLoseNothing() throws Exception {
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(thread -> new Thread(() -> messages(thread * 500, thread * 500 + 500)
                        .forEach(item -> {
                            history.append(item);
                            assertThat(history.view(1)).hasSize(1);
                            assertThat(history.view())
                                    .hasSizeGreaterThanOrEqualTo(history.view(1).size());
                            assertThat(history.size()).isPositive();
                        })))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(history.view()).containsExactlyInAnyOrderElementsOf(messages(0, 2_000));
    }

    @Test
    @Timeout(20)
    void aThreadCanReplaceWhatAnotherReads() throws Exception {
        Thread other = new Thread(() -> history.replace(messages(0, 40)));
        other.start();
        other.join();
        history.append(message(40));

        assertThat(history.view()).isEqualTo(messages(0, 41));
    }
}
