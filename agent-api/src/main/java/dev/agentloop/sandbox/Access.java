package dev.agentloop.sandbox;

import org.apiguardian.api.API;

/** What may be done with a path, from nothing to everything; a higher access includes the lower ones. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Access {
    /** Neither the content nor the listing may be read. */
    NONE,
    /** Read, list and execute. */
    READ,
    /** Read, and create, change, rename or delete. */
    WRITE;

    /** Tells whether a path with this access may be used in the requested way. */
    public boolean covers(Access requested) {
        return compareTo(requested) >= 0;
    }
}
