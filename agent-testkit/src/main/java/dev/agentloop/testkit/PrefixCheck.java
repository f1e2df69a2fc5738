package dev.agentloop.testkit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the bytes of requests, because prompt caches do. */
final class PrefixCheck {
    private static final int SHOWN_BYTES = 60;

    private PrefixCheck() {}

    /** Requests with the same {@code prompt_cache_key} are compared with their predecessor; those without one too. */
    static void assertStable(List<RecordedRequest> requests) {
        Map<String, RecordedRequest> previous = new HashMap<>();
        for (RecordedRequest request : requests) {
            String key = topLevelText(request.bodyBytes(), "prompt_cache_key").orElse("");
            RecordedRequest earlier = previous.put(key, request);
            if (earlier != null) {
                assertHeadRepeats(earlier, request);
                assertInputContinues(earlier, request);
            }
        }
    }

    static void assertInputContinues(RecordedRequest earlier, RecordedRequest later) {
        byte[] first = earlier.promptBytes();
        byte[] second = later.promptBytes();
        Range input = inputOf(first, earlier);
        Range longer = inputOf(second, later);
        compare(first, input.from(), input.to(), second, longer.from(), longer.to());
        int next = longer.from() + input.to() - input.from();
        if (next < longer.to() && input.to() > input.from() && second[next] != ',') {
            throw new AssertionError("The last item of the earlier input is changed: " + show(second, next));
        }
    }

    private static void assertHeadRepeats(RecordedRequest earlier, RecordedRequest later) {
        byte[] first = earlier.promptBytes();
        byte[] second = later.promptBytes();
        compare(
                first,
                0,
                inputOf(first, earlier).from(),
                second,
                0,
                inputOf(second, later).from());
    }

    private static void compare(byte[] first, int from, int to, byte[] second, int otherFrom, int otherTo) {
        int length = to - from;
        int mismatch = Arrays.mismatch(first, from, to, second, otherFrom, Math.min(otherTo, otherFrom + length));
        if (mismatch >= 0) {
            throw new AssertionError("The earlier request is no prefix of the later one: byte " + (from + mismatch)
                    + " is\n  " + show(first, from + mismatch) + "\nin the earlier and\n  "
                    + show(second, otherFrom + mismatch) + "\nin the later one");
        }
    }

    private static String show(byte[] bytes, int around) {
        int from = Math.max(0, around - SHOWN_BYTES);
        int to = Math.min(bytes.length, around + SHOWN_BYTES);
        return "…" + new String(bytes, from, around - from, StandardCharsets.UTF_8) + "»"
                + new String(bytes, around, to - around, StandardCharsets.UTF_8) + "…";
    }

    /** From after the bracket that opens the input to before the one that closes it. */
    private static Range inputOf(byte[] body, RecordedRequest request) {
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            if (seek(parser, request.wire().inputMember()) && parser.currentToken() == JsonToken.START_ARRAY) {
                int from = (int) parser.currentTokenLocation().getByteOffset() + 1;
                parser.skipChildren();
                return new Range(from, (int) parser.currentTokenLocation().getByteOffset());
            }
        } catch (IOException e) {
            throw new AssertionError("The request's body is not JSON: " + new String(body, StandardCharsets.UTF_8), e);
        }
        throw new AssertionError("The request has no input array: " + new String(body, StandardCharsets.UTF_8));
    }

    /** A text member of the outermost object; reads no further than that. */
    static Optional<String> topLevelText(byte[] body, String member) {
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            if (seek(parser, member) && parser.currentToken() == JsonToken.VALUE_STRING) {
                return Optional.of(parser.getText());
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not JSON: then it has no such member
        }
    }

    private static boolean seek(JsonParser parser, String member) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(member)) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private record Range(int from, int to) {}
}
