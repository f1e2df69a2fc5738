package dev.agentloop.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.UserInput;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventHeader;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.Opaque;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoundTripTest {
    @Property(tries = 300)
    void modelItemsComeBackThroughUtf8(@ForAll("modelItems") ModelItem item) {
        assertThat(ItemJson.modelItemFromJson(throughUtf8(ItemJson.modelItemToJson(item))))
                .isEqualTo(item);
    }

    @Property(tries = 300)
    void turnItemsComeBackThroughUtf8(@ForAll("turnItems") TurnItem item) {
        assertThat(ItemJson.turnItemFromJson(throughUtf8(ItemJson.turnItemToJson(item))))
                .isEqualTo(item);
    }

    @Property(tries = 300)
    void eventsComeBackAsOneLine(@ForAll("turnItems") TurnItem item, @ForAll long second, @ForAll long sequence) {
        AgentEvent event = new AgentEvent.ItemCompleted(
                new EventHeader(
                        SessionId.of("s"),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.ofEpochSecond(second % 1_000_000_000_000L),
                        sequence),
                item);
        String line = EventJson.eventToJson(event);
        assertThat(line).doesNotContain("\n", "\r");
        assertThat(EventJson.eventFromJson(throughUtf8(line))).isEqualTo(event);
    }

    @Provide
    Arbitrary<ModelItem> modelItems() {
        Arbitrary<ModelItem> messages = Combinators.combine(
                        texts(),
                        Arbitraries.of(ModelItem.Role.class),
                        content().list().ofMaxSize(3),
                        opaque())
                .as(ModelItem.Message::new);
        Arbitrary<ModelItem> calls = Combinators.combine(
                        texts(), texts(), texts(), Arbitraries.of(ModelItem.Call.Form.class), texts(), opaque())
                .as(ModelItem.Call::new);
        Arbitrary<ModelItem> outputs = Combinators.combine(
                        texts(), Arbitraries.of(ModelItem.Call.Form.class), outputs(), opaque())
                .as(ModelItem.CallOutput::new);
        Arbitrary<ModelItem> reasoning =
                Combinators.combine(texts(), texts(), texts(), opaque()).as(ModelItem.Reasoning::new);
        return Arbitraries.oneOf(messages, calls, outputs, reasoning);
    }

    @Provide
    Arbitrary<TurnItem> turnItems() {
        Arbitrary<TurnItem.Status> status = Arbitraries.of(TurnItem.Status.class);
        Arbitrary<TurnItem> users = Combinators.combine(
                        texts(), content().list().ofMinSize(1).ofMaxSize(3))
                .as((id, parts) -> new TurnItem.UserMessage(id, new UserInput(parts)));
        Arbitrary<TurnItem> commands = Combinators.combine(
                        texts(), texts(), texts().list().ofMaxSize(3), status, texts(), exitCodes(), durations())
                .as((id, call, argv, state, output, exit, time) ->
                        new TurnItem.CommandExecution(id, call, argv, Path.of("/w"), state, output, exit, time));
        Arbitrary<TurnItem> tools = Combinators.combine(
                        texts(), texts(), texts(), texts(), status, outputs().optional(), durations())
                .as(TurnItem.ToolInvocation::new);
        return Arbitraries.oneOf(users, commands, tools);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.of("\ud800", "x\udfff", "\u2028\u0000\u001b[31m", "\"}],\\", "\ud83d\ude00"));
    }

    private static Arbitrary<Content> content() {
        return Arbitraries.oneOf(
                texts().map(Content.Text::new),
                texts().map(Content.Image::new),
                Combinators.combine(texts(), texts()).as(Content.File::new));
    }

    private static Arbitrary<Optional<Opaque>> opaque() {
        return Combinators.combine(texts(), texts()).as(Opaque::new).optional();
    }

    private static Arbitrary<ToolOutput> outputs() {
        return Combinators.combine(content().list().ofMaxSize(3), Arbitraries.of(true, false), texts().optional())
                .as(ToolOutput::new);
    }

    private static Arbitrary<OptionalInt> exitCodes() {
        return Arbitraries.integers()
                .optional()
                .map(code -> code.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private static Arbitrary<Duration> durations() {
        return Arbitraries.longs().between(0, 1L << 50).map(Duration::ofNanos);
    }

    private static String throughUtf8(String json) {
        return new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
