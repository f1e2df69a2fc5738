/** The macOS sandbox: found through its service entry. */
module dev.agentloop.sandbox.macos {
    requires dev.agentloop.sandbox.spi;
    requires static org.apiguardian.api;
    requires static org.jspecify;
    requires org.slf4j;

    provides dev.agentloop.sandbox.spi.SandboxProvider with
            dev.agentloop.sandbox.macos.SeatbeltProvider;
}
