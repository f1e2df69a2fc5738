package dev.agentloop.cli.demo;

import dev.agentloop.Agent;
import dev.agentloop.sandbox.Environment;
import dev.agentloop.sandbox.SandboxPolicy;
import java.io.File;
import java.nio.file.Path;

/** How the demo confines what it runs. The only place that decides it. */
final class DemoSandbox {
    /** No provider of this project confines commands yet, so the demo names the one that says so. */
    private static final String PROVIDER = "none";

    private DemoSandbox() {}

    /** Sets policy and provider for work in this folder with the programs of this JDK. */
    static Agent.Builder applyTo(Agent.Builder builder, Path folder, Jdk jdk, String searchPath) {
        SandboxPolicy policy = SandboxPolicy.dangerFullAccess().toBuilder()
                .workspace(folder)
                .environment(Environment.standard()
                        .setting("PATH", jdk.programs() + File.pathSeparator + searchPath)
                        .setting("JAVA_HOME", jdk.home().toString()))
                .build();
        return builder.sandbox(policy).sandboxProvider(PROVIDER);
    }
}
