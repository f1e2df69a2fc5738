package dev.agentloop.mcp.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.mcp.protocol.McpJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.UUID;

/** A private key with which a client signs who it is (RFC 7523). */
final class SigningKey {
    private static final long VALID_SECONDS = 300;

    private final PrivateKey key;
    private final Clock clock;

    private SigningKey(PrivateKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /**
     * Reads a key, PKCS #8 as PEM text.
     *
     * @throws OAuthException when it is none, or of a kind other than EC and RSA
     */
    static SigningKey ofPem(String pem, Clock clock) throws OAuthException {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        for (String algorithm : new String[] {"EC", "RSA"}) {
            try {
                byte[] encoded = Base64.getDecoder().decode(base64);
                PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
                return new SigningKey(KeyFactory.getInstance(algorithm).generatePrivate(spec), clock);
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // Another kind, or none: told below, without any part of the key.
            }
        }
        throw new OAuthException("The private key is no EC or RSA key in PKCS #8 as PEM text");
    }

    /** A signed statement that the client is who it says, for one authorization server, for some minutes. */
    String assertion(String clientId, String audience) throws OAuthException {
        long now = clock.instant().getEpochSecond();
        ObjectNode header =
                McpJson.object().put("alg", isEc() ? "ES256" : "RS256").put("typ", "JWT");
        ObjectNode claims = McpJson.object()
                .put("iss", clientId)
                .put("sub", clientId)
                .put("aud", audience)
                .put("iat", now)
                .put("exp", now + VALID_SECONDS)
                .put("jti", UUID.randomUUID().toString());
        String signed = encoded(McpJson.write(header)) + "." + encoded(McpJson.write(claims));
        try {
            Signature signature = Signature.getInstance(isEc() ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new OAuthException("Signing with the private key failed", "", e);
        }
    }

    private boolean isEc() {
        return key.getAlgorithm().equals("EC");
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
