package dev.agentloop.model;

import org.apiguardian.api.API;

/** How hard a reasoning model should think. Services map or ignore what they do not know. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum ReasoningEffort {
    /** Not at all, where the model allows it. */
    NONE,
    /** As little as possible. */
    MINIMAL,
    /** Little. */
    LOW,
    /** The usual amount. */
    MEDIUM,
    /** Much. */
    HIGH,
    /** As much as possible. */
    XHIGH
}
