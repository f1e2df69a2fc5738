package dev.agentloop.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in the published jars. Needs them packaged, as {@code mvn verify} does. */
class PackagingTest {
    private static final int JAVA_17 = 61;
    private static final Pattern MODULE_ELEMENT = Pattern.compile("<module>(agent-[a-z-]+)</module>");

    @BeforeAll
    static void jarsExist() {
        assumeFalse(Modules.jars().isEmpty(), "the modules are class folders: run mvn verify");
    }

    @Test
    void everyPublishedModuleOfTheReactorIsChecked() throws IOException {
        String parent = Files.readString(Path.of(System.getProperty("checks.root"), "pom.xml"));
        Set<String> published = new HashSet<>();
        MODULE_ELEMENT.matcher(parent).results().forEach(match -> published.add(match.group(1)));
        published.remove("agent-bom");
        assertThat(Modules.jars()).containsOnlyKeys(published);
    }

    @Test
    void theBomListsEveryPublishedModule() throws IOException {
        String bom = Files.readString(Path.of(System.getProperty("checks.root"), "agent-bom", "pom.xml"));
        assertThat(Modules.jars().keySet())
                .allSatisfy(module -> assertThat(bom).contains("<artifactId>" + module + "</artifactId>"));
    }

    @Test
    void everyJarCarriesTheLicence() {
        forEachJar((module, jar) ->
                assertThat(jar.getEntry("META-INF/LICENSE")).as(module).isNotNull());
    }

    @Test
    void everyJarHoldsOnlyWhatBelongsToThisProject() {
        forEachJar((module, jar) -> assertThat(jar.stream().filter(entry -> !entry.isDirectory()))
                .extracting(JarEntry::getName)
                .as(module)
                .allMatch(name -> name.startsWith("dev/agentloop/")
                        || name.startsWith("META-INF/")
                        || name.equals("module-info.class")));
    }

    @Test
    void noPackageIsInTwoJars() {
        Map<String, String> owners = new HashMap<>();
        List<String> shared = new ArrayList<>();
        forEachJar((module, jar) -> packages(jar).forEach(name -> {
            String other = owners.putIfAbsent(name, module);
            if (other != null) {
                shared.add(name + " in " + other + " and " + module);
            }
        }));
        assertThat(shared).isEmpty();
    }

    @Test
    void everyPackageIsDescribed() {
        forEachJar((module, jar) -> assertThat(packages(jar))
                .as(module)
                .allSatisfy(name -> assertThat(jar.getEntry(name + "/package-info.class"))
                        .as(name + "/package-info.java with an annotation")
                        .isNotNull()));
    }

    @Test
    void everyClassRunsOnJava17() {
        forEachJar((module, jar) -> classes(jar).forEach(entry -> {
            try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
                in.skipNBytes(6);
                assertThat(in.readUnsignedShort())
                        .as("class file version of " + entry)
                        .isLessThanOrEqualTo(JAVA_17);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + entry + " of " + jar.getName(), e);
            }
        }));
    }

    @Test
    void everyJarWithClassesHasAModuleName() {
        forEachJar((module, jar) -> {
            if (classes(jar).anyMatch(entry -> !entry.getName().endsWith("package-info.class"))) {
                assertThat(descriptor(Path.of(jar.getName())).name())
                        .as("name in module-info.java or Automatic-Module-Name of " + module)
                        .startsWith("dev.agentloop.");
            }
        });
    }

    @Test
    void everyServiceLineNamesAClassOfTheSameJar() {
        forEachJar((module, jar) -> jar.stream()
                .filter(entry -> entry.getName().startsWith("META-INF/services/") && !entry.isDirectory())
                .forEach(entry -> assertThat(lines(jar, entry))
                        .as(module + ": " + entry)
                        .isNotEmpty()
                        .allSatisfy(provider -> assertThat(jar.getEntry(provider.replace('.', '/') + ".class"))
                                .as(provider)
                                .isNotNull())));
    }

    @Test
    void theModuleDescriptorProvidesWhatTheServiceFilesName() {
        forEachJar((module, jar) -> {
            ModuleDescriptor descriptor = descriptor(Path.of(jar.getName()));
            Set<String> files = new HashSet<>();
            jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.matches("META-INF/services/.+"))
                    .forEach(name -> files.add(name.substring("META-INF/services/".length())));
            assertThat(descriptor.provides())
                    .as(module)
                    .extracting(ModuleDescriptor.Provides::service)
                    .containsExactlyInAnyOrderElementsOf(files);
        });
    }

    private static ModuleDescriptor descriptor(Path jar) {
        return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
    }

    private static Stream<JarEntry> classes(JarFile jar) {
        return jar.stream()
                .filter(entry -> entry.getName().endsWith(".class"))
                .filter(entry -> !entry.getName().startsWith("META-INF/versions/"));
    }

    private static Set<String> packages(JarFile jar) {
        Set<String> packages = new HashSet<>();
        classes(jar)
                .map(JarEntry::getName)
                .filter(name -> name.contains("/"))
                .forEach(name -> packages.add(name.substring(0, name.lastIndexOf('/'))));
        return packages;
    }

    private static List<String> lines(JarFile jar, JarEntry entry) {
        try (var in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + entry + " of " + jar.getName(), e);
        }
    }

    private static void forEachJar(JarCheck check) {
        Modules.jars().forEach((module, path) -> {
            try (JarFile jar = new JarFile(path.toFile())) {
                check.check(module, jar);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + path, e);
            }
        });
    }

    private interface JarCheck {
        void check(String module, JarFile jar);
    }
}
