package dev.agentloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.HostedTool;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.Terminal;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and builders: working defaults, and errors that name the parameter. */
class BuildersTest {
    static Stream<Arguments> badValues() {
        return Stream.of(
                bad("maxSamples", () -> Limits.builder().maxSamples(0)),
                bad("maxToolCalls", () -> Limits.builder().maxToolCalls(0)),
                bad("maxTokens", () -> Limits.builder().maxTokens(0)),
                bad("turnTimeout", () -> Limits.builder().turnTimeout(Duration.ZERO)),
                bad("toolTimeout", () -> Limits.builder().toolTimeout(Duration.ofSeconds(-1))),
                bad("approvalTimeout", () -> Limits.builder().approvalTimeout(Duration.ZERO)),
                bad("toolOutputBytes", () -> Limits.builder().toolOutputBytes(10)),
                bad("parallelToolCalls", () -> Limits.builder().parallelToolCalls(0)),
                bad("needs input", () -> TurnRequest.builder().build()),
                bad("at least one part", () -> new UserInput(List.of())),
                bad("Session id", () -> SessionId.of("a/b")),
                bad("turn id", () -> new TurnId(" ")),
                bad("maxRetries", () -> endpoint().maxRetries(101)),
                bad("connectTimeout", () -> endpoint().connectTimeout(Duration.ZERO)),
                bad("streamIdleTimeout", () -> endpoint().streamIdleTimeout(Duration.ZERO)),
                bad(
                        "baseUrl",
                        () -> ModelEndpoint.responses(URI.create("ftp://host")).build()),
                bad("baseUrl", () -> ModelEndpoint.responses(URI.create("v1")).build()),
                bad("name", () -> McpServerSpec.stdio("a b", "cmd").build()),
                bad("no command", () -> McpServerSpec.stdio("a").build()),
                bad("terminal", () -> Terminal.pty(0, 80)),
                bad("max", () -> SessionQuery.newest(0)),
                bad("image type", () -> Content.Image.read(Path.of("picture.txt"))));
    }

    private static Arguments bad(String named, ThrowingCallable call) {
        return Arguments.of(named, call);
    }

    private static ModelEndpoint.Builder endpoint() {
        return ModelEndpoint.responses(URI.create("http://localhost:1/v1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badValues")
    void aBadValueIsRefusedByName(String named, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(named);
    }

    @Test
    void limitsKeepWhatWasSetThroughToBuilder() {
        Limits limits = Limits.builder()
                .maxSamples(3)
                .maxToolCalls(4)
                .maxTokens(5)
                .turnTimeout(Duration.ofSeconds(6))
                .toolTimeout(Duration.ofSeconds(7))
                .approvalTimeout(Duration.ofSeconds(8))
                .toolOutputBytes(900)
                .parallelToolCalls(10)
                .exposeToolErrors(true)
                .build()
                .toBuilder()
                .build();
        assertThat(limits)
                .returns(3, Limits::maxSamples)
                .returns(4, Limits::maxToolCalls)
                .returns(OptionalLong.of(5), Limits::maxTokens)
                .returns(Duration.ofSeconds(6), Limits::turnTimeout)
                .returns(Duration.ofSeconds(7), Limits::toolTimeout)
                .returns(Duration.ofSeconds(8), Limits::approvalTimeout)
                .returns(900, Limits::toolOutputBytes)
                .returns(10, Limits::parallelToolCalls)
                .returns(true, Limits::exposeToolErrors);
        assertThat(Limits.ofDefaults().maxTokens()).isEmpty();
    }

    @Test
    void sessionOptionsKeepWhatWasSetThroughToBuilder() {
        ApprovalHandler handler = ApprovalHandler.approveAll();
        SessionOptions options = SessionOptions.builder()
                .id(SessionId.of("s"))
                .workingDirectory(Path.of("x"))
                .approvals(ApprovalPolicy.never(), handler)
                .listener(event -> {})
                .limits(Limits.ofDefaults())
                .label("name")
                .build()
                .toBuilder()
                .build();
        assertThat(options.id()).contains(SessionId.of("s"));
        assertThat(options.workingDirectory()).contains(Path.of("x").toAbsolutePath());
        assertThat(options.approvalPolicy()).contains(ApprovalPolicy.never());
        assertThat(options.approvalHandler()).contains(handler);
        assertThat(options.listeners()).hasSize(1);
        assertThat(options.limits()).isPresent();
        assertThat(options.label()).isEqualTo("name");
        assertThat(SessionOptions.ofDefaults().sandbox()).isEmpty();
    }

    @Test
    void anEndpointNamesNoSecretInItsText() {
        ModelEndpoint endpoint = endpoint()
                .apiKey(() -> "sk-secret")
                .header("api-key", "hidden")
                .queryParameter("api-version", "1")
                .maxRetries(2)
                .streamIdleTimeout(Duration.ofSeconds(9))
                .connectTimeout(Duration.ofSeconds(3))
                .serverStoredResponses(true)
                .model(ModelInfo.unknown("m").withContextWindow(32_000))
                .build();
        assertThat(endpoint.toString()).doesNotContain("secret", "hidden");
        assertThat(endpoint.apiKey().orElseThrow().get()).isEqualTo("sk-secret");
        assertThat(endpoint.headers()).containsEntry("api-key", "hidden");
        assertThat(endpoint.queryParameters()).containsEntry("api-version", "1");
        assertThat(endpoint.maxRetries()).isEqualTo(2);
        assertThat(endpoint.streamIdleTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(endpoint.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(endpoint.serverStoredResponses()).isTrue();
        assertThat(endpoint.models().get(0).contextWindowTokens()).isEqualTo(32_000);
        assertThat(ModelEndpoint.openAi().apiKeyVariable()).contains("OPENAI_API_KEY");
        assertThat(ModelEndpoint.chatCompletions(URI.create("http://h/v1"))
                        .build()
                        .wire())
                .isEqualTo(ModelEndpoint.Wire.CHAT_COMPLETIONS);
        assertThat(ModelEndpoint.anthropicMessages(URI.create("http://h/v1"))
                        .build()
                        .wire())
                .isEqualTo(ModelEndpoint.Wire.ANTHROPIC_MESSAGES);
    }

    @Test
    void anMcpServerKeepsWhatWasSet() {
        McpServerSpec server = McpServerSpec.http("docs", URI.create("https://host/mcp"))
                .header("X", "y")
                .bearerTokenFromEnvironment("TOKEN")
                .environment("A", "b")
                .enabledTools("one")
                .disabledTools("two")
                .required(true)
                .parallelSafe(true)
                .startTimeout(Duration.ofSeconds(1))
                .callTimeout(Duration.ofSeconds(2))
                .build();
        assertThat(server.name()).isEqualTo("docs");
        assertThat(server.url()).contains(URI.create("https://host/mcp"));
        assertThat(server.argv()).isEmpty();
        assertThat(server.headers()).containsEntry("X", "y");
        assertThat(server.environment()).containsEntry("A", "b");
        assertThat(server.bearerTokenVariable()).contains("TOKEN");
        assertThat(server.enabledTools()).containsExactly("one");
        assertThat(server.disabledTools()).containsExactly("two");
        assertThat(server.required()).isTrue();
        assertThat(server.parallelSafe()).isTrue();
        assertThat(server.startTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(server.callTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(server).hasToString("McpServerSpec[docs https://host/mcp]");
    }

    @Test
    void aTurnRequestKeepsEitherATypeOrASchema() {
        TurnRequest typed = TurnRequest.builder()
                .text("a")
                .input(UserInput.text("b"))
                .outputSchema(JsonSchema.EMPTY_OBJECT)
                .output(TokenUsage.class)
                .model("m")
                .effort(ReasoningEffort.HIGH)
                .build();
        assertThat(typed.input().text()).isEqualTo("a\nb");
        assertThat(typed.outputType()).contains(TokenUsage.class);
        assertThat(typed.outputSchema()).isEmpty();
        assertThat(typed.model()).contains("m");
        assertThat(typed.effort()).contains(ReasoningEffort.HIGH);
        assertThat(TurnRequest.builder()
                        .text("a")
                        .output(TokenUsage.class)
                        .outputSchema(JsonSchema.EMPTY_OBJECT)
                        .build()
                        .outputType())
                .isEmpty();
    }

    @Test
    void imagesAndFilesTravelInsideTheRequest(@TempDir Path folder) throws Exception {
        Path image = Files.write(folder.resolve("a.PNG"), new byte[] {1, 2});
        Path photo = Files.write(folder.resolve("a.jpg"), new byte[] {1, 2});
        Path document = Files.write(folder.resolve("a.pdf"), new byte[] {3});
        UserInput input = UserInput.image(image).and(UserInput.image(photo)).and(UserInput.file(document));
        assertThat(input.parts())
                .containsExactly(
                        new Content.Image("data:image/png;base64,AQI="),
                        new Content.Image("data:image/jpeg;base64,AQI="),
                        new Content.File("a.pdf", "data:application/pdf;base64,Aw=="));
        assertThat(input.text()).isEmpty();
        assertThatThrownBy(() -> UserInput.file(folder.resolve("missing.txt")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing.txt");
    }

    @Test
    void outputsAndSpecsAreValues() {
        assertThat(ToolOutput.text("a")).isEqualTo(ToolOutput.of(new Content.Text("a")));
        assertThat(ToolOutput.error("a").failed()).isTrue();
        assertThat(ToolOutput.ofJson("{}").structuredJson()).contains("{}");
        ToolSpec.Builder spec = ToolSpec.builder("t")
                .description("d")
                .inputSchema(JsonSchema.EMPTY_OBJECT)
                .outputSchema(JsonSchema.EMPTY_OBJECT)
                .grammar("start: /.+/")
                .traits(ToolSpec.Trait.READ_ONLY)
                .strict(true);
        assertThat(spec.build()).isEqualTo(spec.build());
        assertThat(HostedTool.webSearch()).isEqualTo(HostedTool.of("{\"type\":\"web_search\"}"));
        assertThat(HostedTool.codeInterpreter().json()).contains("container");
        assertThat(HostedTool.imageGeneration().json()).contains("image_generation");
    }

    @Test
    void usageAddsUpAndKnowsWhatWasNotCached() {
        TokenUsage sum = new TokenUsage(10, 4, 1, 3, 2).plus(TokenUsage.of(5, 1));
        assertThat(sum).isEqualTo(new TokenUsage(15, 4, 1, 4, 2));
        assertThat(sum.uncachedInputTokens()).isEqualTo(11);
        assertThat(sum.totalTokens()).isEqualTo(19);
    }

    @Test
    void anExceptionKeepsWhatAProviderKnows() {
        ModelException failure = ModelException.builder(ModelException.Kind.RATE_LIMIT, "slow down")
                .status(429)
                .code("rate_limit_exceeded")
                .requestId("req_1")
                .attempt(2)
                .retryAfter(Duration.ofSeconds(3))
                .cause(new IllegalStateException())
                .build()
                .toBuilder()
                .build();
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.status()).hasValue(429);
        assertThat(failure.code()).contains("rate_limit_exceeded");
        assertThat(failure.requestId()).contains("req_1");
        assertThat(failure.attempt()).isEqualTo(2);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(failure.kind()).isEqualTo(ModelException.Kind.RATE_LIMIT);
        assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(ModelException.builder(ModelException.Kind.CONTEXT_WINDOW, "too long")
                        .build())
                .isInstanceOf(ContextWindowExceededException.class);
        assertThat(ModelException.builder(ModelException.Kind.RATE_LIMIT, "never again")
                        .retryable(false)
                        .build()
                        .retryable())
                .isFalse();
    }

    @Test
    void approvalPoliciesSayWhatMayBeAsked() {
        assertThat(ApprovalPolicy.never().mayAsk(ApprovalPolicy.Topic.TOOLS)).isFalse();
        ApprovalPolicy some = ApprovalPolicy.granular(ApprovalPolicy.Topic.NETWORK);
        assertThat(some.mayAsk(ApprovalPolicy.Topic.NETWORK)).isTrue();
        assertThat(some.mayAsk(ApprovalPolicy.Topic.COMMANDS)).isFalse();
        assertThat(some).hasToString("granular[NETWORK]").isNotEqualTo(ApprovalPolicy.untrusted());
        assertThat(ApprovalPolicy.onRequest()).hasToString("on_request").hasSameHashCodeAs(ApprovalPolicy.onRequest());
        assertThat(ApprovalDecision.approveAlways().approved()).isTrue();
        assertThat(ApprovalDecision.deferred().approved()).isFalse();
    }

    @Test
    void forkPointsAndPreviewsAreValues() {
        assertThat(ForkPoint.end()).isEqualTo(new ForkPoint(Optional.empty(), OptionalLong.empty()));
        assertThat(ForkPoint.afterSequence(3).afterSequence()).hasValue(3);
        PromptPreview.Fragment fragment = new PromptPreview.Fragment("instructions", "system", "äbc", List.of());
        assertThat(fragment.bytes()).isEqualTo(4);
        assertThat(fragment.estimatedTokens()).isEqualTo(1);
        assertThat(new TurnItem.PlanUpdate("p", "", List.of()).type()).isEqualTo("plan_update");
        assertThatCode(() -> Terminal.pipes()).doesNotThrowAnyException();
    }
}
