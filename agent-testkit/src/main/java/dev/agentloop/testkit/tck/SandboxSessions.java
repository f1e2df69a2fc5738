package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.Violation;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.StdioMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Preparing, widening, closing, refusals and leftovers. */
abstract class SandboxSessions {
    private final SandboxTckBase kit;

    SandboxSessions(SandboxTckBase kit) {
        this.kit = kit;
    }

    @Test
    void preparingIsPure() throws Exception {
        List<Path> before = SandboxTckBase.tree(kit.host());
        CommandSpec command = SandboxTckBase.shell("touch made");
        SandboxSession session = kit.open(kit.workspaceWrite());

        assertThat(session.prepare(command)).isEqualTo(session.prepare(command));
        assertThat(SandboxTckBase.tree(kit.host())).isEqualTo(before);
    }

    @Test
    void wideningGivesANewSessionAndLeavesTheOldOneAsItIs() throws Exception {
        kit.assumeEnforced(kit.workspaceWrite(), Guarantee.FS_WRITE);
        Path granted = Files.createDirectory(kit.host().resolve("granted"));
        SandboxSession narrow = kit.open(kit.workspaceWrite());
        CommandSpec write = SandboxTckBase.shell("echo x > \"$1\"/made; echo x > \"$1\"/../other", granted);

        try (SandboxSession wide = narrow.widen(PermissionGrant.path(granted, Access.WRITE))) {
            kit.run(narrow, write);
            assertThat(granted.resolve("made")).doesNotExist();

            kit.run(wide, write);
            assertThat(granted.resolve("made")).exists();
            assertThat(kit.host().resolve("other")).doesNotExist();
            assertThat(wide.policy().decide(granted, Access.WRITE).allowed()).isTrue();
            assertThat(narrow.policy().decide(granted, Access.WRITE).allowed()).isFalse();
        }
        assertThat(kit.run(narrow, CommandSpec.of("true")).exitCode()).isZero();
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        kit.assumeEnforced(kit.workspaceWrite(), Guarantee.METADATA);
        List<Path> before = SandboxTckBase.tree(kit.host());
        List<Path> temporary = ours();

        try (SandboxSession session = kit.provider().open(kit.workspaceWrite())) {
            kit.run(session, SandboxTckBase.shell("echo x > /tmp/agentloop-tck-left; mkdir .codex .agents; true"));
        }

        assertThat(SandboxTckBase.tree(kit.host())).isEqualTo(before);
        assertThat(ours()).isEqualTo(temporary);
    }

    private static List<Path> ours() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(path -> path.getFileName().toString().startsWith("agentloop-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aRefusalIsSeenWithItsRemedy() throws Exception {
        kit.assumeEnforced(kit.workspaceWrite(), Guarantee.FS_WRITE);
        Path outside = kit.host().resolve("outside.txt");

        CommandResult result = kit.sh(kit.workspaceWrite(), "touch \"$1\"", outside);

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.violations())
                .filteredOn(violation -> violation.kind() == Violation.Kind.WRITE)
                .singleElement()
                .returns(outside.toString(), Violation::subject)
                .returns(Optional.of(PermissionGrant.path(outside, Access.WRITE)), Violation::remedy);
    }

    @Test
    void anOrdinaryFailureIsNoRefusal() throws Exception {
        assertThat(kit.sh(kit.workspaceWrite(), "echo 'expected 1 but was 2' >&2; exit 1")
                        .violations())
                .isEmpty();
    }

    @Test
    void aClosedSessionStartsNothing() {
        SandboxSession session = kit.open(kit.workspaceWrite());
        session.close();
        session.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> session.start(CommandSpec.of("true"), StdioMode.pipe()))
                .withMessageContaining("closed");
    }
}
