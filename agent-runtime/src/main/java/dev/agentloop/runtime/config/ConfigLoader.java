package dev.agentloop.runtime.config;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.Configuration;
import dev.agentloop.runtime.config.ConfigLayer.Kind;
import dev.agentloop.runtime.config.toml.TomlException;
import dev.agentloop.runtime.config.toml.TomlReader;
import dev.agentloop.runtime.config.toml.TomlScalar;
import dev.agentloop.runtime.config.toml.TomlTable;
import dev.agentloop.runtime.config.toml.TomlValue;
import dev.agentloop.runtime.context.ContextFiles;
import dev.agentloop.runtime.context.ProjectFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the layers of a configuration in their order: fallback, system, user, project, profile, override. */
public final class ConfigLoader {
    private static final String FILE = "config.toml";
    private static final String PROJECT_FOLDER = ".agentloop";
    private static final Pattern PROFILE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Configuration configuration;
    private final Path workingDirectory;
    private final LayerCheck check;
    private final SettingTree merged = new SettingTree();

    private ConfigLoader(Configuration configuration, Path workingDirectory) {
        this.configuration = configuration;
        this.workingDirectory = workingDirectory;
        this.check = new LayerCheck(configuration.strict());
    }

    /**
     * Reads the configuration of an agent that works in this folder.
     *
     * @throws AgentConfigurationException naming everything that is wrong with file, line and key
     */
    public static LoadedConfig load(Configuration configuration, Path workingDirectory) {
        return new ConfigLoader(configuration, workingDirectory).load();
    }

    private LoadedConfig load() {
        List<ConfigLayer> lower = new ArrayList<>();
        configuration
                .systemFile()
                .flatMap(file -> ConfigFile.read(Kind.SYSTEM, file, false, check))
                .ifPresent(lower::add);
        userFile()
                .flatMap(file ->
                        ConfigFile.read(Kind.USER, file, configuration.file().isPresent(), check))
                .ifPresent(lower::add);
        List<SettingTree> trees = new ArrayList<>();
        program(Kind.FALLBACK, configuration.fallbacks()).forEach(layer -> trees.add(check.check(layer)));
        lower.forEach(layer -> trees.add(check.check(layer)));
        List<SettingTree> overrides = program(Kind.OVERRIDE, configuration.overrides()).stream()
                .map(check::check)
                .toList();

        SettingTree first = new SettingTree();
        trees.forEach(first::add);
        overrides.forEach(first::add);
        projects(first).forEach(layer -> trees.add(check.check(layer)));
        profiles(first, lower).forEach(layer -> trees.add(check.check(layer)));
        trees.addAll(overrides);
        trees.forEach(merged::add);
        if (!check.errors().isEmpty()) {
            throw new AgentConfigurationException("The configuration cannot be used:\n"
                    + String.join("\n", check.errors()) + "\nMend these places; docs/configuration.md lists the keys.");
        }
        return new LoadedConfig(configuration.home(), merged, check.notices());
    }

    private Optional<Path> userFile() {
        return configuration.file().or(() -> configuration.home().map(home -> home.resolve(FILE)));
    }

    private List<ConfigLayer> program(Kind kind, List<Configuration.Setting> settings) {
        String source = kind.name().toLowerCase(Locale.ROOT);
        List<ConfigLayer> layers = new ArrayList<>();
        for (Configuration.Setting setting : settings) {
            try {
                TomlTable table = TomlTable.of(TomlReader.readKey(setting.key()), value(setting.value()));
                layers.add(new ConfigLayer(kind, source, Optional.empty(), workingDirectory, table));
            } catch (TomlException noKey) {
                check.error(source + ": '" + setting.key() + "' is no key: " + noKey.getMessage());
            }
        }
        return layers;
    }

    /** What is no TOML value is a string, so that nobody must quote twice on a command line. */
    private static TomlValue value(String text) {
        try {
            return TomlReader.readValue(text);
        } catch (TomlException plainText) {
            return new TomlScalar(text, 1);
        }
    }

    private List<ConfigLayer> projects(SettingTree first) {
        List<String> markers =
                first.find("project_root_markers").map(Setting::texts).orElse(ContextFiles.DEFAULT_ROOT_MARKERS);
        List<Path> files = new ArrayList<>();
        for (Path folder : ProjectFolders.downTo(workingDirectory, markers)) {
            Path file = folder.resolve(PROJECT_FOLDER).resolve(FILE);
            if (Files.exists(file)
                    && userFile().filter(user -> isSame(user, file)).isEmpty()) {
                files.add(file);
            }
        }
        if (files.isEmpty() || isTrusted(first, ProjectFolders.root(workingDirectory, markers))) {
            return files.stream()
                    .flatMap(file -> ConfigFile.read(Kind.PROJECT, file, true, check).stream())
                    .toList();
        }
        Path root = ProjectFolders.root(workingDirectory, markers);
        files.forEach(file -> check.notice(
                "config.untrusted",
                file + " was not read: the project is not trusted. Who trusts it writes into the user's file:"
                        + " [projects.\"" + root + "\"] trust_level = \"trusted\""));
        return List.of();
    }

    private boolean isTrusted(SettingTree first, Path root) {
        Set<Path> names = new LinkedHashSet<>(List.of(workingDirectory, root, real(workingDirectory), real(root)));
        List<String> levels = first.tables("projects").entrySet().stream()
                .filter(project -> names.contains(Path.of(project.getKey()).normalize()))
                .flatMap(project -> project.getValue().find("trust_level").stream())
                .map(Setting::text)
                .toList();
        return !levels.isEmpty() && levels.stream().allMatch("trusted"::equals);
    }

    private List<ConfigLayer> profiles(SettingTree first, List<ConfigLayer> lower) {
        Optional<String> name =
                configuration.profile().or(() -> first.find("profile").map(Setting::text));
        List<ConfigLayer> layers = new ArrayList<>();
        if (name.isEmpty()) {
            return layers;
        }
        Set<String> known = new LinkedHashSet<>();
        for (ConfigLayer layer : lower) {
            if (layer.table().get("profiles") instanceof TomlTable profiles) {
                known.addAll(profiles.values().keySet());
                if (profiles.get(name.get()) instanceof TomlTable profile) {
                    layers.add(layer.with(Kind.PROFILE, profile));
                }
            }
        }
        if (PROFILE_NAME.matcher(name.get()).matches()) {
            configuration
                    .home()
                    .map(home -> home.resolve(name.get() + "." + FILE))
                    .flatMap(file -> ConfigFile.read(Kind.PROFILE, file, false, check))
                    .ifPresent(layers::add);
        }
        if (layers.isEmpty()) {
            check.error("profile: there is no profile '" + name.get() + "'; known in [profiles]: " + known
                    + configuration
                            .home()
                            .map(home -> ", no file " + home.resolve(name.get() + "." + FILE))
                            .orElse(""));
        }
        return layers;
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.isSameFile(one, other);
        } catch (IOException unreadable) {
            return false; // reading it will say why
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            return path;
        }
    }
}
