/** Speaks to other programs about a turn, in their protocols. */
module dev.agentloop.headless {
    requires transitive dev.agentloop.api;
    requires com.fasterxml.jackson.databind;
    requires static org.apiguardian.api;
    requires static org.jspecify;

    exports dev.agentloop.headless.exec;
}
