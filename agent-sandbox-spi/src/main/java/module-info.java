/** What an author of a sandbox provider implements and uses. */
module dev.agentloop.sandbox.spi {
    requires transitive dev.agentloop.api;
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;

    exports dev.agentloop.sandbox.spi;
    exports dev.agentloop.sandbox.spi.support;

    provides dev.agentloop.sandbox.spi.SandboxProvider with
            dev.agentloop.sandbox.spi.support.PlainProcessProvider;
}
