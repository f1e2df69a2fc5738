package dev.agentloop.runtime.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Classes that tests compile themselves, to have what the build of this project does not make. */
final class CompiledClasses {
    private CompiledClasses() {}

    /** Compiles one source file after another into a folder. */
    static Path compile(Path directory, List<String> options, String... namesAndSources) throws IOException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-proc:none", "-d", directory.resolve("out").toString()));
        for (int i = 0; i < namesAndSources.length; i += 2) {
            Path file = directory.resolve("src").resolve(namesAndSources[i]);
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, namesAndSources[i + 1]).toString());
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).isZero();
        return directory.resolve("out");
    }
}
