package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentloop.ContextWindowExceededException;
import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.model.ModelEndpoint.Wire;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.Sse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Refusals, as exceptions that tell the runtime whether to try again. */
abstract class ModelFailures extends ModelGroup {
    ModelFailures(ModelProviderTck kit) {
        super(kit);
    }

    @Test
    void aRefusalTellsItsKindAndWhatTheServiceSaid() {
        for (Refusal row : List.of(
                new Refusal(400, "invalid_value", Kind.INVALID_REQUEST, false),
                new Refusal(401, "invalid_api_key", Kind.AUTHENTICATION, false),
                new Refusal(403, "not_allowed", Kind.PERMISSION, false),
                new Refusal(404, "model_not_found", Kind.NOT_FOUND, false),
                new Refusal(429, "rate_limit_exceeded", Kind.RATE_LIMIT, true),
                new Refusal(429, "insufficient_quota", Kind.QUOTA, false),
                new Refusal(500, "server_error", Kind.SERVER, true),
                new Refusal(503, "server_is_overloaded", Kind.SERVER, true))) {
            String message = "because of " + row.code();
            kit.server().respond(Reply.error(row.status(), row.code(), message).header("x-request-id", "req_42"));

            ModelException refusal = failure();

            String code = refusal.code().orElse("");
            assertThat(new Refusal(
                            refusal.status().orElse(0),
                            kit.wire() == Wire.ANTHROPIC_MESSAGES ? row.code() : code, // it has names of its own
                            refusal.kind(),
                            refusal.retryable()))
                    .isEqualTo(row);
            assertThat(code).as("%s", row).isNotEmpty();
            assertThat(refusal.requestId()).as("%s", row).hasValue("req_42");
            assertThat(refusal).as("%s", row).hasMessageContaining(message);
        }
        kit.server().assertScriptFinished();
    }

    private record Refusal(int status, String code, Kind kind, boolean retryable) {}

    @Test
    void theServiceSaysHowLongToWait() {
        kit.server()
                .respond(Reply.error(429, "rate_limit_exceeded", "slow down").header("retry-after", "3"));

        assertThat(failure().retryAfter()).hasValue(Duration.ofSeconds(3));
    }

    @Test
    void aConversationThatIsTooLongHasItsOwnException() {
        kit.server().respond(Reply.error(400, "context_length_exceeded", "too long"));
        kit.server().respond(Sse.failed("context_length_exceeded", "too long"));

        assertThat(failure()).isInstanceOf(ContextWindowExceededException.class);
        assertThat(failure()).isInstanceOf(ContextWindowExceededException.class);
    }

    @Test
    void aFailureInsideTheStreamIsTyped() {
        kit.server().respond(Sse.text("Hi"), Sse.failed("rate_limit_exceeded", "Please try again in 1.5s"));
        kit.server().respond(Sse.failed("server_error", "broken"));
        kit.server().respond(Sse.error("rate_limit_exceeded", "slow down"));
        kit.server().respond(Sse.failed("insufficient_quota", "no money"));

        ModelException limited = failure();
        assertThat(limited.kind()).isEqualTo(Kind.RATE_LIMIT);
        assertThat(limited).hasMessageContaining("Please try again in 1.5s");
        assertThat(limited.retryAfter()).hasValue(Duration.ofMillis(1500));
        assertThat(failure().kind()).isEqualTo(Kind.SERVER);
        assertThat(failure().kind()).isEqualTo(Kind.RATE_LIMIT);
        ModelException broke = failure();
        assertThat(broke.kind()).isEqualTo(Kind.QUOTA);
        assertThat(broke.retryable()).isFalse();
    }

    @Test
    void anAnswerOfAnotherProtocolIsNamed() {
        kit.server().respondHttp(200, Map.of("content-type", "text/html"), "<html>Please log in</html>");

        ModelException failure = failure();

        assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void aRefusalWithoutJsonIsStillTyped() {
        kit.server().respondHttp(502, Map.of("content-type", "text/html"), "<html>Bad gateway</html>");

        ModelException failure = failure();

        assertThat(failure.kind()).isEqualTo(Kind.SERVER);
        assertThat(failure.status()).hasValue(502);
    }

    @Test
    void aServiceThatIsNotThereIsAConnectionProblem() {
        URI address = kit.server().url();
        kit.server().close();

        ModelException failure = catchThrowableOfType(
                ModelException.class, () -> kit.provider(address).open(ModelTckBase.request()));

        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(failure.retryable()).isTrue();
    }

    private ModelException failure() {
        return java.util.Objects.requireNonNull(
                catchThrowableOfType(ModelException.class, kit::read), "The response did not fail");
    }
}
