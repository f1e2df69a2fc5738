package dev.agentloop.runtime.model.responses;

import dev.agentloop.runtime.model.Parsed;
import dev.agentloop.runtime.model.http.WireStream;

/** Streams of this wire, parsed without a network. */
final class Parsing {
    private Parsing() {}

    static WireStream.Parser parser() {
        return new ResponseReader(ResponsesModelProvider.ID, text -> text, (items, completed) -> {});
    }

    static Parsed of(byte[] stream) {
        return Parsed.of(parser(), stream, () -> 8192);
    }
}
