package dev.agentloop.runtime.loop;

import java.io.Serial;

/** Thrown through a running tool when an approval it needs was put off; its call is run again after the answer. */
public final class CallSuspended extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public CallSuspended() {
        super("The call waits for an approval", null, false, false);
    }

    /** Whether this is among a failure's causes; tools and proxies wrap. */
    public static boolean isBehind(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 16; depth++) {
            if (cause instanceof CallSuspended) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
