package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCleanupTest {
    private final ExitCleanup cleanup = new ExitCleanup();
    private final List<String> done = new ArrayList<>();

    @Test
    void theLatestIsDoneFirstAndEachOnce() {
        cleanup.add(() -> done.add("folder"));
        cleanup.add(() -> done.add("agent"));
        assertThat(cleanup.run()).isEmpty();
        assertThat(cleanup.run()).isEmpty();
        assertThat(done).containsExactly("agent", "folder");
        assertThat(cleanup.processEnds()).isFalse();
    }

    @Test
    void aFailureIsToldAndKeepsNothingFromBeingDone() {
        IllegalStateException failure = new IllegalStateException("stuck");
        cleanup.add(() -> done.add("folder"));
        cleanup.add(() -> {
            throw failure;
        });
        assertThat(cleanup.run()).containsExactly(failure);
        assertThat(done).containsExactly("folder");
    }
}
