package dev.agentloop.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.tool.ToolOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The script follows what its tools answer, and gives up when they answer something else. */
class ScriptedModelTest {
    private final List<ModelItem> input = new ArrayList<>();

    @Test
    void itRepairsTheLineThatTheSearchShows() throws Exception {
        answer("call_test_before", "Exit code: 1\nOutput:\nFAIL  x: expected 0.00 but was 0.01\n");
        answer(
                "call_search",
                "test/billing/T.java:3: round\nsrc/other/Vat.java:2:  return Math.round(sum * rate / 100.0);\n");
        assertThat(calls()).containsExactly("read_file {\"path\":\"src/other/Vat.java\"}");

        answer("call_read_source", "1\tlong tax() {\n2\t  return Math.round(sum * rate / 100.0);\n3\t}\n");
        assertThat(calls()).containsExactly("""
                apply_patch *** Begin Patch
                *** Update File: src/other/Vat.java
                @@
                 long tax() {
                -  return Math.round(sum * rate / 100.0);
                +  // Away from zero on both sides; Math.round takes -0.5 to 0 but 0.5 to 1.
                +  return (sum * rate + Long.signum(sum) * 50L) / 100;
                 }
                *** End Patch
                """);
    }

    @Test
    void itGivesUpWhenTheTestDoesNotFailAsExpected() throws Exception {
        answer("call_test_before", "Exit code: 127\nOutput:\njavac: not found\n");
        assertThat(calls()).isEmpty();
    }

    @Test
    void itGivesUpWhenTheSearchShowsNothing() throws Exception {
        answer("call_test_before", "Exit code: 1\nOutput:\nFAIL  x: expected 0.00 but was 0.01\n");
        answer("call_search", "No line matches.\n");
        assertThat(calls()).isEmpty();
    }

    @Test
    void itDoesNotClaimSuccessWhenTheTestStillFails() throws Exception {
        answer("call_test_before", "Exit code: 1\nOutput:\nFAIL  x: expected 0.00 but was 0.01\n");
        answer("call_search", "src/other/Vat.java:2:  return Math.round(sum * rate / 100.0);\n");
        answer("call_read_source", "…");
        answer("call_patch", "Done");
        answer("call_test_after", "Exit code: 1\nOutput:\n");
        assertThat(messages()).singleElement().asString().startsWith("I give up: the test still fails");
    }

    private void answer(String callId, String text) {
        input.add(new ModelItem.CallOutput(
                callId, ModelItem.Call.Form.FUNCTION, ToolOutput.text(text), Optional.empty()));
    }

    private List<String> calls() throws InterruptedException {
        return items().stream()
                .filter(ModelItem.Call.class::isInstance)
                .map(ModelItem.Call.class::cast)
                .map(call -> call.name() + " " + call.arguments())
                .toList();
    }

    private List<String> messages() throws InterruptedException {
        return items().stream()
                .filter(ModelItem.Message.class::isInstance)
                .map(item -> ((ModelItem.Message) item).text())
                .toList();
    }

    private List<ModelItem> items() throws InterruptedException {
        List<ModelItem> items = new ArrayList<>();
        ModelRequest request = ModelRequest.builder(ScriptedModel.NAME)
                .input(List.copyOf(input))
                .build();
        try (ModelStream stream = new ScriptedModel().open(request)) {
            for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
                if (event instanceof ModelEvent.ItemDone done) {
                    items.add(done.item());
                }
            }
        }
        return items;
    }
}
