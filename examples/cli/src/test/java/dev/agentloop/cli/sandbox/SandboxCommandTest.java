package dev.agentloop.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.cli.CliRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code agent sandbox} decides; what passes through it is in {@code SandboxProcessTest}. */
@EnabledOnOs(OS.LINUX)
class SandboxCommandTest {
    @TempDir
    Path temp;

    private Path workspace = Path.of("/");

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = Files.createDirectory(temp.resolve("workspace")).toRealPath();
    }

    @Test
    void theExitCodeIsTheCommands() {
        assertThat(sandbox("--", "sh", "-c", "exit 7").exitCode()).isEqualTo(7);
        assertThat(sandbox("--", "true")).isEqualTo(new CliRun(0, "", ""));
    }

    @Test
    void aSignalIsToldAs128AndItsNumber() {
        assertThat(sandbox("--", "sh", "-c", "kill -TERM $$").exitCode()).isEqualTo(143);
        assertThat(sandbox("--", "sh", "-c", "kill -KILL $$").exitCode()).isEqualTo(137);
    }

    @Test
    void theWorkspaceIsTheWorkingDirectoryAndTheOnlyPlaceToWrite() throws IOException {
        sandbox("--", "sh", "-c", "pwd > inside; echo x 2>&- > ../outside");

        assertThat(workspace.resolve("inside")).hasContent(workspace + "\n");
        assertThat(temp.resolve("outside")).doesNotExist();
    }

    @Test
    void readOnlyWritesNothing() {
        CliRun run = sandbox("--policy", "read-only", "--", "sh", "-c", "{ : > inside; } 2>&-");

        assertThat(run.exitCode()).isNotZero();
        assertThat(workspace).isEmptyDirectory();
    }

    @Test
    void fullWritesAnywhere() {
        CliRun run = sandbox("--policy", "full", "--", "sh", "-c", ": > ../outside");

        assertThat(run.exitCode()).isZero();
        assertThat(temp.resolve("outside")).exists();
    }

    @Test
    void aPolicyFileIsForTheGivenFolder() throws IOException {
        Path policy = Files.writeString(temp.resolve("policy.json"), """
                {"version":1,"entries":[{"special":"root","access":"read"},{"special":"workspace","access":"write"}],
                 "limits":{"fileSizeBytes":1024}}
                """);

        CliRun run = sandbox(
                "--policy-file", policy.toString(), "--", "sh", "-c", "trap '' XFSZ; head -c 9999 /dev/zero > f 2>&-");

        assertThat(run.exitCode()).as(run.err()).isNotZero();
        assertThat(workspace.resolve("f")).hasSize(1024);
    }

    @Test
    void aProgramThatIsNotThereIs127() throws IOException {
        Path script = executable("script", "#!/no/such/interpreter\n");

        assertThat(sandbox("--", "no-such-program").exitCode()).isEqualTo(127);
        assertThat(sandbox("--", "./no-such-program").exitCode()).isEqualTo(127);
        assertThat(sandbox("--", script.toString()))
                .isEqualTo(new CliRun(
                        127, "", "agent: " + script + ": its interpreter /no/such/interpreter does not exist\n"));
    }

    @Test
    void aFileThatCannotBeExecutedIs126() throws IOException {
        Files.writeString(workspace.resolve("text"), "text");

        assertThat(sandbox("--", "./text").exitCode()).isEqualTo(126);
        assertThat(sandbox("--", workspace.toString()).exitCode()).isEqualTo(126);
    }

    @Test
    void whatNobodyCanEnforceIs125AndStartsNothing() throws IOException {
        Path policy = Files.writeString(temp.resolve("policy.json"), """
                {"version":1,"entries":[{"special":"root","access":"read"},{"special":"workspace","access":"write"},
                 {"glob":"**/*.secret","access":"none"}]}
                """);

        CliRun run = sandbox("--policy-file", policy.toString(), "--", "touch", "started");

        assertThat(run.exitCode()).isEqualTo(125);
        assertThat(run.err()).contains("linux-bwrap does not enforce what the policy requires: FS_DENY_GLOB (");
        assertThat(workspace).isEmptyDirectory();
    }

    @Test
    void aProgramThePolicyHidesIs125() throws IOException {
        Path hidden = Files.createDirectory(temp.resolve("hidden"));
        Path program = Files.copy(Path.of("/bin/true"), hidden.resolve("program"));

        CliRun run = sandbox("--", program.toString());

        assertThat(run.exitCode()).isEqualTo(125);
        assertThat(run.err()).contains("private temporary folder");
    }

    @Test
    void wrongUsageIs125BecauseNothingRan() {
        assertThat(sandbox("--").exitCode()).isEqualTo(125);
        assertThat(sandbox("--no-such-option").exitCode()).isEqualTo(125);
        assertThat(sandbox("--policy", "strict", "--", "true"))
                .isEqualTo(new CliRun(
                        125,
                        "",
                        "agent: The policy cannot be used: 'strict' is none of read-only, workspace-write, full\n"));
        assertThat(CliRun.of("sandbox", "-C", "/no/such/folder", "--", "true"))
                .isEqualTo(new CliRun(125, "", "agent: -C: /no/such/folder is not an existing folder\n"));
        assertThat(CliRun.of("sandbox", "-C", "/", "--", "true").err()).contains("too wide to be writable");
    }

    @Test
    void explainSaysWhatIsAllowedWhatEnforcesItAndWhyOthersDoNot() {
        CliRun run = sandbox("--explain");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("  workspace " + workspace + ": read and write\n")
                .contains("network: none\n")
                .contains("enforced by linux-bwrap\n")
                .contains("  FS_WRITE (required): ENFORCED: mount namespace: ")
                .contains("\nproviders, in the order they are asked\n  linux-bwrap: used\n")
                .contains("  macos-seatbelt is not available: this is not macOS. To fix: ")
                .contains("  none does not enforce what the policy requires: FS_WRITE (")
                .endsWith("; and it is used only when it is named\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void explainInJsonHoldsProvidersAndPolicy() {
        CliRun run = sandbox("--explain", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("{\"version\":1,\"provider\":\"linux-bwrap\",\"required\":[\"FS_WRITE\",")
                .contains("{\"id\":\"linux-bwrap\",\"availability\":\"AVAILABLE\",\"reasons\":[],\"fixHint\":\"\",")
                .contains("{\"id\":\"none\",\"availability\":\"AVAILABLE\"")
                .contains(",\"policy\":{\"version\":1,")
                .endsWith("}\n")
                .hasLineCount(1);
    }

    @Test
    void theDoctorSaysWhichSandboxIsUsed() {
        CliRun run = CliRun.of("doctor");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("sandbox: linux-bwrap\n")
                .contains("  NET_NONE        ENFORCED     network namespace")
                .contains("  linux-bwrap: used\n")
                .contains("  windows-token is not available: ");
        assertThat(CliRun.of("doctor", "--json").out()).startsWith("{\"version\":1,\"provider\":\"linux-bwrap\",");
    }

    private CliRun sandbox(String... words) {
        List<String> args = new ArrayList<>(List.of("sandbox", "-C", workspace.toString()));
        args.addAll(List.of(words));
        return CliRun.of(args.toArray(String[]::new));
    }

    private Path executable(String name, String text) throws IOException {
        Path file = Files.writeString(workspace.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
