/** The engine. Exports nothing: it is used through the API, which finds it as a service. */
module dev.agentloop.runtime {
    requires com.fasterxml.jackson.databind;
    requires com.github.benmanes.caffeine;
    requires re2j;
    requires com.networknt.schema;
    requires dev.agentloop.api;
    requires dev.agentloop.sandbox.spi;
    requires dev.agentloop.wire;
    requires kotlin.stdlib; // okio is an automatic module and cannot ask for it
    requires okhttp3;
    requires okio;
    requires org.slf4j;
    requires static org.jspecify;

    // Its own records are written and read by reflection.
    opens dev.agentloop.runtime.json to
            com.fasterxml.jackson.databind;

    uses dev.agentloop.sandbox.spi.SandboxProvider;
    uses dev.agentloop.spi.ToolProvider;

    provides dev.agentloop.spi.AgentRuntimeProvider with
            dev.agentloop.runtime.RuntimeProvider;
}
