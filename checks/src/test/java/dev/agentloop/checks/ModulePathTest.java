package dev.agentloop.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jars work on the module path too. Needs them packaged, as {@code mvn verify} does. */
class ModulePathTest {
    private static final String API = "dev.agentloop.api";

    /** Libraries of tests: as automatic modules they would be resolved with everything else. */
    private static final List<String> TEST_LIBRARIES =
            List.of("agent-testkit-", "archunit", "assertj", "junit", "opentest4j", "slf4j-simple", "wiremock");

    @BeforeAll
    static void jarsExist() {
        assumeFalse(Modules.jars().isEmpty(), "the modules are class folders: run mvn verify");
    }

    @Test
    void allModulesResolveTogether() {
        Configuration resolved = resolve();
        assertThat(resolved.modules())
                .extracting(module -> module.name())
                .containsAll(ownModules())
                .contains(API);
    }

    @Test
    void everyProvidedServiceIsFoundInItsModule() {
        ModuleLayer layer = ModuleLayer.defineModulesWithOneLoader(
                        resolve(), List.of(ModuleLayer.boot()), ClassLoader.getPlatformClassLoader())
                .layer();
        List<String> missing = layer.modules().stream()
                .filter(module -> module.getName().startsWith("dev.agentloop."))
                .flatMap(module -> module.getDescriptor().provides().stream()
                        .flatMap(provided -> provided.providers().stream())
                        .filter(provider -> !isInstantiable(module, provider)))
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void theWireIsExportedToNamedModulesOnly() {
        assertThat(resolve().findModule("dev.agentloop.wire"))
                .hasValueSatisfying(
                        wire -> assertThat(wire.reference().descriptor().exports())
                                .allMatch(ModuleDescriptor.Exports::isQualified));
    }

    @Test
    void theRuntimeExportsNothing() {
        assertThat(resolve().findModule("dev.agentloop.runtime"))
                .hasValueSatisfying(runtime ->
                        assertThat(runtime.reference().descriptor().exports()).isEmpty());
    }

    private static boolean isInstantiable(Module module, String provider) {
        Class<?> type = Class.forName(module, provider);
        return type != null
                && Arrays.stream(type.getDeclaredConstructors())
                        .anyMatch(constructor -> constructor.getParameterCount() == 0);
    }

    private static Configuration resolve() {
        return ModuleLayer.boot().configuration().resolve(libraries(), ModuleFinder.of(), ownModules());
    }

    private static Set<String> ownModules() {
        return libraries().findAll().stream()
                .map(found -> found.descriptor().name())
                .filter(name -> name.startsWith("dev.agentloop."))
                .collect(Collectors.toSet());
    }

    private static ModuleFinder libraries() {
        return ModuleFinder.of(Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.toString().endsWith(".jar"))
                .filter(path -> TEST_LIBRARIES.stream()
                        .noneMatch(library -> path.getFileName().toString().startsWith(library)))
                .toArray(Path[]::new));
    }
}
