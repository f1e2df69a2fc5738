package dev.agentloop.mcp.auth;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No token could be got. The message is for people and holds no secret. */
public final class OAuthException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The error code of the authorization server; empty when the failure is another. */
    private final String code;

    OAuthException(String message) {
        this(message, "", null);
    }

    OAuthException(String message, String code, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    String code() {
        return code;
    }
}
