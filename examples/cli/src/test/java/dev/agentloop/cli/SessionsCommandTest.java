package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A life of a session on the command line. */
class SessionsCommandTest {
    @TempDir
    Path folder;

    private ScriptedModelServer server;

    @BeforeEach
    void start() {
        server = ScriptedModelServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSessionIsKeptAndGoesOn() {
        server.respond(Sse.text("The colour is blue.")).respond(Sse.text("Blue, as I said."));
        CliRun first = turn("run", "-C", folder.toString(), "Which colour?");
        String id = ok("sessions", "list").split(" ")[0];
        assertThat(first.err()).endsWith("Go on with: agent resume " + id + " PROMPT\n");

        CliRun second = turn("resume", "last", "Which", "one?");

        assertThat(second.out()).isEqualTo("Blue, as I said.\n");
        server.assertPrefixStable();
        assertThat(ok("sessions", "show", id))
                .containsSubsequence("> Which colour?", "The colour is blue.", "> Which one?", "Blue, as I said.");
        assertThat(ok("sessions", "search", "BLUE", "said")).startsWith(id).contains("Blue, as I said.");
        assertThat(cli("sessions", "search", "green").exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(ok("sessions", "list").lines()).hasSize(1).allMatch(row -> row.contains(" tokens  " + folder));
    }

    @Test
    void sessionsAreNamedPutAsideBranchedAndDeleted() {
        server.respond(Sse.text("Hello."));
        turn("run", "-C", folder.toString(), "Hi");
        String id = ok("sessions", "list").split(" ")[0];

        ok("sessions", "rename", id, "greeting");
        ok("sessions", "archive", id);
        assertThat(ok("sessions", "list")).isEmpty();
        assertThat(ok("sessions", "list", "--scope", "archived")).contains("greeting (archived)");
        ok("sessions", "archive", "--undo", id);
        String branch = ok("sessions", "fork", id, "--after", "2").strip();
        assertThat(ok("sessions", "list").lines()).hasSize(2);
        assertThat(ok("sessions", "show", branch)).doesNotContain("Hello.");
        ok("sessions", "delete", branch);
        ok("sessions", "delete", id);

        assertThat(ok("sessions", "list", "--scope", "all")).isEmpty();
        assertThat(cli("sessions", "show", id))
                .isEqualTo(new CliRun(
                        ExitCode.MISSING,
                        "",
                        "agent: There is no session " + id + "; see agent sessions list" + System.lineSeparator()));
    }

    @Test
    void aSessionMovesToAnotherHome() throws IOException {
        server.respond(Sse.text("Hello."));
        turn("run", "-C", folder.toString(), "Hi");
        String shown = ok("sessions", "show", "last");
        Path file = folder.resolve("session.jsonl");
        ok("sessions", "export", "last", "-o", file.toString());
        assertThat(ok("sessions", "export", "last")).isEqualTo(Files.readString(file));
        Map<String, String> otherHome =
                Map.of("AGENTLOOP_HOME", folder.resolve("other").toString());

        CliRun imported = CliRun.of(otherHome, "sessions", "import", file.toString());

        assertThat(imported.exitCode()).as(imported.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(CliRun.of(otherHome, "sessions", "show", imported.out().strip())
                        .out())
                .isEqualTo(shown);
        Files.writeString(file, "nonsense\n");
        assertThat(cli("sessions", "import", file.toString()).err())
                .contains("session.jsonl: Line 1 is not understood");
    }

    @Test
    void anEphemeralSessionLeavesNothing() {
        server.respond(Sse.text("Hello."));
        turn("run", "--ephemeral", "-C", folder.toString(), "Hi");

        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void withoutAHomeItSaysHowToNameOne() {
        assertThat(CliRun.of("sessions", "list"))
                .isEqualTo(new CliRun(
                        ExitCode.USAGE,
                        "",
                        "agent: There is no home folder: set AGENTLOOP_HOME to a folder" + System.lineSeparator()));
    }

    private CliRun turn(String command, String... args) {
        List<String> all = Stream.concat(
                        Stream.of(command, "--base-url", server.url().toString(), "--sandbox", "none"), Stream.of(args))
                .toList();
        CliRun run = cli(all.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.SUCCESS);
        return run;
    }

    private String ok(String... args) {
        CliRun run = cli(args);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.SUCCESS);
        return run.out();
    }

    private CliRun cli(String... args) {
        return CliRun.of(Map.of("AGENTLOOP_HOME", folder.resolve("home").toString()), args);
    }
}
