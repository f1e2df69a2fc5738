package dev.agentloop.sandbox.spi.support;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.Violation;
import dev.agentloop.sandbox.Violation.Certainty;
import dev.agentloop.sandbox.Violation.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * Reads from the output of a failed command what the sandbox refused. A path named beside an error word is certain when the
 * policy really refuses it; an error word alone is only likely; a failure without one is no refusal.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class DenialClassifier {
    private static final int SIGSYS = 31;
    private static final int MAX_FINDINGS = 16;

    private static final String READ_ONLY = "read-only file system";
    private static final List<String> REFUSED =
            List.of("permission denied", "operation not permitted", "access denied");
    private static final List<String> WRITING = List.of(
            "create", "write", "touch", "remove", "delete", "unlink", "mkdir", "rename", "move", "chmod", "chown",
            "save");
    private static final List<String> UNREACHABLE = List.of(
            "network is unreachable",
            "could not resolve host",
            "temporary failure in name resolution",
            "name or service not known",
            "unknownhostexception");

    private DenialClassifier() {}

    /** Returns what was refused, at most a handful; nothing for a command that succeeded. */
    public static List<Violation> classify(SandboxPolicy policy, CommandSpec command, CommandResult result) {
        if (result.exitCode() == 0) {
            return List.of();
        }
        List<Violation> found = new ArrayList<>();
        if (result.signal().equals(OptionalInt.of(SIGSYS))) {
            found.add(new Violation(
                    Kind.SYSTEM_CALL,
                    Certainty.CERTAIN,
                    command.argv().get(0),
                    "ended by the system call filter",
                    Optional.empty()));
        }
        Path directory = command.workingDirectory().or(policy::workspace).orElse(Path.of("/"));
        String output = result.stderr().text() + "\n" + result.stdout().text();
        output.lines()
                .flatMap(line -> line(policy, directory, line).stream())
                .distinct()
                .limit(MAX_FINDINGS)
                .forEach(found::add);
        return List.copyOf(found);
    }

    private static Optional<Violation> line(SandboxPolicy policy, Path directory, String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        boolean readOnly = lower.contains(READ_ONLY);
        if (readOnly || REFUSED.stream().anyMatch(lower::contains)) {
            return file(policy, directory, line, readOnly || WRITING.stream().anyMatch(lower::contains))
                    .or(() -> readOnly ? Optional.of(likelyWrite(line)) : Optional.empty());
        }
        if (policy.network().mode() != Network.Mode.FULL && UNREACHABLE.stream().anyMatch(lower::contains)) {
            return Optional.of(network(line));
        }
        return Optional.empty();
    }

    private static Optional<Violation> file(SandboxPolicy policy, Path directory, String line, boolean writing) {
        for (Path path : NamedPaths.in(line, directory)) {
            if (writing && !policy.decide(path, Access.WRITE).allowed()) {
                return Optional.of(certain(policy, Kind.WRITE, path, Access.WRITE));
            }
            if (!policy.decide(path, Access.READ).allowed()) {
                return Optional.of(certain(policy, Kind.READ, path, Access.READ));
            }
        }
        return Optional.empty();
    }

    private static Violation certain(SandboxPolicy policy, Kind kind, Path path, Access access) {
        return new Violation(
                kind,
                Certainty.CERTAIN,
                path.toString(),
                policy.decide(path, access).reason(),
                Optional.of(PermissionGrant.path(path, access)));
    }

    private static Violation likelyWrite(String line) {
        return new Violation(Kind.WRITE, Certainty.LIKELY, "a file", line.strip(), Optional.empty());
    }

    private static Violation network(String line) {
        String host = line.substring(line.lastIndexOf(':') + 1).strip();
        Optional<PermissionGrant> remedy = Optional.empty();
        try {
            remedy = Optional.of(PermissionGrant.host(host));
        } catch (IllegalArgumentException notAHost) {
            host = "a host";
        }
        return new Violation(Kind.NETWORK, Certainty.LIKELY, host, line.strip(), remedy);
    }
}
