package dev.agentloop.runtime.context;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.SandboxPolicy;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Tells the model where it works. */
final class EnvironmentFragment {
    private EnvironmentFragment() {}

    static ContextFragment of(Path workingDirectory, SandboxPolicy sandbox, Clock clock) {
        return ContextFragment.of(
                ContextKind.ENVIRONMENT,
                ContextKind.ENVIRONMENT.opening()
                        + element("cwd", workingDirectory.toString())
                        + element("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                        + element("shell", shell())
                        + element("current_date", LocalDate.now(clock).toString())
                        + element("timezone", clock.getZone().getId())
                        + roots(workingDirectory, sandbox)
                        + element("network", sandbox.network().mode().name().toLowerCase(Locale.ROOT))
                        + "</environment_context>");
    }

    /** The shell of the built-in command tool. */
    private static String shell() {
        if (File.separatorChar == '\\') {
            return "powershell";
        }
        return Files.isExecutable(Path.of("/bin/bash")) ? "bash" : "sh";
    }

    private static String roots(Path workingDirectory, SandboxPolicy sandbox) {
        Set<Path> roots = new LinkedHashSet<>();
        roots.add(sandbox.workspace().orElse(workingDirectory));
        for (Entry entry : sandbox.entries()) {
            if (entry.kind() == Entry.Kind.PATH && entry.access() == Access.WRITE) {
                roots.add(Path.of(entry.value()));
            }
        }
        StringBuilder text = new StringBuilder("  <workspace_roots>\n");
        roots.forEach(root -> text.append("  ").append(element("root", root.toString())));
        return text.append("  </workspace_roots>\n").toString();
    }

    private static String element(String name, String value) {
        String escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return "  <" + name + ">" + escaped + "</" + name + ">\n";
    }
}
