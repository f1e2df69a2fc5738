package dev.agentloop.sandbox.linux.escape;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.linux.BwrapProvider;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.SandboxedProcess;
import dev.agentloop.sandbox.spi.StdioMode;
import dev.agentloop.sandbox.spi.support.CommandRun;
import dev.agentloop.sandbox.spi.support.PlainProcessProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Runs all attempts as the user it is started by, and tells what happened: one line for each that got through, that failed
 * to work, or that could not be tried, and a summary. A program of its own, so that it can be another user's.
 */
final class EscapeRun {
    private static final int MAX_OUTPUT_BYTES = 4096;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int NOT_FOUND = 127;

    /** The addresses of documentation are nobody's, so that what is listed leads nowhere. */
    private static final Network LISTED = Network.allowList("192.0.2.1:443", "*.example.com:443");

    private final Arena arena;
    private final SandboxProvider provider;
    private final Network network;
    private int tried;
    private int through;
    private int untried;

    private EscapeRun(Arena arena, SandboxProvider provider, Network network) {
        this.arena = arena;
        this.provider = provider;
        this.network = network;
    }

    /** Words: {@code sandbox}, {@code allow-list}, {@code control} or {@code works}, and an existing empty folder. */
    public static void main(String[] args) throws Exception {
        SandboxProvider provider = args[0].equals("control") ? new PlainProcessProvider() : new BwrapProvider();
        Availability availability = provider.probe(ProbeContext.ofDefaults());
        if (!availability.usable()) {
            System.out.println("UNAVAILABLE " + availability.reasons());
            return;
        }
        List<Path> before = own();
        try (Arena arena = new Arena(Path.of(args[1]))) {
            Network network = args[0].equals("allow-list") ? LISTED : Network.none();
            EscapeRun run = new EscapeRun(arena, provider, network);
            switch (args[0]) {
                case "sandbox" -> run.attempts(Attempt.all());
                case "allow-list" ->
                    run.attemptsOnOneSession(Stream.of("proxy", "network", "environment")
                            .flatMap(category -> Attempt.of(category).stream())
                            .toList());
                case "control" ->
                    run.attempts(
                            Attempt.all().stream().filter(Attempt::hasControl).toList());
                default -> run.mustWork();
            }
            System.out.println("SUMMARY tried=" + run.tried + " through=" + run.through + " untried=" + run.untried);
        }
        List<Path> left = new ArrayList<>(own());
        left.removeAll(before);
        List<ProcessHandle> running = ProcessHandle.current().descendants().toList();
        System.out.println("LEFT files=" + left + " processes=" + running.size());
    }

    private void attempts(List<Attempt> attempts) throws Exception {
        for (Attempt attempt : attempts) {
            arena.reset();
            try (SandboxSession session = provider.open(policy())) {
                attempt(attempt, session);
            }
        }
    }

    /** One session for all: each has a bridge of its own, which takes longer to start than an attempt. */
    private void attemptsOnOneSession(List<Attempt> attempts) throws Exception {
        try (SandboxSession session = provider.open(policy())) {
            for (Attempt attempt : attempts) {
                arena.reset();
                attempt(attempt, session);
            }
        }
    }

    private void attempt(Attempt attempt, SandboxSession session) throws Exception {
        Map<String, String> before = arena.truth();
        int exitCode = 0;
        StringBuilder output = new StringBuilder();
        for (String script : attempt.scripts()) {
            CompletableFuture<Boolean> answers = attempt.name().startsWith("listen")
                    ? CompletableFuture.supplyAsync(this::answersWhileItListens)
                    : CompletableFuture.completedFuture(false);
            Outcome result = run(session, attempt, script);
            exitCode = result.exitCode();
            output.append(result.output());
            if (answers.get()) {
                tell(attempt, "a server inside was reached");
            }
        }
        if (attempt.has("heart") && beats()) {
            tell(attempt, "a process survived");
        }
        judge(attempt, exitCode, output.toString().strip(), before);
    }

    private void judge(Attempt attempt, int exitCode, String output, Map<String, String> before) throws IOException {
        boolean seenOnly = attempt.has("effect") || attempt.has("outside") || attempt.has("heart");
        Map<String, String> after = arena.truth();
        if (!after.equals(before)) {
            tell(attempt, "changed " + difference(before, after));
        } else if (exitCode == 0 && !seenOnly) {
            tell(attempt, "the script says so: " + output);
        } else if (exitCode == NOT_FOUND) {
            untried++;
            System.out.println("UNTRIED " + attempt + ": " + output);
        } else if (provider instanceof PlainProcessProvider) {
            System.out.println("HARMLESS " + attempt + ": exit " + exitCode + ", " + output);
        }
        tried++;
    }

    private void mustWork() throws Exception {
        arena.reset();
        prepareRepository();
        for (Attempt work : Attempt.of("must-work")) {
            tried++;
            try (SandboxSession session = provider.open(policy())) {
                Outcome result = run(session, work, work.scripts().get(0));
                if (work.has("tool") && result.exitCode() == NOT_FOUND) {
                    untried++;
                    System.out.println("UNTRIED " + work);
                } else if (result.exitCode() != 0) {
                    System.out.println("BROKEN " + work + ": exit " + result.exitCode() + ", "
                            + result.output().strip());
                }
            }
        }
    }

    /** Makes the workspace a real repository, where there is git. */
    private void prepareRepository() throws Exception {
        try (SandboxSession plain = new PlainProcessProvider().open(policy())) {
            String script =
                    "rm -rf .git nested tree && git init -q . && git -c user.name=a -c user.email=a@b commit -qm first"
                            + " --allow-empty";
            new CommandRun(plain, MAX_OUTPUT_BYTES).run(command(script));
        }
    }

    private SandboxPolicy policy() {
        return SandboxPolicy.workspaceWrite(arena.workspace()).toBuilder()
                .network(network)
                .deny(arena.outside().resolve("denied"))
                .deny(arena.outside().resolve("denied-file"))
                .deny(arena.workspace().resolve("inner/denied"))
                .build();
    }

    private Outcome run(SandboxSession session, Attempt attempt, String script) throws Exception {
        if (!attempt.has("pty")) {
            CommandResult result = new CommandRun(session, MAX_OUTPUT_BYTES).run(command(script));
            return new Outcome(
                    result.exitCode(), result.stdout().text() + result.stderr().text());
        }
        SandboxedProcess process = session.start(command(script), StdioMode.pty(24, 80));
        String output = new String(process.stdout().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private record Outcome(int exitCode, String output) {}

    private CommandSpec command(String script) {
        Map<String, String> variables = new TreeMap<>(arena.variables());
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("CANARY_START", Canary.START);
        return CommandSpec.builder("sh", "-c", Attempt.text("preamble.sh") + script)
                .environment(variables)
                .timeout(TIMEOUT)
                .build();
    }

    private boolean answersWhileItListens() {
        Path listening = arena.workspace().resolve("listening");
        long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!Files.exists(listening) && System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return arena.answers();
    }

    /** Whether the file still grows: something writes every 50 ms. */
    private boolean beats() throws IOException {
        Path heart = arena.workspace().resolve("heart");
        long size = Files.size(heart);
        long until = System.nanoTime() + Duration.ofMillis(300).toNanos();
        while (System.nanoTime() < until) {
            if (Files.size(heart) != size) {
                return true;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return false;
    }

    private void tell(Attempt attempt, String how) {
        through++;
        System.out.println("THROUGH " + attempt + ": " + how);
    }

    private static String difference(Map<String, String> before, Map<String, String> after) {
        List<String> changes = new ArrayList<>();
        after.forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                changes.add(name + ": " + before.get(name) + " -> " + value);
            }
        });
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> changes.add(name + " is gone"));
        return changes.toString();
    }

    /** What sandboxes of this process keep in the temporary folder. */
    private static List<Path> own() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName()
                            .toString()
                            .startsWith("agentloop-sandbox-"
                                    + ProcessHandle.current().pid() + "-"))
                    .toList();
        }
    }
}
