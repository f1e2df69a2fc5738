package dev.agentloop.runtime.model.chat;

import dev.agentloop.runtime.model.Parsed;
import dev.agentloop.runtime.model.http.WireStream;

/** Streams of this wire, parsed without a network. */
final class Parsing {
    private Parsing() {}

    static WireStream.Parser parser() {
        return new EventParser(ChatModelProvider.ID, text -> text);
    }

    /** A stream of these chunks; {@code '} stands for the quotes. */
    static Parsed chunks(String... chunks) {
        return Parsed.of(parser(), Parsed.stream(chunks), () -> 8192);
    }
}
