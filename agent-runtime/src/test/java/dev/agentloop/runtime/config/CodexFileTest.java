package dev.agentloop.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Configuration;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.tool.McpServerSpec;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that Codex 0.169.0 loads in its strict mode loads here in ours. */
class CodexFileTest {
    @TempDir
    private Path folder;

    @Test
    void loadsAndListsWhatIsIgnored() throws URISyntaxException {
        Path file = Path.of(CodexFileTest.class.getResource("codex-config.toml").toURI());
        LoadedConfig config = ConfigLoader.load(
                Configuration.builder().file(file).strict(true).build(), folder);

        assertThat(config.notices())
                .allMatch(notice -> notice.code().equals("config.ignored"))
                .extracting(notice -> notice.message().split(": ")[1])
                .containsExactly(
                        "model_reasoning_summary",
                        "model_verbosity",
                        "model_auto_compact_token_limit",
                        "file_opener",
                        "hide_agent_reasoning",
                        "show_raw_agent_reasoning",
                        "check_for_update_on_startup",
                        "personality",
                        "web_search",
                        "notify",
                        "history",
                        "tui",
                        "features",
                        "otel");
        assertThat(config.model()).contains("gpt-5.5");
        assertThat(config.effort()).contains(ReasoningEffort.HIGH);
        assertThat(config.contextFiles().maxProjectBytes()).isEqualTo(65536);
        assertThat(config.contextFiles().fallbackNames()).isEqualTo(List.of("CLAUDE.md"));
        assertThat(PermissionConfig.approvals(config)).contains(ApprovalPolicy.onRequest());
        assertThat(PermissionConfig.sandbox(config, folder)
                        .orElseThrow()
                        .environment()
                        .set())
                .containsEntry("CI", "1");
        assertThat(ModelConfig.endpoint(config).orElseThrow().maxRetries()).isEqualTo(10);
        assertThat(McpConfig.servers(config)).extracting(McpServerSpec::name).containsExactly("docs");
    }
}
