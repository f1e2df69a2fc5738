package dev.agentloop.checks.endurance;

import dev.agentloop.Agent;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.Sse;
import java.nio.file.Path;

/** A program whose agent runs commands in the sandbox that would not end for an hour. */
final class CommandsHost {
    private CommandsHost() {}

    /** @param arguments the workspace, and the argument by which the commands can be found */
    public static void main(String[] arguments) {
        String marker = arguments[1];
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(
                        command(
                                "c1",
                                "sleep " + marker + " & setsid sleep " + marker + " & exit 0",
                                ",\"yield_time_ms\":250"),
                        command("c2", "(trap '' HUP TERM INT; exec sleep " + marker + ")", ",\"tty\":true"))
                .respond(command("c3", "sleep " + marker + " & sleep " + marker, ""));
        try (Agent agent = Agent.builder()
                .modelProvider(model)
                .workingDirectory(Path.of(arguments[0]))
                .sandboxProvider("linux-bwrap")
                .build()) {
            agent.run("go");
        }
    }

    private static Sse command(String callId, String script, String more) {
        return Sse.call(callId, "exec_command", "{\"cmd\":\"" + script + "\"" + more + "}");
    }
}
