package dev.agentloop.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.Environment;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.ResourceLimits;
import dev.agentloop.sandbox.SandboxPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyJsonTest {
    @Test
    void presetsHaveThisForm() {
        policy(
                SandboxPolicy.readOnly(),
                "{\"version\":1,\"entries\":[{\"special\":\"root\",\"access\":\"read\"}],"
                        + "\"network\":{\"mode\":\"none\"},\"executables\":[],\"env\":{},\"limits\":{}}");
        policy(
                SandboxPolicy.workspaceWrite(Path.of("/srv/project")),
                "{\"version\":1,\"workspace\":\"/srv/project\",\"entries\":[{\"special\":\"root\",\"access\":\"read\"},"
                        + "{\"special\":\"workspace\",\"access\":\"write\"},{\"special\":\"tmp\",\"access\":\"write\"}],"
                        + "\"network\":{\"mode\":\"none\"},\"executables\":[],\"env\":{},\"limits\":{}}");
        policy(
                SandboxPolicy.dangerFullAccess(),
                "{\"version\":1,\"entries\":[{\"special\":\"root\",\"access\":\"write\"}],"
                        + "\"network\":{\"mode\":\"full\"},\"executables\":[],\"env\":{},\"limits\":{},"
                        + "\"protectedNames\":[],\"privateTmp\":false}");
    }

    @Test
    void everythingOfAPolicyIsKept() {
        SandboxPolicy full = SandboxPolicy.builder()
                .workspace(Path.of("/"))
                .allowWideWorkspace()
                .read(Path.of("/usr"))
                .denyGlob("**/*.pem")
                .network(Network.allowList("example.com:8443", "*.example.org"))
                .unixSockets(List.of(Path.of("/run/agent.sock")))
                .executables(List.of(Path.of("/bin/sh")))
                .environment(new Environment(List.of("PATH", "LC_*"), java.util.Map.of("CI", "1")))
                .limits(ResourceLimits.builder()
                        .processes(10)
                        .memoryBytes(1L << 33)
                        .cpuTime(Duration.ofSeconds(30))
                        .fileSizeBytes(1_000)
                        .wallTime(Duration.ofMinutes(2))
                        .build())
                .protectedNames(List.of(".git", ".secret"))
                .privateTmp(false)
                .require(Guarantee.TREE_KILL)
                .allowPartial(Guarantee.EXEC_ALLOWLIST, Guarantee.LIMIT_MEMORY)
                .build();
        policy(
                PermissionGrant.path(Path.of("/data"), Access.WRITE).applyTo(full),
                "{\"version\":1,\"workspace\":\"/\",\"wideWorkspace\":true,\"entries\":["
                        + "{\"path\":\"/usr\",\"access\":\"read\"},{\"glob\":\"**/*.pem\",\"access\":\"none\"}],"
                        + "\"network\":{\"mode\":\"allowlist\",\"allow\":[\"example.com:8443\",\"*.example.org\"]},"
                        + "\"executables\":[\"/bin/sh\"],"
                        + "\"env\":{\"allow\":[\"PATH\",\"LC_*\"],\"set\":{\"CI\":\"1\"}},"
                        + "\"limits\":{\"processes\":10,\"memoryBytes\":8589934592,\"cpuTime\":\"PT30S\","
                        + "\"fileSizeBytes\":1000,\"wallTime\":\"PT2M\"},"
                        + "\"protectedNames\":[\".git\",\".secret\"],\"privateTmp\":false,"
                        + "\"unixSockets\":[\"/run/agent.sock\"],\"require\":[\"tree_kill\"],"
                        + "\"allowPartial\":[\"exec_allowlist\",\"limit_memory\"],"
                        + "\"grants\":[{\"path\":\"/data\",\"access\":\"write\"}]}");
    }

    @Test
    void whatAPersonLeavesOutIsAsInABuilder() {
        assertThat(PolicyJson.fromJson("{\"version\":1,\"entries\":[]}"))
                .isEqualTo(SandboxPolicy.builder().build());
        assertThat(PolicyJson.fromJson("{\"version\":1,\"entries\":[],\"env\":{\"set\":{\"A\":\"b\"}}}"))
                .isEqualTo(SandboxPolicy.builder()
                        .environment(Environment.standard().setting("A", "b"))
                        .build());
    }

    @Test
    void aGrantOfAHostJoinsTheNetwork() {
        assertThat(PolicyJson.fromJson("{\"version\":1,\"entries\":[],\"grants\":[{\"host\":\"example.com:1\"}]}"))
                .isEqualTo(SandboxPolicy.builder()
                        .network(Network.allowList("example.com:1"))
                        .build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    []                                                     | the policy: found [], expected an object with the members version
                    {"entries":[]}                                         | version: the policy needs a member "version"
                    {"version":2,"entries":[]}                             | version: the policy has version 2
                    {"version":1}                                          | entries: this member is missing; expected a list
                    {"version":1,"entries":{}}                             | entries: found {}, expected a list of entries
                    {"version":1,"entries":[5]}                            | entries[0]: found 5, expected an object with the members path
                    {"version":1,"entries":[{"access":"read"}]}            | entries[0]: found {"access":"read"}, expected one of path, glob and special
                    {"version":1,"entries":[{"path":"/a","glob":"b","access":"read"}]} | expected only one of path, glob and special
                    {"version":1,"entries":[{"path":"/a"}]}                | entries[0].access: this member is missing; expected one of none, read, write
                    {"version":1,"entries":[{"path":"/a","access":"rw"}]}  | entries[0].access: found "rw", expected one of none, read, write
                    {"version":1,"entries":[{"path":"a","access":"read"}]} | entries[0].path: "a" is relative; give an absolute path
                    {"version":1,"entries":[{"special":"home","access":"read"}]} | entries[0].special: "home" is not a special place; use root, workspace or tmp
                    {"version":1,"entries":[{"glob":"[","access":"none"}]} | entries[0].glob:
                    {"version":1,"entries":[],"netwrok":{}}                | netwrok: this member is not known; expected are version, workspace
                    {"version":1,"entries":[],"network":{"mode":"some"}}   | network.mode: found "some", expected one of none, allowlist, full
                    {"version":1,"entries":[],"network":{"mode":"none","allow":["a:1"]}} | network: hosts are listed but the mode is NONE
                    {"version":1,"entries":[],"network":{"mode":"allowlist","allow":["a:x"]}} | network.allow[0]: the port of "a:x" is not a number
                    {"version":1,"entries":[],"executables":["sh"]}        | executables[0]: found "sh", expected an absolute path
                    {"version":1,"entries":[],"env":{"set":[]}}            | env.set: found [], expected an object of names and values
                    {"version":1,"entries":[],"env":{"set":{"A":1}}}       | env.set.A: found 1, expected a text
                    {"version":1,"entries":[],"env":{"allow":["API_KEY"]}} | env: API_KEY looks like a secret
                    {"version":1,"entries":[],"limits":{"processes":1.5}}  | limits.processes: found 1.5, expected a number of processes
                    {"version":1,"entries":[],"limits":{"memoryBytes":0}}  | limits: 0 is not positive
                    {"version":1,"entries":[],"limits":{"wallTime":"30s"}} | limits.wallTime: found "30s", expected a duration such as "PT30S"
                    {"version":1,"entries":[],"privateTmp":"yes"}          | privateTmp: found "yes", expected true or false
                    {"version":1,"entries":[],"require":["magic"]}         | require[0]: found "magic", expected one of fs_write
                    {"version":1,"entries":[],"grants":[{"path":"/a","access":"none"}]} | grants[0]: a path needs READ or WRITE
                    """)
    void whatIsWrongNamesThePlaceAndTheExpectedForm(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyJson.fromJson(json))
                .withMessageContaining(message);
    }

    @Property(tries = 200)
    void policiesComeBack(@ForAll("policies") SandboxPolicy policy) {
        assertThat(PolicyJson.fromJson(PolicyJson.toJson(policy))).isEqualTo(policy);
    }

    @Provide
    Arbitrary<SandboxPolicy> policies() {
        Arbitrary<Entry> entries = Combinators.combine(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(5), Arbitraries.of(Access.class))
                .as((name, access) -> Entry.path(Path.of("/" + name), access));
        Arbitrary<Network> networks = Arbitraries.of(
                Network.none(), Network.full(), Network.allowList("a.example:1"), Network.allowList("[::1]:*"));
        return Combinators.combine(
                        entries.list().ofMaxSize(4),
                        networks,
                        Arbitraries.of(Guarantee.class).set().ofMaxSize(3),
                        Arbitraries.longs().between(1_000_000, Long.MAX_VALUE / 4),
                        Arbitraries.of(true, false))
                .as((all, network, guarantees, nanos, tmp) -> SandboxPolicy.builder()
                        .entries(all)
                        .network(network)
                        .require(guarantees.toArray(Guarantee[]::new))
                        .limits(ResourceLimits.builder()
                                .cpuTime(Duration.ofNanos(nanos))
                                .build())
                        .privateTmp(tmp)
                        .build());
    }

    private static void policy(SandboxPolicy policy, String json) {
        assertThat(PolicyJson.toJson(policy)).isEqualTo(json);
        assertThat(PolicyJson.fromJson(json)).isEqualTo(policy);
    }
}
