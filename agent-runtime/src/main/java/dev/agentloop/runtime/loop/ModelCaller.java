package dev.agentloop.runtime.loop;

import dev.agentloop.ModelException;
import dev.agentloop.event.PrefixBreak;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.tool.Cancellation;
import java.time.Duration;
import java.util.List;

/** The loop's way to a model. */
public interface ModelCaller {
    /** Starts the requests that make up one sample; they share one retry budget. */
    Sample newSample();

    /** One sample: usually one request, more after cuts. */
    interface Sample {
        /**
         * Sends the conversation up to a point and reports what comes back.
         *
         * @return how it ended; after a cut the caller asks again from the point then reached
         * @throws ModelException when the retries are used up or the failure is final
         * @throws java.util.concurrent.CancellationException when cancelled
         * @throws InterruptedException when the thread is interrupted
         */
        ModelResult call(TurnPoint at, DeltaSink sink, Cancellation cancel) throws InterruptedException;
    }

    /** Receives a response as it arrives, on the calling thread. */
    interface DeltaSink {
        /** A request is about to be sent that does not begin with the one before it. */
        void onPrefixBreak(PrefixBreak prefixBreak);

        /** Every event of the response, in order, {@link ModelEvent.Completed} last. */
        void onEvent(ModelEvent event);

        /** The request is about to be sent again. */
        void onRetry(ModelException cause, Duration delay, int attempt, List<String> discardedItemIds);

        /** The service cannot carry something. */
        void onUnsupported(String what, String why);
    }
}
