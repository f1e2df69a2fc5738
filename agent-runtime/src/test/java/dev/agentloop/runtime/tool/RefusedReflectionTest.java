package dev.agentloop.runtime.tool;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.runtime.json.SchemaFromType;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedReflectionTest {
    @TempDir
    Path directory;

    @Test
    void parametersWithoutNamesNameTheFix() throws Exception {
        Path classes = CompiledClasses.compile(
                directory, List.of("-cp", System.getProperty("java.class.path")), "Adder.java", """
                import dev.agentloop.tool.Tool;
                public class Adder {
                    @Tool(description = "")
                    public int add(@Tool.Param(name = "a") int a, int b) { return a + b; }
                }
                """);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            Constructor<?> constructor = loader.loadClass("Adder").getConstructor();
            Object adder = constructor.newInstance();
            assertThatExceptionOfType(AgentConfigurationException.class)
                    .isThrownBy(() -> AnnotatedTools.of(adder))
                    .withMessageStartingWith("Adder.add, parameter 2: its name is not in the class file."
                            + " Compile with -parameters (Maven: <parameters>true</parameters>")
                    .withMessageContaining("@Tool.Param(name = ");
        }
    }

    @Test
    void aMethodThatAModuleHidesNamesTheFix() throws Exception {
        Method hidden = String.class.getDeclaredMethod("isLatin1");
        assertThatExceptionOfType(AgentConfigurationException.class)
                .isThrownBy(() -> MethodTool.of("latin", hidden, "text"))
                .withMessage("String.isLatin1 cannot be called, because module java.base does not open its package."
                        + " Add \"opens java.lang to dev.agentloop.runtime, com.fasterxml.jackson.databind;\""
                        + " to its module-info.java");
    }

    @Test
    void aRecordThatAModuleHidesNamesTheFix() throws Exception {
        Path classes = CompiledClasses.compile(
                directory,
                List.of(),
                "module-info.java",
                "module demo {}",
                "demo/inner/Point.java",
                "package demo.inner; public record Point(int x) {}");
        ModuleFinder finder = ModuleFinder.of(classes);
        Configuration configuration =
                ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), Set.of("demo"));
        ModuleLayer layer = ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration, getClass().getClassLoader());
        Class<?> point = layer.findLoader("demo").loadClass("demo.inner.Point");
        assertThatExceptionOfType(AgentConfigurationException.class)
                .isThrownBy(() -> SchemaFromType.of(point))
                .withMessage("Point: record demo.inner.Point cannot be read, because module demo does not open its"
                        + " package. Add \"opens demo.inner to com.fasterxml.jackson.databind,"
                        + " dev.agentloop.runtime;\" to its module-info.java");
    }
}
