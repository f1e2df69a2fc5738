package dev.agentloop.runtime.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentsMdTest {
    private final List<String> notices = new ArrayList<>();

    @TempDir
    private Path root;

    static Stream<Layout> layouts() {
        return Layouts.all();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void findsWhatTheLayoutSays(Layout layout) throws IOException {
        layout.create(root);

        assertThat(find(layout).map(ContextFragment::text)).isEqualTo(layout.expected(root));
    }

    @Test
    void namesTheFilesItComesFrom() throws IOException {
        Layout layout = Layout.of("sources")
                .file("h/AGENTS.md", "home")
                .file("p/AGENTS.md", "root")
                .file("p/a/AGENTS.override.md", "a")
                .in("p/a");
        layout.create(root);

        assertThat(find(layout).orElseThrow().sources())
                .containsExactly(
                        root.resolve("h/AGENTS.md").toString(),
                        root.resolve("p/AGENTS.md").toString(),
                        root.resolve("p/a/AGENTS.override.md").toString());
        assertThat(notices).isEmpty();
    }

    @Test
    void aMegabyteIsCutAndReported() throws IOException {
        Layout layout = Layout.of("large")
                .file("h/AGENTS.md", "home ".repeat(200_000))
                .file("p/AGENTS.md", "root ".repeat(200_000))
                .file("p/a/AGENTS.md", "a")
                .in("p/a");
        layout.create(root);

        ContextFragment found = find(layout).orElseThrow();

        assertThat(found.text().length()).isLessThan((int) (AgentsMd.MAX_HOME_BYTES + 33 * 1024));
        assertThat(notices)
                .containsExactly(
                        "context.agents_md.cut: " + root.resolve("h/AGENTS.md")
                                + " was cut after 262144 of its 1000000 bytes: a home's file may have 262144. Shorten it.",
                        "context.agents_md.cut: " + root.resolve("p/AGENTS.md")
                                + " was cut after 32768 of its 1000000 bytes: project_doc_max_bytes is 32768. Shorten it.",
                        "context.agents_md.skipped: " + root.resolve("p/a/AGENTS.md")
                                + " and what is below it was not read: project_doc_max_bytes (32768) is used up by the"
                                + " files above it");
    }

    @Test
    void aBinaryFileIsReported() throws IOException {
        Layout layout = Layout.of("binary").file("p/AGENTS.md", new byte[100]);
        layout.create(root);

        assertThat(find(layout)).isEmpty();
        assertThat(notices)
                .containsExactly("context.agents_md.binary: " + root.resolve("p/AGENTS.md")
                        + " was not read: it holds NUL bytes, so it is no text. Save it as UTF-8.");
    }

    @Test
    void aLinkToItselfIsReported() throws IOException {
        Layout layout = Layout.of("loop").link("p/AGENTS.md", "AGENTS.md");
        layout.create(root);

        assertThat(find(layout)).isEmpty();
        assertThat(notices)
                .singleElement()
                .asString()
                .startsWith("context.agents_md.unreadable: " + root.resolve("p/AGENTS.md") + " was not read: ");
    }

    @Test
    void anUnreadableFolderIsReported() throws IOException {
        Layout layout = Layout.of("unreadable").file("p/AGENTS.md", "root").file("p/a/AGENTS.md", "a");
        layout.in("p/a").create(root);
        Path folder = root.resolve("p/a");
        Assumptions.assumeTrue(
                Files.getFileStore(folder).supportsFileAttributeView("posix"), "needs POSIX permissions");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
        try {
            Assumptions.assumeFalse(Files.isReadable(folder), "this user reads everything");
            assertThat(find(layout).orElseThrow().sources())
                    .containsExactly(root.resolve("p/AGENTS.md").toString());
            assertThat(notices)
                    .contains("context.agents_md.unreadable: " + folder.resolve("AGENTS.md")
                            + " was not read: access denied");
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aWorkingDirectoryThatIsGoneIsNoFailure() {
        ContextFiles files = ContextFiles.ofProjects();

        assertThatCode(() -> AgentsMd.find(root.resolve("gone/below"), files, (code, message) -> {}))
                .doesNotThrowAnyException();
    }

    @Test
    void aHomeIsOnlyReadWhenItIsNamed() throws IOException {
        Layout layout = Layout.of("no home").file("h/AGENTS.md", "home").file("p/AGENTS.md", "root");
        layout.create(root);

        Optional<ContextFragment> found =
                AgentsMd.find(layout.workingDirectory(root), ContextFiles.ofProjects(), this::note);

        assertThat(found.orElseThrow().sources())
                .containsExactly(root.resolve("p/AGENTS.md").toString());
    }

    private Optional<ContextFragment> find(Layout layout) {
        return AgentsMd.find(layout.workingDirectory(root), layout.contextFiles(root), this::note);
    }

    private void note(String code, String message) {
        notices.add(code + ": " + message);
    }
}
