package dev.agentloop.runtime.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PermissionsFragmentTest {
    private static final Path WORK = Path.of("/workspace/project");

    @Test
    void readOnly() {
        assertThat(text(SandboxPolicy.readOnly(), ApprovalPolicy.never()))
                .isEqualTo("<permissions>\n"
                        + "Files: commands and file tools may read everything and change nothing.\n"
                        + "Network: none.\n"
                        + "Approvals: nobody is asked. What these limits do not allow fails: work within them, or say"
                        + " what is missing.\n"
                        + "</permissions>");
    }

    @Test
    void workspaceWrite() {
        assertThat(text(
                        SandboxPolicy.workspaceWrite(WORK).toBuilder()
                                .write(Path.of("/workspace/cache"))
                                .deny(Path.of("/workspace/project/secrets"))
                                .network(Network.allowList("example.org:443"))
                                .build(),
                        ApprovalPolicy.onRequest()))
                .isEqualTo("<permissions>\n"
                        + "Files: commands and file tools may read everything and change only /workspace/project, a private"
                        + " temporary folder and /workspace/cache; what is named .git, .codex, .agents is read-only there;"
                        + " /workspace/project/secrets may not be touched.\n"
                        + "Network: only example.org:443.\n"
                        + "Approvals: what these limits allow runs without asking. A person may be asked to allow more; a"
                        + " refusal is an answer: do not try the same in another way.\n"
                        + "</permissions>");
    }

    @Test
    void fullAccess() {
        assertThat(text(SandboxPolicy.dangerFullAccess(), ApprovalPolicy.untrusted()))
                .contains("may read and change everything.\nNetwork: everything may be reached.\n")
                .contains("a person is asked before every command that is not known to be harmless");
    }

    @Test
    void nothingReadable() {
        assertThat(text(
                        SandboxPolicy.builder().read(Path.of("/usr")).build(),
                        ApprovalPolicy.granular(ApprovalPolicy.Topic.PATCHES, ApprovalPolicy.Topic.NETWORK)))
                .contains("may read only /usr and change nothing.\n")
                .contains("a person may be asked about patches and network. Everything else");
        assertThat(text(SandboxPolicy.readOnly(), ApprovalPolicy.granular()))
                .contains("a person may be asked about nothing.");
    }

    private static String text(SandboxPolicy sandbox, ApprovalPolicy approvals) {
        return PermissionsFragment.of(sandbox, approvals).text();
    }
}
