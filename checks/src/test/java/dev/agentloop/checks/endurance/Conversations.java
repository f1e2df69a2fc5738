package dev.agentloop.checks.endurance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentloop.testkit.RecordedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What holds for every request of every session, whatever happened to it: it repeats the one before it byte for byte,
 * and each call in it has exactly one output. Thread-safe; collects what it finds, since a server's thread cannot fail a
 * test.
 */
final class Conversations {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, RecordedRequest> latest = new ConcurrentHashMap<>();
    private final Collection<String> problems = new ConcurrentLinkedQueue<>();

    /** Looks at a request and remembers it as the last one of its session. */
    void check(RecordedRequest request) {
        JsonNode body = body(request);
        String session = body.path("prompt_cache_key").asText();
        latest.merge(session, request, (before, now) -> later(session, before, now));
        unanswered(body.path("input")).forEach(call -> problems.add(session + ": " + call));
    }

    private RecordedRequest later(String session, RecordedRequest before, RecordedRequest now) {
        try {
            now.assertContinues(before);
            return now;
        } catch (AssertionError changed) {
            if (isContinued(now, before)) {
                return before; // the request of a turn that was stopped, read late
            }
            problems.add(session + ": " + changed.getMessage());
            return now;
        }
    }

    private static boolean isContinued(RecordedRequest earlier, RecordedRequest later) {
        try {
            later.assertContinues(earlier);
            return true;
        } catch (AssertionError changed) {
            return false;
        }
    }

    /** Forgets a session that is over. */
    void forget(String session) {
        latest.remove(session);
    }

    /** Everything that was wrong so far. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Calls of a request that have no output or several, and outputs without a call. */
    private static List<String> unanswered(JsonNode input) {
        Set<String> open = new HashSet<>();
        Set<String> seen = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        for (JsonNode item : input) {
            String type = item.path("type").asText();
            String callId = item.path("call_id").asText();
            if (type.endsWith("_call")) {
                if (!seen.add(callId)) {
                    wrong.add(callId + " stands twice");
                }
                open.add(callId);
            } else if (type.endsWith("_output") && !open.remove(callId)) {
                wrong.add(callId + " has an output too many");
            }
        }
        open.forEach(callId -> wrong.add(callId + " has no output"));
        return wrong;
    }

    /** Parsed here and not by the request, which would keep it: the last one of each session is remembered. */
    private static JsonNode body(RecordedRequest request) {
        try {
            return JSON.readTree(request.bodyBytes());
        } catch (IOException e) {
            throw new AssertionError("The body is no JSON: " + request.body(), e);
        }
    }
}
