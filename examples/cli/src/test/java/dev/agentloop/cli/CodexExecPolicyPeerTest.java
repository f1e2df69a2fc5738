package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agent execpolicy check} prints what {@code codex execpolicy check} prints, for random rules and commands. */
@Tag("npm-peers")
class CodexExecPolicyPeerTest {
    private static final int TRIES = Integer.getInteger("agentloop.codex.tries", 200);
    private static final long SEED = Long.getLong("agentloop.codex.seed", 20260101L);
    private static final String REFUSED = "refused";

    @TempDir
    private Path folder;

    @Test
    void outputsAreThoseOfCodex() throws Exception {
        String codex = Objects.requireNonNull(
                System.getProperty("agentloop.codex"),
                "agentloop.codex must name a Codex binary; run bin/test --part npm-peers");
        Path rules = folder.resolve("random.rules");
        List<String> differences = new ArrayList<>();
        int judged = 0;
        for (int n = 0; n < TRIES; n++) {
            Random random = new Random(SEED + n);
            RandomRules generator = new RandomRules(random);
            Files.writeString(rules, generator.file());
            List<String> arguments = new ArrayList<>(List.of("execpolicy", "check", "--rules", rules.toString()));
            if (random.nextBoolean()) {
                arguments.add("--resolve-host-executables");
            }
            arguments.add("--");
            arguments.addAll(generator.command());

            String theirs = codex(codex, arguments);
            String ours = ours(arguments);
            judged += ours.equals(REFUSED) ? 0 : 1;
            if (!ours.equals(theirs)) {
                differences.add("seed " + (SEED + n) + ": " + arguments + "\n" + Files.readString(rules) + "codex: "
                        + theirs + "\nours:  " + ours);
            }
        }
        assertThat(judged).isGreaterThan(TRIES / 3);
        assertThat(differences).isEmpty();
    }

    private static String ours(List<String> arguments) {
        CliRun run = CliRun.of(arguments.toArray(String[]::new));
        return run.exitCode() == ExitCode.SUCCESS ? run.out().strip() : REFUSED;
    }

    private String codex(String binary, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(binary));
        command.addAll(arguments);
        ProcessRun run = ProcessRun.command(command)
                .variable("CODEX_HOME", folder.toString())
                .run();
        return run.exitCode() == 0 ? run.out().strip() : REFUSED;
    }
}
