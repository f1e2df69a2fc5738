package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/agent} as a process, on copies of the checkout. Needs the packaged jar. */
@DisabledOnOs(OS.WINDOWS)
class LauncherProcessTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path temp;

    private LauncherCheckout checkout;

    @BeforeEach
    void copyCheckout() throws IOException {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        checkout = LauncherCheckout.in(temp.resolve("check out"));
    }

    @AfterEach
    void makeDeletable() throws Exception {
        checkout.writable(true);
    }

    @Test
    void runsFromAnyFolder() throws Exception {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        ProcessRun run = checkout.command("--version").in(elsewhere).run();
        assertThat(run).isEqualTo(new ProcessRun(0, run.out(), ""));
        assertThat(run.out()).startsWith("agent ");
    }

    @Test
    void runsThroughLinks() throws Exception {
        Path first = Files.createSymbolicLink(
                temp.resolve("agent-link"), checkout.root().resolve("bin/agent"));
        Path links = Files.createDirectory(temp.resolve("links"));
        Path second = Files.createSymbolicLink(links.resolve("agent"), Path.of("../agent-link"));
        assertThat(ProcessRun.command(first.toString(), "--version").run().exitCode())
                .isZero();
        assertThat(ProcessRun.command(second.toString(), "--version").run().exitCode())
                .isZero();
        assertThat(ProcessRun.command("./links/agent", "--version")
                        .in(temp)
                        .run()
                        .exitCode())
                .isZero();
    }

    @Test
    void runsRelativeWithACdpath() throws Exception {
        ProcessRun run = ProcessRun.command("bin/agent", "--version")
                .in(checkout.root())
                .variable("CDPATH", temp.toString())
                .run();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void forwardsArgumentsAndExitCode() throws Exception {
        ProcessRun run = checkout.command("a  b", "*").run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("'a  b'").contains("'*'");
    }

    @Test
    void handsOptionsToTheJvm() throws Exception {
        ProcessRun run = checkout.command("--version")
                .variable("AGENTLOOP_JAVA_OPTS", "-Xmx64m -XX:+PrintFlagsFinal")
                .run();
        assertThat(run.out()).containsPattern("MaxHeapSize *= 67108864").containsPattern("UseSerialGC *= true");
    }

    @Test
    void writesNothingAndRunsNoMavenOnceBuilt() throws Exception {
        Map<String, Instant> before = checkout.snapshot();
        checkout.fakeMaven("exit 1");
        assertThat(checkout.command("--version").run().exitCode()).isZero();
        assertThat(checkout.snapshot()).isEqualTo(before);
    }

    @Test
    void runsInAReadOnlyCheckoutForAnotherUser() throws Exception {
        checkout.writable(false);
        ProcessRun run = checkout.commandAsOrdinaryUser("--version").run();
        assertThat(run).isEqualTo(new ProcessRun(0, run.out(), ""));
    }

    @Test
    void aStaleBuildThatCannotBeReplacedRunsWithAWarning() throws Exception {
        checkout.source("agent-api/src/main/java/A.java", "class A {}");
        checkout.writable(false);
        ProcessRun run = checkout.commandAsOrdinaryUser("--version").run();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("agent ");
        assertThat(run.err()).contains("the sources are newer than the build");
    }

    @Test
    void aCheckoutThatIsNeitherBuiltNorWritableIsAnError() throws Exception {
        Files.delete(checkout.stamp());
        checkout.writable(false);
        ProcessRun run = checkout.commandAsOrdinaryUser("--version").run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(run.err()).contains("is not built").contains("cannot be written");
    }

    @Test
    void buildsOnStandardErrorWhenASourceIsNewer() throws Exception {
        checkout.source("agent-api/src/main/java/A.java", "class A {}");
        checkout.fakeMaven("echo built; touch '" + checkout.stamp() + "'");
        ProcessRun run = checkout.command("--version").run();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("agent ").doesNotContain("built");
        assertThat(run.err()).contains("building").contains("built");
        assertThat(checkout.builds()).isEqualTo(1);

        assertThat(checkout.command("--version").run().err()).isEmpty();
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void buildsWhenASourceWasDeleted() throws Exception {
        Path source = checkout.source("agent-api/src/main/java/A.java", "class A {}");
        checkout.olderThanStamp(source, source.getParent());
        checkout.fakeMaven("touch '" + checkout.stamp() + "'");
        checkout.command("--version").run();
        assertThat(checkout.builds()).isZero();

        Files.delete(source);
        checkout.command("--version").run();
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void buildersWaitForEachOther() throws Exception {
        Files.setLastModifiedTime(checkout.stamp(), FileTime.from(LONG_AGO));
        checkout.source("pom.xml", "<project/>");
        checkout.fakeMaven("sleep 1; touch '" + checkout.stamp() + "'");
        List<ProcessRun.Running> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(checkout.command("--version").start());
        }
        for (ProcessRun.Running one : running) {
            assertThat(one.await().exitCode()).isZero();
        }
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void aFailedBuildIsNotRun() throws Exception {
        checkout.source("agent-api/src/main/java/A.java", "clazz A {}");
        checkout.fakeMaven("echo 'A.java:1: error'; exit 1");
        ProcessRun run = checkout.command("--version").run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("A.java:1: error").contains("the build failed");
    }

    @Test
    void aMissingOrOldMavenIsNamedWhenABuildIsNeeded() throws Exception {
        Files.delete(checkout.stamp());
        ProcessRun none = checkout.command("--version")
                .variable("PATH", checkout.pathWithoutMaven())
                .run();
        assertThat(none.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(none.err()).contains("Maven 3.8 or newer").contains("no 'mvn' on the path");

        checkout.fakeMavenOfVersion("3.6.3", "exit 0");
        ProcessRun old = checkout.command("--version").run();
        assertThat(old.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(old.err()).contains("found 3.6");
    }

    @Test
    void aMissingOrOldJavaIsNamed() throws Exception {
        ProcessRun none = checkout.command("--version")
                .variable("JAVA_HOME", temp.resolve("no-java").toString())
                .run();
        assertThat(none.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(none.err()).contains("JAVA_HOME").contains("JDK 17 or newer");

        for (String version : List.of("11.0.2", "1.8.0_392")) {
            Path home = checkout.fakeJavaHome(version);
            ProcessRun old = checkout.command("--version")
                    .variable("JAVA_HOME", home.toString())
                    .run();
            assertThat(old.exitCode()).isEqualTo(ExitCode.MISSING);
            assertThat(old.err()).contains("Java 17 or newer is needed");
        }
    }

    @Test
    void findsJavaOnThePath() throws Exception {
        assumeTrue(checkout.javaOnPath(), "no java on the path");
        assertThat(checkout.command("--version").without("JAVA_HOME").run().exitCode())
                .isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void bubblewrapIsInstalledForWhatNeedsASandboxWhereThatIsAllowed() throws Exception {
        checkout.fakeAptGet();

        ProcessRun help = checkout.command("sandbox", "--help")
                .variable("PATH", checkout.pathWithoutMaven() + ":" + checkout.tools())
                .run();

        assertThat(help.exitCode()).as(help.err()).isZero();
        assertThat(checkout.installed())
                .isEqualTo(root() ? List.of("update -qq", "install -y -qq bubblewrap") : List.of());
        assertThat(help.err().contains("installing bubblewrap")).isEqualTo(root());
    }

    private boolean root() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
