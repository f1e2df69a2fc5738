package dev.agentloop.checks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The Codex binary that {@code bin/test --part npm-peers} installed, with a home of its own. */
final class Codex {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long TIMEOUT_SECONDS = 120;

    private final String binary;
    private final Path folder;

    /** @param folder an empty folder for its home and temporary files */
    Codex(Path folder) {
        this.binary = Objects.requireNonNull(
                System.getProperty("agentloop.codex"),
                "agentloop.codex must name a Codex binary; run bin/test --part npm-peers");
        this.folder = folder;
    }

    /** Runs one prompt against a model service and returns the events it printed, one object each. */
    List<JsonNode> exec(URI service, String model, Path workspace, String prompt) throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path temporary = Files.createDirectories(folder.resolve("tmp")); // not above its home: it refuses that
        Path out = folder.resolve("out.jsonl");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        binary,
                        "exec",
                        "--json",
                        "--skip-git-repo-check",
                        "--sandbox",
                        "danger-full-access",
                        "--cd",
                        workspace.toString(),
                        "--model",
                        model,
                        "-c",
                        "model_provider=\"scripted\"",
                        "-c",
                        "model_providers.scripted={name=\"scripted\",base_url=\"" + service
                                + "\",wire_api=\"responses\",env_key=\"SCRIPTED_KEY\"}",
                        prompt)
                .redirectInput(Files.createFile(folder.resolve("in")).toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("HOME", home.toString());
        builder.environment().put("CODEX_HOME", home.toString());
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().put("SCRIPTED_KEY", "scripted-key");
        Process process = builder.start();
        boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("Codex ended in time: %s", Files.readString(err)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return parse(Files.readAllLines(out));
    }

    static List<JsonNode> parse(List<String> lines) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : lines) {
            events.add(JSON.readTree(line));
        }
        return events;
    }
}
