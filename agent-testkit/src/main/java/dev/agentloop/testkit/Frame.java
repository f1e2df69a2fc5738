package dev.agentloop.testkit;

import java.nio.charset.StandardCharsets;

/** One step of a rendered stream. */
sealed interface Frame {
    /** An event, a comment or raw text, complete with its empty line. */
    record Bytes(String type, byte[] bytes) implements Frame {
        static Bytes event(String type, byte[] json) {
            byte[] head = ("event: " + type + "\ndata: ").getBytes(StandardCharsets.UTF_8);
            byte[] all = new byte[head.length + json.length + 2];
            System.arraycopy(head, 0, all, 0, head.length);
            System.arraycopy(json, 0, all, head.length, json.length);
            all[all.length - 2] = '\n';
            all[all.length - 1] = '\n';
            return new Bytes(type, all);
        }

        static Bytes comment(String text) {
            return new Bytes("comment", (": " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
        }

        static Bytes raw(String text) {
            String whole = text.endsWith("\n\n") || text.endsWith("\r\n\r\n") ? text : text.stripTrailing() + "\n\n";
            return new Bytes("raw", whole.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Everything before it is sent, then the writer waits. */
    record Pause(Gate gate) implements Frame {}

    /** Everything before it is sent, then nothing. */
    record Stall() implements Frame {}
}
