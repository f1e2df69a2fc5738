package dev.agentloop.runtime.config;

import static dev.agentloop.runtime.config.ConfigKey.ignored;
import static dev.agentloop.runtime.config.ConfigKey.notInProjects;
import static dev.agentloop.runtime.config.ConfigKey.of;
import static dev.agentloop.runtime.config.ValueType.ANY;
import static dev.agentloop.runtime.config.ValueType.BOOLEAN;
import static dev.agentloop.runtime.config.ValueType.STRING;
import static dev.agentloop.runtime.config.ValueType.STRINGS;
import static dev.agentloop.runtime.config.ValueType.STRING_MAP;
import static dev.agentloop.runtime.config.ValueType.integer;
import static dev.agentloop.runtime.config.ValueType.oneOf;
import static dev.agentloop.runtime.config.ValueType.seconds;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All keys that are known, in the order of their documentation. The one place to add a key. */
final class ConfigKeys {
    static final String ELSEWHERE = "of Codex; nothing here has this setting";

    private static final String NOT_YET = "not connected to the engine yet";
    private static final String PER_TOOL = "of Codex; approvals are set for the whole agent";
    private static final ValueType TOKENS = integer(1, 1_000_000_000L);
    private static final ValueType RETRIES = integer(0, 100);

    private static final List<ConfigKey> ALL = Stream.of(
                    model(), providers(), permissions(), context(), mcp(), files(), ignoredKeys())
            .flatMap(List::stream)
            .toList();

    private ConfigKeys() {}

    static List<ConfigKey> all() {
        return ALL;
    }

    private static List<ConfigKey> model() {
        return List.of(
                of("model", STRING, "", "The model's name at its service."),
                of(
                        "model_reasoning_effort",
                        oneOf("none", "minimal", "low", "medium", "high", "xhigh"),
                        "the model's own",
                        "How hard it should think."),
                of("model_context_window", TOKENS, "what is known of the model", "Tokens that fit into one request."),
                of("model_max_output_tokens", TOKENS, "what is known of the model", "Most tokens of one answer."),
                of(
                        "model_instructions_file",
                        STRING,
                        "the bundled instructions",
                        "A Markdown file with the instructions; relative to the file that names it."),
                of(
                        "tool_output_token_limit",
                        integer(64, 10_000_000),
                        "10000",
                        "Most tokens of one tool's output, four bytes each."));
    }

    private static List<ConfigKey> providers() {
        String prefix = "model_providers.<id>.";
        return List.of(
                notInProjects(
                        "model_provider",
                        STRING,
                        "openai",
                        "Which service to use: openai, ollama, lmstudio, or one of model_providers."),
                notInProjects(
                        "openai_base_url",
                        STRING,
                        "https://api.openai.com/v1",
                        "Another address for the provider openai."),
                notInProjects(prefix + "name", STRING, "", "For people; without effect."),
                notInProjects(
                        prefix + "base_url", STRING, "required", "The address to which the wire's path is appended."),
                notInProjects(
                        prefix + "wire_api",
                        oneOf("responses", "chat", "messages"),
                        "responses",
                        "The protocol: Responses, Chat Completions or Anthropic Messages."),
                notInProjects(
                        prefix + "env_key", STRING, "no key", "Environment variable with the key; it must be set."),
                notInProjects(prefix + "http_headers", STRING_MAP, "{}", "Headers of every request."),
                notInProjects(
                        prefix + "env_http_headers",
                        STRING_MAP,
                        "{}",
                        "Headers whose values stand in environment variables; those that are not set are left out."),
                notInProjects(prefix + "query_params", STRING_MAP, "{}", "Query parameters of every request."),
                notInProjects(
                        prefix + "request_max_retries",
                        RETRIES,
                        "5",
                        "How often a request is tried again, all causes together."),
                notInProjects(prefix + "stream_max_retries", RETRIES, "5", "The same; the larger of the two counts."),
                notInProjects(
                        prefix + "stream_idle_timeout_ms",
                        integer(1, 86_400_000),
                        "300000",
                        "How long an answer may stay silent."),
                ignored(prefix + "env_key_instructions", STRING, ELSEWHERE),
                ignored(prefix + "requires_openai_auth", BOOLEAN, "of Codex; there is no login, only keys"),
                ignored(prefix + "supports_websockets", BOOLEAN, ELSEWHERE),
                ignored(prefix + "websocket_connect_timeout_ms", ANY, ELSEWHERE),
                ignored(prefix + "experimental_bearer_token", STRING, "a key does not belong into a file; use env_key"),
                ignored(prefix + "auth", ANY, ELSEWHERE),
                ignored(prefix + "aws", ANY, ELSEWHERE));
    }

    private static List<ConfigKey> permissions() {
        return List.of(
                of(
                        "approval_policy",
                        oneOf("untrusted", "on-request", "on-failure", "never"),
                        "on-request",
                        "When a person is asked; on-failure is read as on-request. Or a table granular:"),
                of(
                        "approval_policy.granular.sandbox_approval",
                        BOOLEAN,
                        "false",
                        "Ask about leaving the sandbox and about hosts."),
                of("approval_policy.granular.rules", BOOLEAN, "false", "Ask about commands and patches."),
                of(
                        "approval_policy.granular.mcp_elicitations",
                        BOOLEAN,
                        "false",
                        "Ask about tools that want approval."),
                ignored("approval_policy.granular.request_permissions", BOOLEAN, ELSEWHERE),
                ignored("approval_policy.granular.skill_approval", BOOLEAN, ELSEWHERE),
                of(
                        "sandbox_mode",
                        oneOf("read-only", "workspace-write", "danger-full-access"),
                        "workspace-write",
                        "What commands and file tools may change."),
                of(
                        "sandbox_workspace_write.writable_roots",
                        STRINGS,
                        "[]",
                        "More folders that may be changed; relative to the file that names them."),
                of("sandbox_workspace_write.network_access", BOOLEAN, "false", "Whether the network may be reached."),
                of(
                        "sandbox_workspace_write.exclude_tmpdir_env_var",
                        BOOLEAN,
                        "false",
                        "No temporary folder that may be changed."),
                of("sandbox_workspace_write.exclude_slash_tmp", BOOLEAN, "false", "The same."),
                of(
                        "shell_environment_policy.inherit",
                        oneOf("all", "core", "none"),
                        "core",
                        "Which variables commands get; never those that look like secrets."),
                of(
                        "shell_environment_policy.include_only",
                        STRINGS,
                        "[]",
                        "Only these variables; a name may end with *."),
                of("shell_environment_policy.set", STRING_MAP, "{}", "Variables with fixed values."),
                ignored("shell_environment_policy.exclude", STRINGS, "name what is wanted with include_only"),
                ignored("shell_environment_policy.ignore_default_excludes", BOOLEAN, "secrets are never passed on"),
                ignored("shell_environment_policy.experimental_use_profile", BOOLEAN, ELSEWHERE));
    }

    private static List<ConfigKey> context() {
        return List.of(
                of(
                        "project_doc_max_bytes",
                        integer(0, 16 * 1024 * 1024),
                        "32768",
                        "Most bytes of a project's AGENTS.md files together; 0 reads none."),
                of(
                        "project_doc_fallback_filenames",
                        STRINGS,
                        "[]",
                        "Names read in a folder without AGENTS.md, in order."),
                of("project_root_markers", STRINGS, "[\".git\"]", "Names that mark the root of a project."));
    }

    private static List<ConfigKey> mcp() {
        String prefix = "mcp_servers.<name>.";
        return List.of(
                of(prefix + "command", STRING, "this or url", "The program to start."),
                of(prefix + "args", STRINGS, "[]", "Its arguments."),
                of(prefix + "env", STRING_MAP, "{}", "Its variables, beside those of the sandbox policy."),
                of(prefix + "url", STRING, "this or command", "The address of a server over HTTP."),
                of(prefix + "bearer_token_env_var", STRING, "no token", "Environment variable with the token."),
                of(prefix + "http_headers", STRING_MAP, "{}", "Headers of every request."),
                of(prefix + "enabled", BOOLEAN, "true", "Whether the server is used."),
                of(prefix + "required", BOOLEAN, "false", "Whether the agent fails to start without it."),
                of(prefix + "startup_timeout_sec", seconds(), "30", "How long starting may take."),
                of(prefix + "tool_timeout_sec", seconds(), "300", "How long one call may take."),
                of(prefix + "enabled_tools", STRINGS, "all", "The only tools offered."),
                of(prefix + "disabled_tools", STRINGS, "[]", "Tools not offered."),
                of(prefix + "supports_parallel_tool_calls", BOOLEAN, "false", "Whether calls may run beside others."),
                ignored(prefix + "startup_timeout_ms", ANY, "use startup_timeout_sec"),
                ignored(prefix + "cwd", STRING, "servers start in the session's folder"),
                ignored(prefix + "env_vars", ANY, "name variables with env"),
                ignored(prefix + "env_http_headers", ANY, NOT_YET),
                ignored(prefix + "default_tools_approval_mode", ANY, PER_TOOL),
                ignored(prefix + "tools", ANY, PER_TOOL),
                ignored(prefix + "scopes", ANY, NOT_YET),
                ignored(prefix + "oauth", ANY, NOT_YET),
                ignored(prefix + "oauth_resource", ANY, NOT_YET),
                ignored(prefix + "experimental_environment", ANY, ELSEWHERE));
    }

    private static List<ConfigKey> files() {
        return List.of(
                notInProjects(
                        "profile", STRING, "none", "The profile that is used; an option of the command line wins."),
                notInProjects(
                        "projects.<path>.trust_level",
                        oneOf("trusted", "untrusted"),
                        "untrusted",
                        "Whether the configuration files of this project are read."));
    }

    private static List<ConfigKey> ignoredKeys() {
        List<ConfigKey> keys = new ArrayList<>();
        for (String name : List.of("history", "model_auto_compact_token_limit")) {
            keys.add(ignored(name, ANY, NOT_YET));
        }
        for (String name : List.of(
                "agents",
                "allow_login_shell",
                "analytics",
                "approvals_reviewer",
                "apps",
                "audio",
                "auto_review",
                "background_terminal_max_timeout",
                "chatgpt_base_url",
                "check_for_update_on_startup",
                "cli_auth_credentials_store",
                "commit_attribution",
                "compact_prompt",
                "debug",
                "default_permissions",
                "developer_instructions",
                "disable_paste_burst",
                "experimental_compact_prompt_file",
                "experimental_instructions_file",
                "experimental_use_unified_exec_tool",
                "features",
                "feedback",
                "file_opener",
                "forced_chatgpt_workspace_id",
                "forced_login_method",
                "ghost_snapshot",
                "hide_agent_reasoning",
                "hooks",
                "include_apply_patch_tool",
                "include_apps_instructions",
                "include_environment_context",
                "include_permissions_instructions",
                "instructions",
                "log_dir",
                "marketplaces",
                "mcp_oauth_callback_port",
                "mcp_oauth_callback_url",
                "mcp_oauth_credentials_store",
                "memories",
                "model_auto_compact_token_limit_scope",
                "model_catalog_json",
                "model_reasoning_summary",
                "model_supports_reasoning_summaries",
                "model_verbosity",
                "network",
                "notice",
                "notify",
                "oss_provider",
                "otel",
                "permissions",
                "personality",
                "plan_mode_reasoning_effort",
                "plugins",
                "preferred_auth_method",
                "realtime",
                "review_model",
                "service_tier",
                "show_raw_agent_reasoning",
                "skills",
                "sqlite_home",
                "suppress_unstable_features_warning",
                "tool_suggest",
                "tools",
                "tui",
                "web_search",
                "windows",
                "windows_wsl_setup_acknowledged",
                "zsh_path")) {
            keys.add(ignored(name, ANY, ELSEWHERE));
        }
        return keys;
    }
}
