/** Wire formats shared by the other modules: the event-stream reader. Internal; not a public API. */
@SuppressWarnings("module") // the modules named below come later in the build than this one
module dev.agentloop.wire {
    requires transitive okio;
    requires kotlin.stdlib; // okio is an automatic module and cannot ask for it
    requires static org.jspecify;

    exports dev.agentloop.internal.sse to
            dev.agentloop.runtime,
            dev.agentloop.mcp;
}
