package dev.agentloop.runtime.model.anthropic;

import dev.agentloop.runtime.model.Parsed;
import dev.agentloop.runtime.model.http.WireStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams of this wire, parsed without a network. */
final class Parsing {
    private Parsing() {}

    static WireStream.Parser parser() {
        AtomicInteger items = new AtomicInteger();
        return new EventParser(AnthropicModelProvider.ID, text -> text, () -> "item_" + items.getAndIncrement());
    }

    /** A stream of these events; {@code '} stands for the quotes. */
    static Parsed events(String... events) {
        return Parsed.of(parser(), Parsed.stream(events), () -> 8192);
    }
}
