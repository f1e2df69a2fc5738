/** Wire formats shared by the other modules: the event-stream reader and the JSON-RPC peer. Internal; no public API. */
@SuppressWarnings("module") // the modules named below come later in the build than this one
module dev.agentloop.wire {
    requires transitive com.fasterxml.jackson.databind;
    requires transitive okio;
    requires kotlin.stdlib; // okio is an automatic module and cannot ask for it
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.agentloop.internal.jsonrpc to
            dev.agentloop.headless,
            dev.agentloop.mcp;
    exports dev.agentloop.internal.sse to
            dev.agentloop.mcp,
            dev.agentloop.runtime;
}
