package dev.agentloop.runtime.model.http;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Turns what libraries throw into {@link ModelException}: nothing else leaves a wire. */
public final class IoFailures {
    private IoFailures() {}

    /** A failure before the service's answer began. */
    public static ModelException whileOpening(String host, Exception cause) {
        if (cause instanceof ModelException known) {
            return known;
        }
        if (cause instanceof SocketTimeoutException) {
            return failure(Kind.TIMEOUT, host + " did not answer in time", cause);
        }
        if (isCertificateProblem(cause)) {
            // The same certificate is shown again, so trying again is useless.
            return ModelException.builder(
                            Kind.CONNECTION, "The certificate of " + host + " is not trusted: " + said(cause))
                    .cause(cause)
                    .retryable(false)
                    .build();
        }
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return failure(Kind.CONNECTION, "The address of " + host + " is unknown", cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return failure(Kind.CONNECTION, host + " cannot be reached: " + said(cause), cause);
        }
        if (cause instanceof IOException) {
            return failure(
                    Kind.CONNECTION, "The connection to " + host + " broke before it answered: " + said(cause), cause);
        }
        return unexpected(host, cause);
    }

    /** A failure while the answer was read. */
    public static ModelException whileReading(String host, Exception cause) {
        if (cause instanceof ModelException known) {
            return known;
        }
        if (cause instanceof SocketTimeoutException) {
            return failure(Kind.TIMEOUT, host + " was silent for too long in the middle of its answer", cause);
        }
        if (cause instanceof IOException) {
            return failure(Kind.STREAM_CUT, "The answer of " + host + " broke off: " + said(cause), cause);
        }
        return unexpected(host, cause);
    }

    private static ModelException unexpected(String host, Exception cause) {
        return failure(
                Kind.OTHER,
                "Talking to " + host + " failed in an unexpected way: "
                        + cause.getClass().getName(),
                cause);
    }

    private static ModelException failure(Kind kind, String message, Exception cause) {
        return ModelException.builder(kind, message).cause(cause).build();
    }

    private static String said(Exception cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static boolean isCertificateProblem(@Nullable Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SSLPeerUnverifiedException || at instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }
}
