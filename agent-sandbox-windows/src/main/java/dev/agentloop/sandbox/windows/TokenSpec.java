package dev.agentloop.sandbox.windows;

import java.util.List;

/**
 * The token that commands get.
 *
 * @param flags flags of {@code CreateRestrictedToken}
 * @param disabledSids groups that from now on can only deny
 * @param restrictingSids a write needs the consent of one of these too
 * @param integrity the integrity level
 */
record TokenSpec(List<String> flags, List<String> disabledSids, List<String> restrictingSids, Integrity integrity) {
    /** The helper puts the SID of the logon session here; desktop and console are open to it. */
    static final String LOGON_SID = "logon";

    private static final String EVERYONE = "S-1-1-0";

    /** Administrators and the other built-in groups that may change a machine. */
    private static final List<String> POWERFUL_GROUPS = List.of(
            "S-1-5-32-544",
            "S-1-5-32-547",
            "S-1-5-32-548",
            "S-1-5-32-549",
            "S-1-5-32-550",
            "S-1-5-32-551",
            "S-1-5-32-556",
            "S-1-5-32-578",
            "S-1-5-32-580");

    private static final List<String> NO_PRIVILEGES = List.of("DISABLE_MAX_PRIVILEGE", "LUA_TOKEN");

    TokenSpec {
        flags = List.copyOf(flags);
        disabledSids = List.copyOf(disabledSids);
        restrictingSids = List.copyOf(restrictingSids);
    }

    /** Integrity levels of Windows, as far as they are used. */
    enum Integrity {
        /** Cannot write what is not labelled low. */
        LOW,
        /** That of ordinary programs. */
        MEDIUM
    }

    /**
     * A token that writes only where the session's SID is allowed to. Everyone must be among the restricting SIDs, or nothing
     * starts; the low integrity closes what everyone may write.
     */
    static TokenSpec writeRestricted(String sessionSid) {
        return new TokenSpec(
                List.of("DISABLE_MAX_PRIVILEGE", "LUA_TOKEN", "WRITE_RESTRICTED"),
                POWERFUL_GROUPS,
                List.of(sessionSid, LOGON_SID, EVERYONE),
                Integrity.LOW);
    }

    /** A token without privileges that writes what the user may write. */
    static TokenSpec unprivileged() {
        return new TokenSpec(NO_PRIVILEGES, POWERFUL_GROUPS, List.of(), Integrity.MEDIUM);
    }
}
