package dev.agentloop.checks.fuzz;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** Ends a property after a time instead of a number of tries: a second, or what the build's fuzz profile says. */
final class FuzzTime implements AroundTryHook {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("agentloop.fuzz.seconds", 1));

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
        Store<Long> start = Store.getOrCreate("start", Lifespan.PROPERTY, System::nanoTime);
        TryExecutionResult result = aTry.execute(parameters);
        boolean over = System.nanoTime() - start.get() > TIME.toNanos();
        return result.isSatisfied() && over ? TryExecutionResult.satisfied(true) : result;
    }
}
