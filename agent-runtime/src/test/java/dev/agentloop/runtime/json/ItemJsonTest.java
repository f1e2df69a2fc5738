package dev.agentloop.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.HostedItem;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.Opaque;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.HostRule;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ItemJsonTest {
    private static final Optional<Opaque> OPAQUE =
            Optional.of(new Opaque("responses", "{ \"type\" : \"x\", \"n\":1.0,\"u\":\"\\u00e9\"}"));
    private static final String OPAQUE_JSON =
            ",\"opaque\":{\"providerId\":\"responses\",\"json\":\"{ \\\"type\\\" : \\\"x\\\", \\\"n\\\":1.0,"
                    + "\\\"u\\\":\\\"\\\\u00e9\\\"}\"}}";

    record Deployment(String id, String target, List<Integer> ports) implements TurnItem {
        @Override
        public String type() {
            return "acme.deployment";
        }
    }

    record Impostor(String id) implements TurnItem {
        @Override
        public String type() {
            return "plan_update";
        }
    }

    record Signature(Optional<Opaque> opaque) implements ModelItem {}

    record Publish(ApprovalRequest.Origin origin, String reason, String version) implements ApprovalRequest {}

    record SendMail(ApprovalRequest.Origin origin, String reason, String address) implements ApprovalRequest {}

    @Test
    void modelItemsHaveThisForm() {
        modelItem(
                new ModelItem.Message("", ModelItem.Role.USER, List.of(new Content.Text("hi")), Optional.empty()),
                "{\"version\":1,\"type\":\"message\",\"id\":\"\",\"role\":\"user\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}");
        modelItem(
                new ModelItem.Message(
                        "msg_1",
                        ModelItem.Role.ASSISTANT,
                        List.of(
                                new Content.Image("data:image/png;base64,AA=="),
                                new Content.File("a.pdf", "data:application/pdf;base64,AA==")),
                        OPAQUE),
                "{\"version\":1,\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\","
                        + "\"content\":[{\"type\":\"image\",\"url\":\"data:image/png;base64,AA==\"},"
                        + "{\"type\":\"file\",\"name\":\"a.pdf\",\"dataUrl\":\"data:application/pdf;base64,AA==\"}]"
                        + OPAQUE_JSON);
        modelItem(
                new ModelItem.Call("fc_1", "call_1", "read", ModelItem.Call.Form.FUNCTION, "{\"a\": 1}", OPAQUE),
                "{\"version\":1,\"type\":\"call\",\"id\":\"fc_1\",\"callId\":\"call_1\",\"name\":\"read\","
                        + "\"form\":\"function\",\"arguments\":\"{\\\"a\\\": 1}\"" + OPAQUE_JSON);
        modelItem(
                new ModelItem.CallOutput(
                        "call_1", ModelItem.Call.Form.FREEFORM, ToolOutput.ofJson("{\"b\":2}"), Optional.empty()),
                "{\"version\":1,\"type\":\"call_output\",\"callId\":\"call_1\",\"form\":\"freeform\","
                        + "\"output\":{\"content\":[{\"type\":\"text\",\"text\":\"{\\\"b\\\":2}\"}],\"failed\":false,"
                        + "\"structuredJson\":\"{\\\"b\\\":2}\"}}");
        modelItem(
                new ModelItem.Reasoning("rs_1", "short", "long", OPAQUE),
                "{\"version\":1,\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":\"short\",\"text\":\"long\""
                        + OPAQUE_JSON);
        modelItem(
                new ModelItem.Hosted(
                        new HostedItem.WebSearch("ws_1", "completed", "search", List.of("a", "b"), "{}"), OPAQUE),
                "{\"version\":1,\"type\":\"hosted\",\"item\":{\"type\":\"web_search\",\"id\":\"ws_1\","
                        + "\"status\":\"completed\",\"action\":\"search\",\"queries\":[\"a\",\"b\"],\"json\":\"{}\"}"
                        + OPAQUE_JSON);
        modelItem(
                new ModelItem.Hosted(
                        new HostedItem.Unknown("x_1", "reasoning", "done", "{\"id\": \"x_1\"}"), Optional.empty()),
                "{\"version\":1,\"type\":\"hosted\",\"item\":{\"type\":\"reasoning\",\"hosted\":\"unknown\","
                        + "\"id\":\"x_1\",\"status\":\"done\",\"json\":\"{\\\"id\\\": \\\"x_1\\\"}\"}}");
    }

    @Test
    void aModelItemOfAnOwnClassKeepsItsOpaqueForm() {
        ModelItem read = ItemJson.modelItemFromJson(ItemJson.modelItemToJson(new Signature(OPAQUE)));
        assertThat(read)
                .isEqualTo(new ModelItem.Hosted(
                        new HostedItem.Unknown(
                                "", "Signature", "", OPAQUE.orElseThrow().json()),
                        OPAQUE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ItemJson.modelItemToJson(new Signature(Optional.empty())))
                .withMessageContaining("needs an opaque form");
    }

    @Test
    void aModelItemOfALaterVersionKeepsItsOpaqueForm() {
        String later = "{\"version\":1,\"type\":\"telepathy\",\"id\":\"t\",\"strength\":2" + OPAQUE_JSON;
        assertThat(ItemJson.modelItemFromJson(later).opaque()).isEqualTo(OPAQUE);
    }

    @Test
    void turnItemsHaveThisForm() {
        turnItem(
                new TurnItem.UserMessage("u1", UserInput.text("hi")),
                "{\"version\":1,\"type\":\"user_message\",\"id\":\"u1\","
                        + "\"input\":{\"parts\":[{\"type\":\"text\",\"text\":\"hi\"}]}}");
        turnItem(
                new TurnItem.AgentMessage("m1", "done"),
                "{\"version\":1,\"type\":\"agent_message\",\"id\":\"m1\",\"text\":\"done\"}");
        turnItem(
                new TurnItem.Reasoning("r1", "s", ""),
                "{\"version\":1,\"type\":\"reasoning\",\"id\":\"r1\",\"summary\":\"s\",\"text\":\"\"}");
        turnItem(
                new TurnItem.CommandExecution(
                        "c1",
                        "call_1",
                        List.of("ls", "-l"),
                        Path.of("/w"),
                        TurnItem.Status.IN_PROGRESS,
                        "",
                        OptionalInt.empty(),
                        Duration.ZERO),
                "{\"version\":1,\"type\":\"command_execution\",\"id\":\"c1\",\"callId\":\"call_1\","
                        + "\"argv\":[\"ls\",\"-l\"],\"workingDirectory\":\"/w\",\"status\":\"in_progress\","
                        + "\"output\":\"\",\"duration\":\"PT0S\"}");
        turnItem(
                new TurnItem.CommandExecution(
                        "c1",
                        "",
                        List.of("ls"),
                        Path.of("/w"),
                        TurnItem.Status.FAILED,
                        "no\n",
                        OptionalInt.of(2),
                        Duration.ofMillis(12)),
                "{\"version\":1,\"type\":\"command_execution\",\"id\":\"c1\",\"callId\":\"\",\"argv\":[\"ls\"],"
                        + "\"workingDirectory\":\"/w\",\"status\":\"failed\",\"output\":\"no\\n\",\"exitCode\":2,"
                        + "\"duration\":\"PT0.012S\"}");
        turnItem(
                new TurnItem.FileChange(
                        "f1",
                        "call_1",
                        List.of(
                                new TurnItem.FileChange.Change(
                                        Path.of("/w/a"), TurnItem.FileChange.Kind.ADDED, Optional.empty(), "+x"),
                                new TurnItem.FileChange.Change(
                                        Path.of("/w/b"),
                                        TurnItem.FileChange.Kind.UPDATED,
                                        Optional.of(Path.of("/w/c")),
                                        "")),
                        TurnItem.Status.COMPLETED),
                "{\"version\":1,\"type\":\"file_change\",\"id\":\"f1\",\"callId\":\"call_1\",\"changes\":["
                        + "{\"path\":\"/w/a\",\"kind\":\"added\",\"diff\":\"+x\"},"
                        + "{\"path\":\"/w/b\",\"kind\":\"updated\",\"movedTo\":\"/w/c\",\"diff\":\"\"}],"
                        + "\"status\":\"completed\"}");
        turnItem(
                new TurnItem.ToolInvocation(
                        "t1",
                        "call_1",
                        "read",
                        "{}",
                        TurnItem.Status.DENIED,
                        Optional.of(ToolOutput.error("no")),
                        Duration.ofSeconds(1)),
                "{\"version\":1,\"type\":\"tool_invocation\",\"id\":\"t1\",\"callId\":\"call_1\","
                        + "\"toolName\":\"read\",\"argumentsJson\":\"{}\",\"status\":\"denied\","
                        + "\"output\":{\"content\":[{\"type\":\"text\",\"text\":\"no\"}],\"failed\":true},"
                        + "\"duration\":\"PT1S\"}");
        turnItem(
                new TurnItem.PlanUpdate("p1", "why", List.of(new TurnItem.PlanUpdate.Step("do", "pending"))),
                "{\"version\":1,\"type\":\"plan_update\",\"id\":\"p1\",\"explanation\":\"why\","
                        + "\"steps\":[{\"text\":\"do\",\"status\":\"pending\"}]}");
        turnItem(
                new TurnItem.ContextCompaction("k1", "local_summary", 1000, 10),
                "{\"version\":1,\"type\":\"context_compaction\",\"id\":\"k1\",\"strategy\":\"local_summary\","
                        + "\"tokensBefore\":1000,\"tokensAfter\":10}");
    }

    @Test
    void itemsOfTheModelServiceHaveThisForm() {
        turnItem(
                new HostedItem.FileSearch("h", "completed", List.of("q"), List.of("a.md"), "{}"),
                "{\"version\":1,\"type\":\"file_search\",\"id\":\"h\",\"status\":\"completed\",\"queries\":[\"q\"],"
                        + "\"results\":[\"a.md\"],\"json\":\"{}\"}");
        turnItem(
                new HostedItem.CodeInterpreter("h", "completed", "1+1", "cntr", "{}"),
                "{\"version\":1,\"type\":\"code_interpreter\",\"id\":\"h\",\"status\":\"completed\","
                        + "\"code\":\"1+1\",\"containerId\":\"cntr\",\"json\":\"{}\"}");
        turnItem(
                new HostedItem.ComputerUse("h", "", "call_1", "click", "{}"),
                "{\"version\":1,\"type\":\"computer_use\",\"id\":\"h\",\"status\":\"\",\"callId\":\"call_1\","
                        + "\"action\":\"click\",\"json\":\"{}\"}");
        turnItem(
                new HostedItem.ImageGeneration("h", "completed", Optional.of("AA=="), "{}"),
                "{\"version\":1,\"type\":\"image_generation\",\"id\":\"h\",\"status\":\"completed\","
                        + "\"imageBase64\":\"AA==\",\"json\":\"{}\"}");
        turnItem(
                new HostedItem.RemoteMcpCall("h", "completed", "srv", "tool", "{}", "out", "", "{}"),
                "{\"version\":1,\"type\":\"remote_mcp_call\",\"id\":\"h\",\"status\":\"completed\","
                        + "\"serverLabel\":\"srv\",\"toolName\":\"tool\",\"argumentsJson\":\"{}\",\"output\":\"out\","
                        + "\"error\":\"\",\"json\":\"{}\"}");
    }

    @Test
    void anItemOfAToolsOwnKindComesBackAsTheSameDocument() {
        String json = ItemJson.turnItemToJson(new Deployment("d1", "prod", List.of(80, 443)));
        assertThat(json)
                .isEqualTo("{\"version\":1,\"type\":\"acme.deployment\",\"id\":\"d1\",\"target\":\"prod\","
                        + "\"ports\":[80,443]}");
        TurnItem read = ItemJson.turnItemFromJson(json);
        assertThat(read)
                .isEqualTo(new UnknownItem(
                        "d1",
                        "acme.deployment",
                        "{\"type\":\"acme.deployment\",\"id\":\"d1\",\"target\":\"prod\",\"ports\":[80,443]}"));
        assertThat(ItemJson.turnItemToJson(read)).isEqualTo(json);
    }

    @Test
    void anItemCannotTakeTheNameOfAnotherKind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ItemJson.turnItemToJson(new Impostor("i")))
                .withMessageContaining("Impostor calls its kind 'plan_update'");
    }

    @Test
    void questionsHaveThisForm() {
        ApprovalRequest.Origin origin =
                new ApprovalRequest.Origin("q1", SessionId.of("s1"), new TurnId("t1"), "call_1");
        String head = ",\"origin\":{\"id\":\"q1\",\"sessionId\":\"s1\",\"turnId\":\"t1\",\"callId\":\"call_1\"},"
                + "\"reason\":\"why\",";
        question(
                new ApprovalRequest.RunCommand(origin, "why", List.of("rm", "x"), Path.of("/w")),
                "{\"version\":1,\"type\":\"run_command\"" + head
                        + "\"argv\":[\"rm\",\"x\"],\"workingDirectory\":\"/w\"}");
        question(
                new ApprovalRequest.RunCommand(origin, "why", List.of("x"), Path.of("/w"), Optional.of("a rule")),
                "{\"version\":1,\"type\":\"run_command\"" + head
                        + "\"argv\":[\"x\"],\"workingDirectory\":\"/w\",\"rule\":\"a rule\"}");
        question(
                new ApprovalRequest.NetworkHost(origin, "why", HostRule.parse("a.example:22"), List.of("ssh")),
                "{\"version\":1,\"type\":\"network_host\"" + head + "\"host\":\"a.example:22\",\"argv\":[\"ssh\"]}");
        question(
                new ApprovalRequest.ApplyPatch(origin, "why", List.of(Path.of("/w/a")), "+x"),
                "{\"version\":1,\"type\":\"apply_patch\"" + head + "\"paths\":[\"/w/a\"],\"diff\":\"+x\"}");
        question(
                new ApprovalRequest.CallTool(origin, "why", "mail", "{}"),
                "{\"version\":1,\"type\":\"call_tool\"" + head + "\"toolName\":\"mail\",\"argumentsJson\":\"{}\"}");
        question(
                new ApprovalRequest.CallTool(origin, "why", "mail", "{}", Optional.of("abc")),
                "{\"version\":1,\"type\":\"call_tool\"" + head
                        + "\"toolName\":\"mail\",\"argumentsJson\":\"{}\",\"definition\":\"abc\"}");
        question(
                new ApprovalRequest.AskModel(origin, "why", "MCP server s", "user: hi"),
                "{\"version\":1,\"type\":\"ask_model\"" + head + "\"asker\":\"MCP server s\",\"prompt\":\"user: hi\"}");
        question(
                new ApprovalRequest.WidenSandbox(
                        origin, "why", PermissionGrant.path(Path.of("/x"), Access.WRITE), List.of("touch", "/x")),
                "{\"version\":1,\"type\":\"widen_sandbox\"" + head
                        + "\"grant\":{\"path\":\"/x\",\"access\":\"write\"},\"argv\":[\"touch\",\"/x\"]}");
        question(
                new ApprovalRequest.WidenSandbox(origin, "why", PermissionGrant.host("example.com:8443"), List.of()),
                "{\"version\":1,\"type\":\"widen_sandbox\"" + head
                        + "\"grant\":{\"access\":\"none\",\"host\":\"example.com:8443\"},\"argv\":[]}");
    }

    @Test
    void aQuestionOfAnotherKindComesBackAsTheSameDocument() {
        ApprovalRequest.Origin origin =
                new ApprovalRequest.Origin("q1", SessionId.of("s1"), new TurnId("t1"), "call_1");
        String json = ItemJson.approvalRequestToJson(new SendMail(origin, "why", "a@b"));
        ApprovalRequest read = ItemJson.approvalRequestFromJson(json);
        assertThat(json).contains("\"type\":\"send_mail\"").contains("\"address\":\"a@b\"");
        assertThat(read.origin()).isEqualTo(origin);
        assertThat(read.reason()).isEqualTo("why");
        assertThat(ItemJson.approvalRequestToJson(read)).isEqualTo(json);
    }

    @Test
    void aQuestionWithAMemberOfTheFormatsOwnIsRefused() {
        ApprovalRequest.Origin origin =
                new ApprovalRequest.Origin("q1", SessionId.of("s1"), new TurnId("t1"), "call_1");
        assertThatThrownBy(() -> ItemJson.approvalRequestToJson(new Publish(origin, "why", "1.2.3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has a component 'version', which the format needs for itself");
    }

    @Test
    void answersOutputsAndUsagesHaveThisForm() {
        String answer = ItemJson.approvalDecisionToJson(ApprovalDecision.deny("not now"));
        assertThat(answer).isEqualTo("{\"version\":1,\"kind\":\"deny\",\"reason\":\"not now\"}");
        assertThat(ItemJson.approvalDecisionFromJson(answer)).isEqualTo(ApprovalDecision.deny("not now"));

        String output = ItemJson.toolOutputToJson(ToolOutput.text("x"));
        assertThat(output)
                .isEqualTo("{\"version\":1,\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"failed\":false}");
        assertThat(ItemJson.toolOutputFromJson(output)).isEqualTo(ToolOutput.text("x"));

        String usage = ItemJson.tokenUsageToJson(new TokenUsage(1, 2, 3, 4, 5));
        assertThat(usage)
                .isEqualTo("{\"version\":1,\"inputTokens\":1,\"cachedInputTokens\":2,\"cacheWriteTokens\":3,"
                        + "\"outputTokens\":4,\"reasoningTokens\":5}");
        assertThat(ItemJson.tokenUsageFromJson(usage)).isEqualTo(new TokenUsage(1, 2, 3, 4, 5));
    }

    @Test
    void anImageOfTwentyMegabytesIsStoredAndReadBack() {
        ModelItem item = new ModelItem.Message(
                "",
                ModelItem.Role.USER,
                List.of(new Content.Image("data:image/png;base64," + "A".repeat(20 << 20))),
                Optional.empty());
        assertThat(ItemJson.modelItemFromJson(ItemJson.modelItemToJson(item))).isEqualTo(item);
    }

    @Test
    void membersOfALaterVersionAreIgnored() {
        assertThat(ItemJson.turnItemFromJson(
                        "{\"version\":1,\"type\":\"agent_message\",\"id\":\"m\",\"text\":\"x\",\"mood\":\"good\"}"))
                .isEqualTo(new TurnItem.AgentMessage("m", "x"));
    }

    @Test
    void documentsThatCannotBeReadNameThePlace() {
        refused("{\"version\":2,\"type\":\"agent_message\"}", "reads up to 1");
        refused("{\"type\":\"agent_message\"}", "version: the turn item needs a member \"version\"");
        refused("[]", "a JSON object is expected");
        refused("{\"version\":1}", "a text member \"type\" is expected");
        refused("{\"version\":1,\"type\":\"agent_message\",\"id\":\"m\"}", "$.text");
        refused(
                "{\"version\":1,\"type\":\"plan_update\",\"id\":\"m\",\"explanation\":\"\",\"steps\":[{}]}",
                "steps[0]");
    }

    private static void refused(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ItemJson.turnItemFromJson(json))
                .withMessageContaining(message);
    }

    private static void modelItem(ModelItem item, String json) {
        assertThat(ItemJson.modelItemToJson(item)).isEqualTo(json);
        assertThat(ItemJson.modelItemFromJson(json)).isEqualTo(item);
    }

    private static void turnItem(TurnItem item, String json) {
        assertThat(ItemJson.turnItemToJson(item)).isEqualTo(json);
        assertThat(ItemJson.turnItemFromJson(json)).isEqualTo(item);
    }

    private static void question(ApprovalRequest request, String json) {
        assertThat(ItemJson.approvalRequestToJson(request)).isEqualTo(json);
        assertThat(ItemJson.approvalRequestFromJson(json)).isEqualTo(request);
    }
}
