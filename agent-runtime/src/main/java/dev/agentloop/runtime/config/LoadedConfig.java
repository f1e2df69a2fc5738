package dev.agentloop.runtime.config;

import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.runtime.context.ContextFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The settings of all layers together, with what a person should know about them. */
public final class LoadedConfig {
    private static final int BYTES_PER_TOKEN = 4;

    private final Optional<Path> home;
    private final SettingTree settings;
    private final List<ConfigNotice> notices;

    LoadedConfig(Optional<Path> home, SettingTree settings, List<ConfigNotice> notices) {
        this.home = home;
        this.settings = settings;
        this.notices = List.copyOf(notices);
    }

    /** Unknown and ignored keys, files that were not read. */
    public List<ConfigNotice> notices() {
        return notices;
    }

    SettingTree settings() {
        return settings;
    }

    /** The model's name. */
    public Optional<String> model() {
        return settings.find("model").map(Setting::text);
    }

    /** How hard it should think. */
    public Optional<ReasoningEffort> effort() {
        return settings.find("model_reasoning_effort")
                .map(setting -> ReasoningEffort.valueOf(setting.text().toUpperCase(Locale.ROOT)));
    }

    /** The file with the instructions. */
    public Optional<Path> instructions() {
        return settings.find("model_instructions_file").map(setting -> setting.path(setting.text()));
    }

    /** Most bytes of one tool's output. */
    public OptionalInt toolOutputBytes() {
        return settings.find("tool_output_token_limit")
                .map(setting -> OptionalInt.of((int) setting.number() * BYTES_PER_TOKEN))
                .orElse(OptionalInt.empty());
    }

    /** Which files speak to the model. */
    public ContextFiles contextFiles() {
        return new ContextFiles(
                home,
                true,
                settings.find("project_root_markers").map(Setting::texts).orElse(ContextFiles.DEFAULT_ROOT_MARKERS),
                settings.find("project_doc_fallback_filenames")
                        .map(Setting::texts)
                        .orElse(List.of()),
                settings.find("project_doc_max_bytes")
                        .map(Setting::number)
                        .orElse(ContextFiles.DEFAULT_MAX_PROJECT_BYTES));
    }
}
