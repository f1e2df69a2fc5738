/** The Windows sandbox: found through its service entry. */
module dev.agentloop.sandbox.windows {
    requires dev.agentloop.sandbox.spi;
    requires static org.apiguardian.api;
    requires static org.jspecify;

    provides dev.agentloop.sandbox.spi.SandboxProvider with
            dev.agentloop.sandbox.windows.TokenProvider;
}
