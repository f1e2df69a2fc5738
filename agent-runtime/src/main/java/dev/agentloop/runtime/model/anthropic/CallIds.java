package dev.agentloop.runtime.model.anthropic;

/** Call ids in the alphabet of this wire: other services use characters that it refuses. */
final class CallIds {
    private CallIds() {}

    /** The id, with each character that is not allowed written as its number. */
    static String legal(String callId) {
        StringBuilder legal = new StringBuilder(callId.length());
        for (int i = 0; i < callId.length(); i++) {
            char c = callId.charAt(i);
            boolean allowed = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (allowed || c == '_' || c == '-') {
                legal.append(c);
            } else {
                legal.append('_').append(Integer.toHexString(c));
            }
        }
        return legal.toString();
    }
}
