package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // the server is a shell script
class McpCommandTest {
    private static final String SERVER = """
            while IFS= read -r line; do
              id=$(printf '%s' "$line" | sed -n 's/.*"id":\\([0-9]*\\).*/\\1/p')
              answer() { printf '{"jsonrpc":"2.0","id":%s,%s}\\n' "$id" "$1"; }
              case "$line" in
                *'"method":"initialize"'*)
                  answer '"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}}}' ;;
                *'"method":"tools/list"'*)
                  answer '"result":{"tools":[{"name":"greet","description":"Greets","inputSchema":{"type":"object"}}]}' ;;
                *'"method":"tools/call"'*Ada*) answer '"result":{"content":[{"type":"text","text":"Hello Ada"}]}' ;;
                *'"method":"tools/call"'*)
                  answer '"result":{"isError":true,"content":[{"type":"text","text":"Who?"}]}' ;;
                *) [ -z "$id" ] || answer '"error":{"code":-32601,"message":"Method not found"}' ;;
              esac
            done
            """;

    @TempDir
    Path home;

    @BeforeEach
    void configure() throws IOException {
        Path script = Files.writeString(home.resolve("server.sh"), SERVER);
        Files.writeString(
                home.resolve("config.toml"),
                "[mcp_servers.greeter]\ncommand = \"sh\"\nargs = [\"" + script + "\"]\n\n"
                        + "[mcp_servers.web]\nurl = \"https://mcp.example.com/mcp\"\n");
    }

    private CliRun mcp(String... arguments) {
        List<String> all = new ArrayList<>(List.of("mcp"));
        all.addAll(List.of(arguments));
        return CliRun.of(Map.of("AGENTLOOP_HOME", home.toString()), all.toArray(String[]::new));
    }

    @Test
    void theServersOfTheConfigurationAreListedWithoutStartingThem() {
        CliRun run = mcp("list");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactlyInAnyOrder(
                        "{\"name\":\"greeter\",\"command\":[\"sh\",\"" + home.resolve("server.sh")
                                + "\"],\"required\":false}",
                        "{\"name\":\"web\",\"url\":\"https://mcp.example.com/mcp\",\"required\":false}");
    }

    @Test
    void theToolsOfAServerAreListed() {
        CliRun run = mcp("tools", "greeter", "--sandbox", "none");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .isEqualTo("{\"name\":\"mcp__greeter__greet\",\"description\":\"Greets\","
                        + "\"inputSchema\":\"{\\\"type\\\":\\\"object\\\"}\"}\n");
    }

    @Test
    void aCallPrintsItsAnswerAndFailsWhenTheToolDoes() {
        CliRun greeted = mcp("call", "greeter", "greet", "{\"name\":\"Ada\"}", "--sandbox", "none");
        assertThat(greeted.out()).as(greeted.err()).isEqualTo("Hello Ada\n");
        assertThat(greeted.exitCode()).isZero();

        CliRun failed = mcp("call", "greeter", "greet", "--sandbox", "none");
        assertThat(failed.out()).as(failed.err()).isEqualTo("Who?\n");
        assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void whatIsNotThereIsAUsageErrorThatNamesWhatIs() {
        assertThat(mcp("tools", "nope"))
                .isEqualTo(new CliRun(
                        ExitCode.USAGE, "", "agent: The configuration has no MCP server nope, only [greeter, web]\n"));
        CliRun run = mcp("call", "greeter", "shout", "--sandbox", "none");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("The server greeter has no tool mcp__greeter__shout");
    }

    @Test
    void onlyServersOverHttpKnowLoginAndLogout() {
        assertThat(mcp("login", "greeter").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(mcp("logout", "greeter").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(mcp("logout", "web").exitCode()).isZero();
    }
}
