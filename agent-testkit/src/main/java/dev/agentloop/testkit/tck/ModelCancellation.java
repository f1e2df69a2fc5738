package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.ModelException;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelStream;
import dev.agentloop.testkit.Gate;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.Sse;
import dev.agentloop.testkit.StreamControl;
import dev.agentloop.testkit.TestThreads;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Closing and interrupting, each within a bound. */
abstract class ModelCancellation extends ModelGroup {
    private static final Duration BOUND = Duration.ofSeconds(5);

    ModelCancellation(ModelProviderTck kit) {
        super(kit);
    }

    @Test
    void closingUnblocksTheReaderAndFreesTheConnection() throws Exception {
        StreamControl control = kit.server().respondStepped(Sse.text("Hi"));
        ModelStream stream = kit.provider().open(ModelTckBase.request());
        control.send();
        FutureTask<String> reader = inBackground(() -> end(stream));

        stream.close();

        assertThat(reader.get(BOUND.toSeconds(), TimeUnit.SECONDS)).isIn("null", "ModelException");
        control.awaitClosed(BOUND);
    }

    @Test
    void closingInTheMiddleOfALongAnswerDoesNotReadItToItsEnd() throws Exception {
        StreamControl control = kit.server().respondStepped(Sse.text("Hi"));
        ModelStream stream = kit.provider().open(ModelTckBase.request());
        control.send(3);
        stream.next();

        stream.close();
        stream.close();

        control.awaitClosed(BOUND);
    }

    @Test
    void anInterruptedReaderStops() throws Exception {
        StreamControl control = kit.server().respondStepped(Sse.text("Hi"));
        ModelStream stream = kit.provider().open(ModelTckBase.request());
        control.send();
        FutureTask<String> task = new FutureTask<>(() -> end(stream));
        Thread reader = start(task);
        control.awaitRequest(BOUND);

        reader.interrupt();

        assertThat(task.get(BOUND.toSeconds(), TimeUnit.SECONDS)).isEqualTo("InterruptedException");
        stream.close();
        control.awaitClosed(BOUND);
    }

    @Test
    void anInterruptedCallerDoesNotWaitForTheServiceToAccept() throws Exception {
        Gate gate = Gate.closed();
        kit.server().respondWith(request -> {
            try {
                gate.pass();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Reply.of(Sse.text("late"));
        });
        FutureTask<String> task = new FutureTask<>(() -> {
            try (ModelStream stream = kit.provider().open(ModelTckBase.request())) {
                return end(stream);
            } catch (InterruptedException e) {
                return "InterruptedException";
            }
        });
        Thread caller = start(task);
        gate.awaitReached(BOUND);

        caller.interrupt();

        assertThat(task.get(BOUND.toSeconds(), TimeUnit.SECONDS)).isEqualTo("InterruptedException");
        gate.open();
    }

    @Test
    void theNextRequestWorksAfterAResponseWasGivenUp() throws Exception {
        kit.server().respondStepped(Sse.text("never"));
        kit.provider().open(ModelTckBase.request()).close();

        assertThat(ModelTckBase.completed(kit.exchange(Sse.text("Hi"))).stopReason())
                .isEqualTo(ModelEvent.StopReason.DONE);
    }

    private static String end(ModelStream stream) {
        try {
            ModelEvent event = stream.next();
            while (event != null) {
                event = stream.next();
            }
            return "null";
        } catch (ModelException e) {
            return "ModelException";
        } catch (InterruptedException e) {
            return "InterruptedException";
        }
    }

    private static FutureTask<String> inBackground(Callable<String> work) {
        FutureTask<String> task = new FutureTask<>(work);
        start(task);
        return task;
    }

    private static Thread start(FutureTask<?> task) {
        Thread thread = TestThreads.daemons("model-tck").newThread(task);
        thread.start();
        return thread;
    }
}
