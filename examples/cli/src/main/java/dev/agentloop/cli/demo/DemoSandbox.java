package dev.agentloop.cli.demo;

import dev.agentloop.sandbox.Environment;
import dev.agentloop.sandbox.SandboxPolicy;
import java.io.File;
import java.nio.file.Path;

/** How the demo confines what it runs. The only place that decides it. */
final class DemoSandbox {
    private DemoSandbox() {}

    /** The policy for work in this folder with the programs of this JDK: one writable folder, no network. */
    static SandboxPolicy policy(Path folder, Jdk jdk, String searchPath) {
        return SandboxPolicy.workspaceWrite(folder).toBuilder()
                .read(jdk.home())
                .environment(Environment.standard()
                        .setting("PATH", jdk.programs() + File.pathSeparator + searchPath)
                        .setting("JAVA_HOME", jdk.home().toString()))
                .build();
    }
}
