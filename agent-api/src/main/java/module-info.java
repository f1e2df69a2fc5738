/** The public API of Agentloop. */
module dev.agentloop.api {
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;

    exports dev.agentloop;
    exports dev.agentloop.approval;
    exports dev.agentloop.event;
    exports dev.agentloop.model;
    exports dev.agentloop.sandbox;
    exports dev.agentloop.session;
    exports dev.agentloop.spi;
    exports dev.agentloop.tool;

    uses dev.agentloop.spi.AgentRuntimeProvider;
}
