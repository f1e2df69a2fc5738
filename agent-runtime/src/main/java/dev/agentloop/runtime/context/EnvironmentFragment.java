package dev.agentloop.runtime.context;

import dev.agentloop.sandbox.SandboxPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;

/** What the model is told about where it works. */
public record EnvironmentFragment(String text) {
    /** The environment of a session that starts now. */
    public static EnvironmentFragment of(Path workingDirectory, SandboxPolicy sandbox, Clock clock) {
        return new EnvironmentFragment("<environment_context>\n"
                + element("cwd", workingDirectory.toString())
                + element("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                + element("current_date", LocalDate.now(clock).toString())
                + element("timezone", clock.getZone().getId())
                + element("network", sandbox.network().mode().name().toLowerCase(Locale.ROOT))
                + "</environment_context>");
    }

    private static String element(String name, String value) {
        String escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return "  <" + name + ">" + escaped + "</" + name + ">\n";
    }
}
