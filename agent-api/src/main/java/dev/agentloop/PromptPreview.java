package dev.agentloop;

import java.util.List;
import org.apiguardian.api.API;

/**
 * What the model sees before the user speaks, piece by piece, in order.
 *
 * @param fragments the pieces
 * @param notices what could not be used as it is, such as a file that was cut, in plain words
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PromptPreview(List<Fragment> fragments, List<String> notices) {
    public PromptPreview {
        fragments = List.copyOf(fragments);
        notices = List.copyOf(notices);
    }

    /**
     * One piece.
     *
     * @param kind {@code instructions}, {@code permissions}, {@code skills}, {@code agents_md}, {@code environment}; minor
     *     versions may add kinds
     * @param role {@code system}, {@code developer} or {@code user}
     * @param text exactly what is sent
     * @param sources where it comes from, such as files
     */
    public record Fragment(String kind, String role, String text, List<String> sources) {
        public Fragment {
            sources = List.copyOf(sources);
        }

        /** Size in UTF-8. */
        public int bytes() {
            return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        }

        /** A quarter of the bytes, rounded up: good enough to budget with. */
        public int estimatedTokens() {
            return (bytes() + 3) / 4;
        }
    }
}
