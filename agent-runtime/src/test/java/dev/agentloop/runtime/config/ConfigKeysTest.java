package dev.agentloop.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.Configuration;
import dev.agentloop.runtime.config.ConfigKey.Use;
import dev.agentloop.runtime.config.ConfigLayer.Kind;
import dev.agentloop.runtime.config.toml.TomlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every documented key in every layer, with a good value and with values of other types. */
class ConfigKeysTest {
    @TempDir
    private Path root;

    private Path project;

    @BeforeEach
    void makeProject() throws IOException {
        root = root.toRealPath();
        project = Files.createDirectories(root.resolve("project"));
        Files.createDirectories(project.resolve(".git"));
    }

    static Stream<Arguments> keysAndLayers() {
        return ConfigKeys.all().stream()
                .flatMap(key -> Arrays.stream(Kind.values()).map(kind -> Arguments.arguments(key.name(), kind)));
    }

    @ParameterizedTest
    @MethodSource("keysAndLayers")
    void aGoodValueIsTakenFromEachLayer(String name, Kind kind) throws IOException {
        ConfigKey key = key(name);
        LoadedConfig config = load(name, good(key), kind);

        List<String> told = config.notices().stream()
                .filter(notice -> notice.message().contains(path(key)))
                .map(ConfigNotice::code)
                .toList();
        boolean found = config.settings().find(path(key).split("\\.")).isPresent();
        if (key.use() == Use.IGNORED) {
            assertThat(told).containsExactly("config.ignored");
            assertThat(found).isFalse();
        } else if (key.use() == Use.NOT_IN_PROJECTS && kind == Kind.PROJECT) {
            assertThat(told).containsExactly("config.refused");
        } else {
            assertThat(told).isEmpty();
            assertThat(found).isTrue();
            assertThat(config.settings()
                            .find(path(key).split("\\."))
                            .orElseThrow()
                            .layer()
                            .kind())
                    .isEqualTo(kind);
        }
    }

    static Stream<String> typedKeys() {
        return ConfigKeys.all().stream()
                .filter(key -> key.type() != ValueType.ANY)
                .map(ConfigKey::name);
    }

    @ParameterizedTest
    @MethodSource("typedKeys")
    void everyOtherTypeIsNamedWithFileLineAndKey(String name) throws IOException {
        ConfigKey key = key(name);
        for (String wrong :
                List.of("'text'", "7", "7.5", "true", "2020-01-01", "['a']", "[1]", "[]", "{ x = 1 }", "{ x = 'y' }")) {
            if (key.type().problem(TomlReader.readValue(wrong)).isEmpty()
                    || (name.equals("approval_policy") && wrong.startsWith("{"))) {
                continue;
            }
            assertThatThrownBy(() -> load(name, wrong, Kind.USER))
                    .as(name + " = " + wrong)
                    .isInstanceOf(AgentConfigurationException.class)
                    .hasMessageContaining(root.resolve("home/config.toml") + ":2: " + path(key) + ": ");
        }
    }

    @Test
    void namesAreUnique() {
        assertThat(ConfigKeys.all().stream().map(ConfigKey::name)).doesNotHaveDuplicates();
    }

    /** With -Dagentloop.docs.update the table is written instead of compared. */
    @Test
    void theDocumentationHasTheTable() throws IOException {
        Path page = Path.of("../docs/configuration.md");
        String text = Files.readString(page);
        String begin = "<!-- keys: begin, written by ConfigKeysTest -->\n";
        String end = "<!-- keys: end -->";
        String expected = text.substring(0, text.indexOf(begin) + begin.length())
                + KeyTable.markdown()
                + text.substring(text.indexOf(end));
        if (System.getProperty("agentloop.docs.update") != null) {
            Files.writeString(page, expected);
        }
        assertThat(Files.readString(page)).isEqualTo(expected);
    }

    private static ConfigKey key(String name) {
        return ConfigKeys.all().stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A name in place of each part in angle brackets. */
    private static String path(ConfigKey key) {
        return key.path().stream()
                .map(part -> part.startsWith("<") ? "any-name" : part)
                .collect(Collectors.joining("."));
    }

    private static String good(ConfigKey key) {
        return Stream.of(
                        "'text'",
                        "'never'",
                        "'read-only'",
                        "'high'",
                        "'chat'",
                        "'core'",
                        "'trusted'",
                        "70",
                        "true",
                        "['a']",
                        "{ A = 'b' }")
                .filter(value -> key.type().problem(TomlReader.readValue(value)).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private LoadedConfig load(String name, String value, Kind kind) throws IOException {
        String dotted = path(key(name));
        String text = "# " + name + "\n" + dotted + " = " + value + "\n";
        Path home = Files.createDirectories(root.resolve("home"));
        Configuration.Builder configuration = Configuration.builder().home(home).strict(true);
        switch (kind) {
            case FALLBACK -> configuration.fallback(dotted, value);
            case SYSTEM -> configuration.systemFile(Files.writeString(root.resolve("system.toml"), text));
            case USER -> Files.writeString(home.resolve("config.toml"), text);
            case PROJECT -> {
                Files.writeString(
                        home.resolve("config.toml"), "[projects.'" + project + "']\ntrust_level = 'trusted'\n");
                Files.writeString(
                        Files.createDirectories(project.resolve(".agentloop")).resolve("config.toml"), text);
            }
            case PROFILE -> {
                Files.writeString(home.resolve("p.config.toml"), text);
                configuration.profile("p");
            }
            case OVERRIDE -> configuration.override(dotted, value);
        }
        if (name.equals("profile")) {
            Files.writeString(home.resolve("text.config.toml"), "");
        }
        return ConfigLoader.load(configuration.build(), project);
    }
}
