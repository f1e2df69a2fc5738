package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.ModelException;
import dev.agentloop.SandboxUnavailableException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FailureReportTest {
    @Test
    void exitCodesFollowTheKindOfFailure() {
        assertThat(FailureReport.exitCode(CliException.usage("no model"))).isEqualTo(ExitCode.USAGE);
        assertThat(FailureReport.exitCode(CliException.missing("no javac"))).isEqualTo(ExitCode.MISSING);
        assertThat(FailureReport.exitCode(new AgentConfigurationException("no key")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(FailureReport.exitCode(new SandboxUnavailableException("no bwrap", Set.of(), List.of())))
                .isEqualTo(ExitCode.MISSING);
        assertThat(FailureReport.exitCode(model("busy"))).isEqualTo(ExitCode.FAILED);
        assertThat(FailureReport.exitCode(new IllegalStateException("a bug"))).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void anErrorOfTheLibraryIsItsMessage() {
        assertThat(FailureReport.paragraph(new AgentConfigurationException("No key for the model service.")))
                .isEqualTo("No key for the model service.");
    }

    @Test
    void aCauseIsAddedUnlessItWasQuoted() {
        assertThat(FailureReport.paragraph(new AgentConfigurationException("Bad address", new Exception("no host"))))
                .isEqualTo("Bad address: no host");
        assertThat(FailureReport.paragraph(new AgentConfigurationException("no host: give one", model("no host"))))
                .isEqualTo("no host: give one");
    }

    @Test
    void anUnexpectedErrorIsNamed() {
        assertThat(FailureReport.paragraph(new IllegalStateException("a bug")))
                .isEqualTo("java.lang.IllegalStateException: a bug");
    }

    private static ModelException model(String message) {
        return ModelException.builder(ModelException.Kind.SERVER, message).build();
    }
}
