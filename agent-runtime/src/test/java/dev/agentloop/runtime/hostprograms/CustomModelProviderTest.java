package dev.agentloop.runtime.hostprograms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.tool.Tool;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A model of the application's own: here one that can only count the words of what it hears. */
@Timeout(60)
class CustomModelProviderTest {
    static final class WordCounter implements ModelProvider {
        @Override
        public String id() {
            return "word-counter";
        }

        @Override
        public String defaultModel() {
            return "counter-1";
        }

        @Override
        public ModelStream open(ModelRequest request) {
            ModelItem last = request.input().get(request.input().size() - 1);
            if (last instanceof ModelItem.CallOutput answer) {
                return new Events(message("There are " + answer.output().text() + " words."));
            }
            String text = ((ModelItem.Message) last).text();
            return new Events(new ModelItem.Call(
                    "",
                    "call-1",
                    "count",
                    ModelItem.Call.Form.FUNCTION,
                    "{\"text\":\"" + text + "\"}",
                    Optional.empty()));
        }

        private static ModelItem message(String text) {
            return ModelItem.Message.of(ModelItem.Role.ASSISTANT, text);
        }
    }

    /** A response that is there at once. */
    static final class Events implements ModelStream {
        private final Queue<ModelEvent> events = new ArrayDeque<>();

        Events(ModelItem item) {
            events.add(new ModelEvent.ItemDone("", item));
            events.add(new ModelEvent.Completed(ModelEvent.StopReason.DONE, "", TokenUsage.of(7, 3), "", "counter-1"));
        }

        @Override
        public ModelEvent next() {
            return events.poll();
        }

        @Override
        public void close() {}
    }

    public static final class Words {
        @Tool(description = "Counts words.")
        public int count(String text) {
            return text.split(" ").length;
        }
    }

    @Test
    void anAgentRunsOnAModelOfTheApplicationsOwn() {
        try (Agent agent = Agent.builder()
                        .modelProvider(new WordCounter())
                        .tools(new Words())
                        .build();
                AgentSession session = agent.startSession()) {
            var result = session.run("how many are these");

            assertThat(result.finalMessage()).isEqualTo("There are 4 words.");
            assertThat(result.usage()).isEqualTo(TokenUsage.of(14, 6));
            assertThat(session.run("one").finalMessage()).isEqualTo("There are 1 words.");
            assertThat(List.of(agent.tools().get(0).name())).containsExactly("count");
        }
    }
}
