package dev.agentloop.runtime.model.responses;

/** Told about each thing of a request that this wire cannot carry. */
@FunctionalInterface
interface Unsupported {
    void report(String what, String why);
}
