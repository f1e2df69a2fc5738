package dev.agentloop.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentloop.Agent;
import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.cli.CliRun;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Environment;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.ToolHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A provider that is not of this project, found as a service or handed over, and told by the doctor. */
@DisabledOnOs(OS.WINDOWS)
class ThirdPartyProviderTest {
    @TempDir
    Path folder;

    @Test
    void theServiceIsFoundByItsId() {
        CommandResult result = run(agent -> agent.sandboxProvider(EnvWrapperProvider.ID));

        assertThat(result.stdout().text()).as(result.stderr().text()).isEqualTo("PWD=" + folder + "\nWORD=a b\n");
    }

    @Test
    void anInstanceIsUsedAsItIs() {
        CommandResult result = run(agent -> agent.sandboxProvider(new EnvWrapperProvider()));

        assertThat(result.stdout().text()).as(result.stderr().text()).isEqualTo("PWD=" + folder + "\nWORD=a b\n");
    }

    @Test
    void whatItDoesNotPromiseIsRefusedBeforeAnythingStarts() {
        SandboxPolicy confined = SandboxPolicy.workspaceWrite(folder.toAbsolutePath());

        assertThatExceptionOfType(SandboxUnavailableException.class)
                .isThrownBy(() -> run(
                        agent -> agent.sandboxProvider(new EnvWrapperProvider()).sandbox(confined)))
                .withMessageContaining("env-wrapper does not enforce what the policy requires: FS_WRITE");
    }

    @Test
    void theDoctorReportsIt() {
        CliRun run = CliRun.of("doctor");

        assertThat(run.out()).contains("  env-wrapper does not enforce what the policy requires: FS_WRITE (");
    }

    private CommandResult run(Consumer<Agent.Builder> provider) {
        List<CommandRunner> commands = new ArrayList<>();
        Agent.Builder builder = Agent.builder()
                .modelProvider(ScriptedModelProvider.script())
                .workingDirectory(folder)
                .sandbox(SandboxPolicy.dangerFullAccess().toBuilder()
                        .environment(Environment.empty().setting("WORD", "a b"))
                        .build())
                .toolProvider(new ToolProvider() {
                    @Override
                    public String id() {
                        return "borrow-commands";
                    }

                    @Override
                    public List<ToolHandler> tools(ToolEnvironment environment) {
                        commands.add(environment.commands());
                        return List.of();
                    }
                });
        provider.accept(builder);
        try (Agent agent = builder.build()) {
            CommandResult result = commands.get(0).run(CommandSpec.of("/usr/bin/env"));
            assertThat(agent.enforcement().providerId()).isEqualTo(EnvWrapperProvider.ID);
            return result;
        }
    }
}
