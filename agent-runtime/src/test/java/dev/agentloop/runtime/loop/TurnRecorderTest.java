package dev.agentloop.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.TurnId;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.event.EventHub;
import dev.agentloop.runtime.event.TurnEvents;
import dev.agentloop.runtime.history.History;
import dev.agentloop.runtime.history.ItemLog;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.ToolOutput;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnRecorderTest {
    private static final TurnId TURN = new TurnId("turn_1");

    private final History history = new History();
    private final List<ModelItem> journalled = Collections.synchronizedList(new ArrayList<>());

    /** The model asks for one more tool while the output of an earlier one comes from that tool's thread. */
    @Test
    void theHistoryHasItsItemsInTheOrderOfTheJournal() throws Exception {
        ModelItem.Call call =
                new ModelItem.Call("fc_2", "c2", "work", ModelItem.Call.Form.FUNCTION, "{}", Optional.empty());
        ModelItem.CallOutput output =
                new ModelItem.CallOutput("c1", ModelItem.Call.Form.FUNCTION, ToolOutput.text("done"), Optional.empty());
        Thread[] tool = new Thread[1];
        TurnRecorder recorder = recorder(item -> {
            journalled.add(item);
            if (item == call) {
                tool[0].start();
                awaitEndedOrBlocked(tool[0]);
            }
        });
        tool[0] = new Thread(() -> recorder.append(output), "tool");

        recorder.append(call);
        tool[0].join();

        assertThat(journalled).containsExactlyInAnyOrder(call, output);
        assertThat(history.view()).isEqualTo(journalled);
    }

    private static void awaitEndedOrBlocked(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private TurnRecorder recorder(Consumer<ModelItem> written) {
        EventHub hub = new EventHub(SessionId.of("s"), Optional.empty(), Clock.systemUTC(), List.of());
        return new TurnRecorder(journal(written), history, new ItemLog(), new TurnEvents(hub, TURN));
    }

    /** Only items are written in this test. */
    private static Journal journal(Consumer<ModelItem> written) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    written.accept((ModelItem) arguments[arguments.length - 1]);
                    return (long) 1; // its number
                });
    }
}
