package dev.agentloop.cli;

import dev.agentloop.Configuration;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which configuration counts. */
final class ConfigOptions {
    private static final Path SYSTEM_FILE = Path.of("/etc/agentloop/config.toml");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read this file in place of config.toml in the home.")
    private @Nullable Path file;

    @Option(
            names = {"-c", "--set"},
            paramLabel = "KEY=VALUE",
            description = "Set one key above all files; the value is TOML, or else a string. May be repeated.")
    private List<String> settings = List.of();

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME",
            description = "Use this profile of the configuration.")
    private @Nullable String profile;

    @Option(names = "--strict-config", description = "Let unknown keys in the configuration be errors.")
    private boolean strict;

    /** @param defaultModel the model when nothing names one */
    Configuration configuration(CliContext context, String defaultModel) {
        Configuration.Builder builder = Configuration.builder().strict(strict).fallback("model", defaultModel);
        if (File.separatorChar == '/') {
            builder.systemFile(SYSTEM_FILE);
        }
        context.home().ifPresent(builder::home);
        if (file != null) {
            builder.file(file);
        }
        if (profile != null) {
            builder.profile(profile);
        }
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw CliException.usage("-c " + setting + ": expected KEY=VALUE");
            }
            builder.override(
                    setting.substring(0, equals).strip(),
                    setting.substring(equals + 1).strip());
        }
        return builder.build();
    }
}
