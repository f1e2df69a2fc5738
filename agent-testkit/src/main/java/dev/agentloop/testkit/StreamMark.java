package dev.agentloop.testkit;

import org.apiguardian.api.API;

/** Places in a streamed response that every wire has, each with events of its own. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum StreamMark {
    /** A piece of a message. */
    TEXT_DELTA,
    /** A piece of a call's arguments. */
    ARGUMENTS_DELTA,
    /** The event that tells that a message is whole; on some wires the first of what follows it. */
    TEXT_DONE,
    /** The event that tells that a call is whole. */
    CALL_DONE,
    /** The event without which a response is not complete. */
    END
}
