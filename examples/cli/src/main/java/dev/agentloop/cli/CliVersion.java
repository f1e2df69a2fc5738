package dev.agentloop.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code agent --version} prints. */
final class CliVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String built = CliVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "agent " + (built == null ? "(not packaged)" : built),
            "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch")
        };
    }
}
