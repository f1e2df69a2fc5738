package dev.agentloop.runtime.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.event.HostedItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.Opaque;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {
    private static final Optional<Opaque> NONE = Optional.empty();
    private static final ModelItem MESSAGE = new ModelItem.Message(
            "m",
            ModelItem.Role.USER,
            List.of(new Content.Text("12345678"), new Content.Text("9"), new Content.Image("data:image/png;base64,AA")),
            NONE);
    private static final ModelItem CALL =
            new ModelItem.Call("fc", "c1", "work", ModelItem.Call.Form.FUNCTION, "{\"a\":12}", NONE);

    @Test
    void textIsAQuarterOfItsCharactersRoundedUpAndAnImageAThousand() {
        assertThat(TokenEstimate.of(MESSAGE)).isEqualTo(2 + 1 + 1000);
    }

    @Test
    void aCallIsItsNameAndItsArguments() {
        assertThat(TokenEstimate.of(CALL)).isEqualTo(1 + 2);
    }

    @Test
    void anOutputIsWhatTheModelReads() {
        ToolOutput output = ToolOutput.of(new Content.Text("12345"), new Content.Text("1234"));

        assertThat(TokenEstimate.of(new ModelItem.CallOutput("c1", ModelItem.Call.Form.FUNCTION, output, NONE)))
                .isEqualTo(2 + 1);
    }

    @Test
    void whatTheServiceWroteIsItsJson() {
        HostedItem search = new HostedItem.Unknown("ws", "search", "completed", "{\"type\":\"yz\"}");
        Opaque opaque = new Opaque("responses", "{\"type\":\"x\"}");

        assertThat(TokenEstimate.of(new ModelItem.Reasoning("r", "a summary", "", Optional.of(opaque))))
                .isEqualTo(3);
        assertThat(TokenEstimate.of(new ModelItem.Reasoning("r", "a summary", "", NONE)))
                .as("reasoning that cannot be sent back costs nothing")
                .isZero();
        assertThat(TokenEstimate.of(new ModelItem.Hosted(search, NONE))).isEqualTo(4);
    }

    @Test
    void aListIsItsItems() {
        assertThat(TokenEstimate.of(List.of(MESSAGE, CALL))).isEqualTo(1006);
        assertThat(TokenEstimate.of(List.of())).isZero();
    }
}
