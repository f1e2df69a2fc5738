package dev.agentloop.sandbox.macos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy's own answer is the oracle; what a profile cannot say the same way is in the Javadoc of ProfileWriter. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the paths are those of a Mac")
class ProfileDecisionTest {
    private static final Path WORKSPACE = Path.of("/w");

    @Property
    void agreesWithPoliciesOfFoldersAndOneGlob(
            @ForAll("folders") List<Entry> folders, @ForAll("globs") Entry glob, @ForAll("paths") Path path) {
        SandboxPolicy policy = policy(folders, List.of(glob));
        ProfileDecision profile = profile(policy);
        assertThat(profile.allows(Access.READ, path))
                .as("reading, %s%n%s", policy, policy.decide(path, Access.READ))
                .isEqualTo(policy.decide(path, Access.READ).allowed());
        assertThat(profile.allows(Access.WRITE, path))
                .as("writing, %s%n%s", policy, policy.decide(path, Access.WRITE))
                .isEqualTo(policy.decide(path, Access.WRITE).allowed());
    }

    @Property
    void neverAllowsMoreThanAnyPolicy(
            @ForAll("folders") List<Entry> folders,
            @ForAll("manyGlobs") List<Entry> globs,
            @ForAll("grants") List<PermissionGrant> grants,
            @ForAll("paths") Path path) {
        SandboxPolicy policy = policy(folders, globs);
        for (PermissionGrant grant : grants) {
            policy = grant.applyTo(policy);
        }
        ProfileDecision profile = profile(policy);
        for (Access access : List.of(Access.READ, Access.WRITE)) {
            if (profile.allows(access, path)) {
                assertThat(policy.decide(path, access).allowed())
                        .as("%s, %s %s%n%s", access, policy, policy.grants(), policy.decide(path, access))
                        .isTrue();
            }
        }
    }

    @Property
    void agreesWithPoliciesThatWereWidened(
            @ForAll("folders") List<Entry> folders,
            @ForAll("globs") Entry glob,
            @ForAll("grants") List<PermissionGrant> grants,
            @ForAll("paths") Path path) {
        SandboxPolicy policy = policy(folders, List.of(glob));
        policy = grants.isEmpty() ? policy : grants.get(0).applyTo(policy);
        ProfileDecision profile = profile(policy);
        assertThat(List.of(profile.allows(Access.READ, path), profile.allows(Access.WRITE, path)))
                .as("%s %s", policy, policy.grants())
                .containsExactly(
                        policy.decide(path, Access.READ).allowed(),
                        policy.decide(path, Access.WRITE).allowed());
    }

    @Property
    void readingAndWritingAProfileChangesNothing(
            @ForAll("folders") List<Entry> folders, @ForAll("manyGlobs") List<Entry> globs) {
        Profile profile = write(policy(folders, globs), FixedPaths.mac());
        assertThat(ProfileParser.parse(profile.text())).isEqualTo(profile);
    }

    @ParameterizedTest
    @CsvSource({
        "READ,  /etc/passwd,              true",
        "WRITE, /etc/passwd,              false",
        "WRITE, /w,                       true",
        "WRITE, /w/src/Main.java,         true",
        "WRITE, /w/.git,                  false",
        "WRITE, /w/.git/hooks/pre-commit, false",
        "WRITE, /w/deep/down/.GIT/config, false",
        "READ,  /w/.git/config,           true",
        "WRITE, /w/.gitignore,            true",
        "WRITE, /wide,                    false",
        "WRITE, /tmp/x,                   false",
        "READ,  /tmp/x,                   false",
        "WRITE, /own/x,                   true",
        "WRITE, /own/.agents/x,           false"
    })
    void workspaceWriteOnAMacDecidesByThisTable(Access access, Path path, boolean expected) {
        ProfileDecision profile = new ProfileDecision(write(SandboxPolicy.workspaceWrite(WORKSPACE), FixedPaths.mac()));
        assertThat(profile.allows(access, path)).isEqualTo(expected);
    }

    @Test
    void rootsAndFoldersAboveANarrowerEntryKeepTheirNames() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(WORKSPACE).toBuilder()
                .deny(Path.of("/w/a/b/secret"))
                .denyGlob("**/keys/*.pem")
                .build();
        ProfileDecision profile = new ProfileDecision(write(policy, FixedPaths.mac()));
        assertThat(List.of("/w", "/own", "/w/a", "/w/a/b", "/w/x/keys", "/w/x/KEYS"))
                .allSatisfy(path -> assertThat(profile.allows(Operation.FILE_WRITE_UNLINK, Path.of(path)))
                        .as(path)
                        .isFalse());
        assertThat(List.of("/w/x", "/w/a/c", "/w/a/b/other", "/own/x"))
                .allSatisfy(path -> assertThat(profile.allows(Operation.FILE_WRITE_UNLINK, Path.of(path)))
                        .as(path)
                        .isTrue());
    }

    @Test
    void noFileGetsASetUserIdBit() {
        ProfileDecision profile = new ProfileDecision(write(SandboxPolicy.workspaceWrite(WORKSPACE), FixedPaths.mac()));
        assertThat(profile.allows(Operation.FILE_WRITE_SETUGID, Path.of("/w/tool")))
                .isFalse();
    }

    @Test
    void theFolderThatAGitFilePointsToIsProtected() {
        FixedPaths host = new FixedPaths(true, List.of(Path.of("/w/meta/store")));
        ProfileDecision profile = new ProfileDecision(write(SandboxPolicy.workspaceWrite(WORKSPACE), host));
        assertThat(profile.allows(Access.WRITE, Path.of("/w/meta/store/config")))
                .isFalse();
        assertThat(profile.allows(Access.WRITE, Path.of("/w/meta/other"))).isTrue();
        assertThat(profile.allows(Operation.FILE_WRITE_UNLINK, Path.of("/w/meta")))
                .isFalse();
    }

    @Test
    void whoMayReadAFolderMayLookUpTheFoldersAboveIt() {
        SandboxPolicy policy =
                SandboxPolicy.builder().read(Path.of("/opt/tool/lib")).build();
        ProfileDecision profile = new ProfileDecision(write(policy, FixedPaths.mac()));
        assertThat(profile.allows(Operation.FILE_READ_METADATA, Path.of("/opt/tool")))
                .isTrue();
        assertThat(profile.allows(Operation.FILE_READ_DATA, Path.of("/opt/tool")))
                .isFalse();
    }

    @Test
    void listedProgramsAreTheOnlyOnesExecuted() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(WORKSPACE).toBuilder()
                .executables(List.of(Path.of("/usr/bin/git")))
                .build();
        ProfileDecision profile = new ProfileDecision(write(policy, FixedPaths.mac()));
        assertThat(profile.allows(Operation.PROCESS_EXEC, Path.of("/usr/bin/git")))
                .isTrue();
        assertThat(profile.allows(Operation.PROCESS_EXEC, Path.of("/usr/bin/perl")))
                .isFalse();
    }

    @Provide
    Arbitrary<List<Entry>> folders() {
        Arbitrary<Entry> folder =
                Combinators.combine(paths(), Arbitraries.of(Access.class)).as(Entry::path);
        Arbitrary<Entry> special = Combinators.combine(
                        Arbitraries.of(Entry.Special.class), Arbitraries.of(Access.class))
                .as(Entry::special);
        return Arbitraries.oneOf(folder, folder, special).list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<Entry> globs() {
        Arbitrary<String> patterns = Arbitraries.of(
                "**/a",
                "**/.env",
                "a/**",
                "**",
                "/**",
                "*/b",
                "**/a/**",
                "a/**/b",
                "/w/a/*",
                "**/{a,b}/.env",
                "[a-b]",
                "/**/b/?",
                "**/a/**/.env",
                "[!a]/b",
                "*");
        return Combinators.combine(patterns, Arbitraries.of(Access.class)).as(Entry::glob);
    }

    @Provide
    Arbitrary<List<Entry>> manyGlobs() {
        return globs().list().ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<PermissionGrant>> grants() {
        return Combinators.combine(paths(), Arbitraries.of(Access.READ, Access.WRITE))
                .as(PermissionGrant::path)
                .list()
                .ofMaxSize(2);
    }

    @Provide
    Arbitrary<Path> paths() {
        return Arbitraries.of("w", "w", "a", "b", ".git", ".env", "tmp")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(names -> Path.of("/" + String.join("/", names)));
    }

    private static SandboxPolicy policy(List<Entry> folders, List<Entry> globs) {
        return SandboxPolicy.builder()
                .workspace(WORKSPACE)
                .entries(Stream.concat(folders.stream(), globs.stream()).toList())
                .build();
    }

    private static ProfileDecision profile(SandboxPolicy policy) {
        return new ProfileDecision(write(policy, FixedPaths.likeThisMachine()));
    }

    private static Profile write(SandboxPolicy policy, HostPaths host) {
        return new ProfileWriter(host, Optional.of(Path.of("/own"))).write(policy);
    }
}
