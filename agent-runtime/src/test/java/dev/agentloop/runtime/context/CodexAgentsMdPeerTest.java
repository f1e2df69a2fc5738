package dev.agentloop.runtime.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Codex tells its model the same text of AGENTS.md files for the same trees, but for two lines: it puts a line between the
 * home's text and the project's, and leaves the folder out of the heading when there is only the home's.
 */
@Tag("npm-peers")
class CodexAgentsMdPeerTest {
    private static final String HEADING = "# AGENTS.md instructions";

    private final ScriptedModelServer server =
            ScriptedModelServer.start().otherwise(request -> Reply.of(Sse.text("ok")));

    @TempDir
    private Path root;

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<Layout> layouts() {
        return Layouts.all();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void codexFindsTheSame(Layout layout) throws Exception {
        root = root.toRealPath();
        layout.create(root);

        Optional<String> codex = codex(layout).map(text -> inOurForm(text, layout));

        if (layout.codexDiffers().isPresent()) {
            assertThat(codex).as(layout.codexDiffers().get()).isNotEqualTo(layout.expected(root));
        } else {
            assertThat(codex).isEqualTo(layout.expected(root));
        }
    }

    private String inOurForm(String text, Layout layout) {
        String body = text.substring(text.indexOf('\n')).replace("\n\n--- project-doc ---\n\n", "\n\n");
        assertThat(text.lines().findFirst())
                .isIn(Optional.of(HEADING), Optional.of(HEADING + " for " + layout.workingDirectory(root)));
        return HEADING + " for " + layout.workingDirectory(root) + body;
    }

    /** The text in the one request of a turn without tools. */
    private Optional<String> codex(Layout layout) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Objects.requireNonNull(
                        System.getProperty("agentloop.codex"),
                        "agentloop.codex must name a Codex binary; run bin/test --part npm-peers"),
                "exec",
                "--skip-git-repo-check",
                "-C",
                layout.workingDirectory(root).toString(),
                "-c",
                "model='gpt-5.5'",
                "-c",
                "model_provider='scripted'",
                "-c",
                "model_providers.scripted={name='scripted', base_url='" + server.url() + "'}"));
        command.addAll(layout.codexOptions());
        command.add("hi");
        Path output = Files.createTempFile(root, "codex", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(
                        Files.createTempFile(root, "empty", "").toFile()));
        builder.environment().put("CODEX_HOME", layout.home(root).toString());
        builder.environment()
                .put("HOME", Files.createDirectories(root.resolve("user")).toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("Codex ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(server.requests()).as(Files.readString(output)).isNotEmpty();
        return server.requests().get(0).inputTexts().stream()
                .filter(text -> text.startsWith(HEADING))
                .findFirst();
    }
}
