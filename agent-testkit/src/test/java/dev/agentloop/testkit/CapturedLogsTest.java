package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class CapturedLogsTest {
    @Test
    void everythingWrittenIsCapturedAndSecretsAreNotRepeated() {
        PrintStream before = System.err;
        try (CapturedLogs logs = CapturedLogs.start()) {
            System.out.println("to out");
            System.err.println("to err with key-123 inside");
            Logger.getLogger("dev.agentloop.test").log(Level.FINEST, "to the log");

            assertThat(logs.text()).contains("to out", "to err", "to the log");
            logs.assertNever("key-999");
            assertThatThrownBy(() -> logs.assertNever("key-123"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("A secret was written in this line: to err with <secret> inside");
        }
        assertThat(System.err).isSameAs(before);
    }
}
