package dev.agentloop.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** One step of a rendered stream. */
sealed interface Frame {
    /** The frames of a part that looks the same on every wire; none for a part that has no place of its own. */
    static List<Frame> plain(Part part) {
        if (part instanceof Part.Event event) {
            return List.of(Bytes.event(event.type(), Json.bytes(Json.parseObject(event.json()))));
        } else if (part instanceof Part.Raw raw) {
            return List.of(Bytes.raw(raw.text()));
        } else if (part instanceof Part.Comment comment) {
            return List.of(Bytes.comment(comment.text()));
        } else if (part instanceof Part.Pause pause) {
            return List.of(new Pause(pause.gate()));
        }
        return part instanceof Part.Stall ? List.of(new Stall()) : List.of();
    }

    /** An event, a comment or raw text, complete with its empty line. */
    record Bytes(String type, Set<StreamMark> marks, byte[] bytes) implements Frame {
        /** An event whose name is its type. */
        static Bytes event(String type, byte[] json, StreamMark... marks) {
            return bytes(type, "event: " + type + "\n", json, marks);
        }

        /** An event without a name. */
        static Bytes data(String type, byte[] data, StreamMark... marks) {
            return bytes(type, "", data, marks);
        }

        static Bytes comment(String text) {
            return new Bytes("comment", Set.of(), (": " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
        }

        static Bytes raw(String text) {
            String whole = text.endsWith("\n\n") || text.endsWith("\r\n\r\n") ? text : text.stripTrailing() + "\n\n";
            return new Bytes("raw", Set.of(), whole.getBytes(StandardCharsets.UTF_8));
        }

        private static Bytes bytes(String type, String name, byte[] data, StreamMark... marks) {
            byte[] head = (name + "data: ").getBytes(StandardCharsets.UTF_8);
            byte[] all = new byte[head.length + data.length + 2];
            System.arraycopy(head, 0, all, 0, head.length);
            System.arraycopy(data, 0, all, head.length, data.length);
            all[all.length - 2] = '\n';
            all[all.length - 1] = '\n';
            return new Bytes(type, Set.of(marks), all);
        }
    }

    /** Everything before it is sent, then the writer waits. */
    record Pause(Gate gate) implements Frame {}

    /** Everything before it is sent, then nothing. */
    record Stall() implements Frame {}
}
