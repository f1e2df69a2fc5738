package dev.agentloop.runtime.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.UserInput;
import dev.agentloop.event.TurnItem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ItemLogTest {
    private final ItemLog log = new ItemLog();

    private static List<TurnItem> items(int from, int to) {
        return IntStream.range(from, to)
                .<TurnItem>mapToObj(number -> new TurnItem.UserMessage("item_" + number, UserInput.text("text")))
                .toList();
    }

    @Test
    void givesTheItemsFromAnIndexOn() {
        items(0, 5).forEach(log::add);

        assertThat(log.size()).isEqualTo(5);
        assertThat(log.from(0)).isEqualTo(items(0, 5));
        assertThat(log.from(3)).isEqualTo(items(3, 5));
        assertThat(log.from(5)).isEmpty();
        assertThat(log.from(9)).isEmpty();
    }

    @Test
    void whatWasGivenStaysAsItWas() {
        items(0, 2).forEach(log::add);
        List<TurnItem> before = log.from(0);
        log.replace(items(7, 9));
        items(9, 10).forEach(log::add);

        assertThat(before).isEqualTo(items(0, 2));
        assertThat(log.from(0)).isEqualTo(items(7, 10));
    }

    @Test
    void anotherThreadCanGoOnAfterEachCall() throws Exception {
        log.replace(items(0, 1));
        log.add(items(1, 2).get(0));
        Thread other = new Thread(() -> log.add(items(2, 3).get(0)));
        other.start();
        other.join();
        assertThat(log.size()).isEqualTo(3);
        Thread another = new Thread(() -> log.replace(log.from(1)));
        another.start();
        another.join();

        assertThat(log.from(0)).isEqualTo(items(1, 3));
    }
}
