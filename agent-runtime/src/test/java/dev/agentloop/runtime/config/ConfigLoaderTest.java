package dev.agentloop.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.Configuration;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.tool.McpServerSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @TempDir
    private Path root;

    private Path home;
    private Path project;

    @BeforeEach
    void makeFolders() throws IOException {
        root = root.toRealPath();
        home = Files.createDirectories(root.resolve("home"));
        project = Files.createDirectories(root.resolve("project/module"));
        Files.createDirectories(root.resolve("project/.git"));
    }

    @Test
    void laterLayersWin() throws IOException {
        file(
                "system.toml",
                "model = 'system'\nmodel_reasoning_effort = 'low'\nproject_doc_max_bytes = 1\n[shell_environment_policy.set]\nA = 'system'\nB = 'system'\n");
        user(
                "model = 'user'\nprofile = 'p'\nproject_root_markers = ['user']\n[shell_environment_policy]\nset = { B = 'user' }\n[profiles.p]\nmodel = 'profile'\n[projects.'"
                        + root.resolve("project") + "']\ntrust_level = 'trusted'\n");
        file("project/.git/config", "");
        Files.createDirectories(root.resolve("project/user"));
        file("project/.agentloop/config.toml", "model = 'project'\nproject_doc_max_bytes = 2\n");
        file("project/module/.agentloop/config.toml", "model = 'module'\nproject_doc_max_bytes = 3\n");

        Configuration.Builder builder = Configuration.builder()
                .home(home)
                .systemFile(root.resolve("system.toml"))
                .fallback("tool_output_token_limit", "100");
        LoadedConfig config = ConfigLoader.load(builder.build(), project);
        LoadedConfig overridden = ConfigLoader.load(
                builder.override("model", "one").override("model", "gpt-5.5").build(), project);

        assertThat(config.model()).contains("profile");
        assertThat(config.effort()).contains(ReasoningEffort.LOW);
        assertThat(config.toolOutputBytes()).hasValue(400);
        assertThat(config.contextFiles().maxProjectBytes()).isEqualTo(3);
        assertThat(config.contextFiles().rootMarkers()).containsExactly("user");
        assertThat(PermissionConfig.sandbox(config, project)
                        .orElseThrow()
                        .environment()
                        .set())
                .isEqualTo(Map.of("A", "system", "B", "user"));
        assertThat(overridden.model()).contains("gpt-5.5");
        assertThat(config.notices()).isEmpty();
    }

    @Test
    void theFileOfAProjectThatIsNotTrustedIsNotRead() throws IOException {
        user("model = 'user'\n");
        Path file = file("project/.agentloop/config.toml", "model = 'project'\nbroken");

        LoadedConfig config = ConfigLoader.load(Configuration.ofHome(home), project);

        assertThat(config.model()).contains("user");
        assertThat(config.notices())
                .containsExactly(new ConfigNotice(
                        "config.untrusted",
                        file + " was not read: the project is not trusted. Who trusts it writes into the user's file:"
                                + " [projects.\"" + root.resolve("project") + "\"] trust_level = \"trusted\""));
    }

    @Test
    void aProjectCannotTrustItselfOrSendKeysElsewhere() throws IOException {
        user("[projects.'" + root.resolve("project") + "']\ntrust_level = 'trusted'\n");
        Path file = file(
                "project/.agentloop/config.toml",
                "openai_base_url = 'http://elsewhere'\nprofile = 'x'\n[profiles.x]\nmodel = 'x'\n[projects.'/']\ntrust_level = 'trusted'\n");

        LoadedConfig config = ConfigLoader.load(Configuration.ofHome(home), project);

        assertThat(ModelConfig.endpoint(config)).isEmpty();
        assertThat(config.notices().stream().map(ConfigNotice::message))
                .containsExactly(
                        file + ":1: openai_base_url: ignored: a project's file may not set this key",
                        file + ":2: profile: ignored: a project's file may not set this key",
                        file + ":3: profiles: ignored: only the user's file has profiles",
                        file + ":6: projects./.trust_level: ignored: a project's file may not set this key");
    }

    @Test
    void allMistakesAreNamedAtOnce() throws IOException {
        Path file = user(
                "model = 5\nsandbox_mode = 'open'\n[mcp_servers]\nx = 1\n[sandbox_workspace_write]\nwritable_roots = ['a', 1]\n");

        assertThatThrownBy(() -> ConfigLoader.load(Configuration.ofHome(home), project))
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessage("The configuration cannot be used:\n"
                        + file + ":1: model: expected a string, found an integer\n"
                        + file
                        + ":2: sandbox_mode: 'open' is not one of read-only, workspace-write, danger-full-access\n"
                        + file + ":4: mcp_servers.x: expected a table, found an integer\n"
                        + file
                        + ":6: sandbox_workspace_write.writable_roots: expected only strings in the array, found an integer\n"
                        + "Mend these places; docs/configuration.md lists the keys.");
    }

    @Test
    void anUnknownKeyIsANoticeOrAnError() throws IOException {
        Path file = user("modle = 'x'\n[mcp_servers.a]\ncommand = 'x'\ncomand = 'y'\n");

        assertThat(ConfigLoader.load(Configuration.ofHome(home), project).notices())
                .containsExactly(
                        new ConfigNotice("config.unknown", file + ":1: modle: unknown key, ignored"),
                        new ConfigNotice("config.unknown", file + ":4: mcp_servers.a.comand: unknown key, ignored"));
        failsWith(
                Configuration.builder().home(home).strict(true).build(),
                file + ":1: modle: unknown key\n" + file + ":4: mcp_servers.a.comand: unknown key\n");
    }

    @Test
    void filesThatCannotBeReadAreNamed() throws IOException {
        failsWith(
                Configuration.builder().file(root.resolve("none.toml")).build(),
                root.resolve("none.toml") + " does not exist\n");
        Path twice = user("model = 'a'\n\nmodel = 'b'\n");
        failsWith(Configuration.ofHome(home), twice + ":3: model is set twice, first in line 1\n");
        Path broken = user("model = 'a\n");
        failsWith(Configuration.ofHome(home), broken + ":1: the string lacks its closing '\n");
        Files.write(broken, new byte[] {'a', (byte) 0xff});
        failsWith(Configuration.ofHome(home), broken + " cannot be read: it is no UTF-8 text\n");
        Files.writeString(broken, "#".repeat(1024 * 1024 + 1));
        failsWith(Configuration.ofHome(home), broken + " cannot be read: it is larger than 1048576 bytes\n");
        Files.delete(broken);
        Files.createSymbolicLink(broken, broken.getFileName());
        failsWith(Configuration.ofHome(home), broken + " cannot be read: ");
        Files.delete(broken);
        Files.createDirectory(broken);
        failsWith(Configuration.ofHome(home), broken + " cannot be read: ");
    }

    @Test
    void aFileWithoutPermissionIsNamed() throws IOException {
        Path file = user("model = 'a'\n");
        Assumptions.assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"), "needs POSIX permissions");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "this user reads everything");

        failsWith(Configuration.ofHome(home), file + " cannot be read: access denied\n");
    }

    @Test
    void nothingIsReadWithoutAHome() throws IOException {
        file("project/.agentloop/config.toml", "model = 'project'\n");

        LoadedConfig config = ConfigLoader.load(Configuration.builder().build(), project);

        assertThat(config.model()).isEmpty();
        assertThat(config.contextFiles().home()).isEmpty();
    }

    @Test
    void aProfileThatIsNotThereNamesTheOthers() throws IOException {
        user("[profiles.fast]\nmodel = 'f'\n");

        failsWith(
                Configuration.builder().home(home).profile("slow").build(),
                "profile: there is no profile 'slow'; known in [profiles]: [fast], no file "
                        + home.resolve("slow.config.toml") + "\n");
        failsWith(
                Configuration.builder().home(home).profile("../fast").build(),
                "profile: there is no profile '../fast'");
    }

    @Test
    void makesEndpoints() throws IOException {
        user(
                "model = 'm'\nmodel_provider = 'own'\nmodel_context_window = 9000\n[model_providers.own]\nbase_url = 'https://example.org/v1'\nwire_api = 'chat'\n"
                        + "env_key = 'OWN_KEY'\nhttp_headers = { X-A = 'b' }\nquery_params = { v = '1' }\nrequest_max_retries = 2\nstream_idle_timeout_ms = 1500\n");
        ModelEndpoint endpoint = ModelConfig.endpoint(ConfigLoader.load(Configuration.ofHome(home), project))
                .orElseThrow();

        assertThat(endpoint.wire()).isEqualTo(ModelEndpoint.Wire.CHAT_COMPLETIONS);
        assertThat(endpoint.baseUrl()).isEqualTo(URI.create("https://example.org/v1"));
        assertThat(endpoint.apiKeyVariable()).contains("OWN_KEY");
        assertThat(endpoint.headers()).isEqualTo(Map.of("X-A", "b"));
        assertThat(endpoint.queryParameters()).isEqualTo(Map.of("v", "1"));
        assertThat(endpoint.maxRetries()).isEqualTo(2);
        assertThat(endpoint.streamIdleTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(endpoint.models())
                .singleElement()
                .satisfies(info -> assertThat(info.contextWindowTokens()).isEqualTo(9000));
        assertThat(endpoint("model_provider = 'ollama'\n").baseUrl())
                .isEqualTo(URI.create("http://localhost:11434/v1"));
        assertThat(endpoint("openai_base_url = 'http://localhost:1/v1'\n").apiKeyVariable())
                .contains("OPENAI_API_KEY");
        assertThat(endpoint("model_provider='x'\n[model_providers.x]\nbase_url='http://h'\nwire_api='messages'\n")
                        .wire())
                .isEqualTo(ModelEndpoint.Wire.ANTHROPIC_MESSAGES);
    }

    @Test
    void endpointsThatCannotBeUsedAreNamed() throws IOException {
        Path file = home.resolve("config.toml");
        assertThatThrownBy(() -> endpoint("model_provider = 'x'\n"))
                .hasMessage(file + ":1: model_provider: there is no provider 'x'; known: lmstudio, ollama, openai");
        assertThatThrownBy(() -> endpoint("model_provider = 'x'\n[model_providers.x]\nname = 'x'\n"))
                .hasMessage("model_providers.x has no base_url");
        assertThatThrownBy(() -> endpoint("openai_base_url = 'ftp://h'\n"))
                .hasMessageStartingWith(
                        file + ":1: openai_base_url: baseUrl 'ftp://h' is not an http or https address");
        assertThatThrownBy(() -> endpoint("openai_base_url = '::'\n"))
                .hasMessage(file + ":1: openai_base_url: '::' is no address");
    }

    @Test
    void makesPolicies() throws IOException {
        assertThat(approvals("approval_policy = 'untrusted'\n")).contains(ApprovalPolicy.untrusted());
        assertThat(approvals("approval_policy = 'on-failure'\n")).contains(ApprovalPolicy.onRequest());
        assertThat(approvals("approval_policy = 'never'\n")).contains(ApprovalPolicy.never());
        assertThat(approvals("[approval_policy.granular]\nrules = true\nsandbox_approval = false\n"))
                .contains(ApprovalPolicy.granular(ApprovalPolicy.Topic.COMMANDS, ApprovalPolicy.Topic.PATCHES));
        assertThat(approvals("")).isEmpty();

        assertThat(sandbox("sandbox_mode = 'read-only'\n")).isEqualTo(SandboxPolicy.readOnly());
        assertThat(sandbox("sandbox_mode = 'danger-full-access'\n"))
                .isEqualTo(SandboxPolicy.dangerFullAccess().withWorkspace(project));
        SandboxPolicy policy = sandbox(
                "[sandbox_workspace_write]\nwritable_roots = ['cache', '/abs']\nnetwork_access = true\nexclude_slash_tmp = true\n[shell_environment_policy]\ninclude_only = ['PATH']\n");
        assertThat(policy.network()).isEqualTo(Network.full());
        assertThat(policy.entries())
                .containsExactly(
                        Entry.special(Entry.Special.ROOT, Access.READ),
                        Entry.special(Entry.Special.WORKSPACE, Access.WRITE),
                        Entry.path(home.resolve("cache"), Access.WRITE),
                        Entry.path(Path.of("/abs"), Access.WRITE));
        assertThat(policy.protectedNames()).contains(".agentloop");
        assertThat(policy.environment().allow()).containsExactly("PATH");
    }

    @Test
    void aFolderThatIsTooWideIsOnlyAnErrorWhenItWasAskedFor() throws IOException {
        Path wide = Path.of("/").toAbsolutePath();
        user("");
        assertThat(PermissionConfig.sandbox(ConfigLoader.load(Configuration.ofHome(home), wide), wide))
                .isEmpty();
        Path file = user("sandbox_mode = 'workspace-write'\n");
        assertThatThrownBy(() -> PermissionConfig.sandbox(ConfigLoader.load(Configuration.ofHome(home), wide), wide))
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageStartingWith(file + ":1: sandbox_mode: ");
    }

    @Test
    void makesMcpServers() throws IOException {
        user(
                "[mcp_servers.a]\ncommand = 'run'\nargs = ['-x']\nenabled_tools = ['t']\nstartup_timeout_sec = 2.5\n[mcp_servers.a.env]\nK = 'v'\n"
                        + "[mcp_servers.b]\nurl = 'https://example.org/mcp'\nbearer_token_env_var = 'T'\nrequired = true\n[mcp_servers.c]\ncommand = 'off'\nenabled = false\n");
        List<McpServerSpec> servers = McpConfig.servers(ConfigLoader.load(Configuration.ofHome(home), project));

        assertThat(servers).extracting(McpServerSpec::name).containsExactly("a", "b");
        assertThat(servers.get(0).argv()).containsExactly("run", "-x");
        assertThat(servers.get(0).environment()).isEqualTo(Map.of("K", "v"));
        assertThat(servers.get(0).enabledTools()).isEqualTo(Set.of("t"));
        assertThat(servers.get(0).startTimeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(servers.get(1).url()).contains(URI.create("https://example.org/mcp"));
        assertThat(servers.get(1).bearerTokenVariable()).contains("T");
        assertThat(servers.get(1).required()).isTrue();

        for (String wrong : List.of("[mcp_servers.a]\n", "[mcp_servers.a]\ncommand = 'x'\nurl = 'http://h'\n")) {
            user(wrong);
            assertThatThrownBy(() -> McpConfig.servers(ConfigLoader.load(Configuration.ofHome(home), project)))
                    .isInstanceOf(AgentConfigurationException.class)
                    .hasMessageStartingWith("mcp_servers.a needs either command or url");
        }
    }

    private ModelEndpoint endpoint(String text) throws IOException {
        user(text);
        return ModelConfig.endpoint(ConfigLoader.load(Configuration.ofHome(home), project))
                .orElseThrow();
    }

    private Optional<ApprovalPolicy> approvals(String text) throws IOException {
        user(text);
        return PermissionConfig.approvals(ConfigLoader.load(Configuration.ofHome(home), project));
    }

    private SandboxPolicy sandbox(String text) throws IOException {
        user(text);
        return PermissionConfig.sandbox(ConfigLoader.load(Configuration.ofHome(home), project), project)
                .orElseThrow();
    }

    private void failsWith(Configuration configuration, String message) {
        assertThatThrownBy(() -> ConfigLoader.load(configuration, project))
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageStartingWith("The configuration cannot be used:\n" + message);
    }

    private Path user(String text) throws IOException {
        return file("home/config.toml", text);
    }

    private Path file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
