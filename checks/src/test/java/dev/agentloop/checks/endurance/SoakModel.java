package dev.agentloop.checks.endurance;

import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.Sse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A model that says anything, calls anything, and whose service fails now and then. */
final class SoakModel {
    private static final List<String> CALLS = List.of(
            "quick {}",
            "slow {}",
            "failing {}",
            "guarded {}",
            "unknown {}",
            "quick {broken",
            "exec_command {\"cmd\":\"echo hello; cat note.txt\"}",
            "exec_command {\"cmd\":\"sleep 600\",\"yield_time_ms\":250}",
            "exec_command {\"cmd\":\"sleep 0.05 & sleep 600 & exit 0\"}",
            "read_file {\"path\":\"note.txt\"}",
            "update_plan {\"plan\":[{\"step\":\"go on\",\"status\":\"pending\"}]}");
    private static final String PATCH = "*** Begin Patch\n*** Add File: note.txt\n+written by %s\n*** End Patch\n";

    private final Conversations conversations;
    private final long seed;
    private final AtomicLong requests = new AtomicLong();

    SoakModel(Conversations conversations, long seed) {
        this.conversations = conversations;
        this.seed = seed;
    }

    long requests() {
        return requests.get();
    }

    Reply answer(RecordedRequest request) {
        conversations.check(request);
        long number = requests.incrementAndGet();
        Random random = new Random(seed + number);
        List<Sse> words = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            words.add(Sse.reasoning("thinking about " + number, "encrypted" + "x".repeat(random.nextInt(400))));
        }
        words.add(Sse.deltas("some ", "words ", "in ", "pieces ", String.valueOf(number)));
        int calls = Math.max(0, random.nextInt(6) - 2);
        for (int call = 0; call < calls; call++) {
            words.add(call("c" + number + "_" + call, random));
        }
        return disturbed(Reply.of(words.toArray(Sse[]::new)), random);
    }

    private static Sse call(String id, Random random) {
        int choice = random.nextInt(CALLS.size() + 1);
        if (choice == CALLS.size()) {
            return Sse.customCall(id, "apply_patch", PATCH.formatted(id));
        }
        String[] call = CALLS.get(choice).split(" ", 2);
        return Sse.call(id, call[0], call[1]);
    }

    private static Reply disturbed(Reply reply, Random random) {
        int length = reply.bodyBytes().length;
        return switch (random.nextInt(40)) {
            case 0 -> reply.resetAfter(random.nextInt(length));
            case 1 -> reply.endAfter(random.nextInt(length));
            case 2 -> Reply.error(500, "server_error", "oops");
            case 3 -> Reply.error(429, "rate_limit_exceeded", "slow down").header("retry-after-ms", "20");
            case 4 -> Reply.of(Sse.failed("invalid_prompt", "the service does not like it"));
            case 5 -> reply.inPieces(7);
            default -> reply;
        };
    }
}
