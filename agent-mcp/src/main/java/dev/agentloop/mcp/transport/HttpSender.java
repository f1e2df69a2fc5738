package dev.agentloop.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.internal.jsonrpc.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Sends HTTP requests to one server, with the headers all of them have, and gets over refusals. Thread-safe. */
final class HttpSender {
    private static final int SHOWN_CHARS = 300;
    private static final long ERROR_BODY_SECONDS = 5; // the status is known; the words are not worth a long wait

    private final Messages messages = new Messages(true, HttpLimits.MAX_ERROR_BYTES);
    private final String server;
    private final HttpUrl url;
    private final OkHttpClient client;
    private final Map<String, String> headers;
    private final RequestAuthorizer authorizer;

    HttpSender(
            String server,
            HttpUrl url,
            OkHttpClient client,
            Map<String, String> headers,
            RequestAuthorizer authorizer) {
        this.server = server;
        this.url = url;
        this.client = client;
        this.headers = headers;
        this.authorizer = authorizer;
    }

    /**
     * Sends a request and waits for the head of the answer.
     *
     * @param calls is told of each call before it starts, so that it can be cancelled
     * @return an answer with a status from 200 to 299; the caller closes it
     * @throws HttpStatusException for another status
     */
    Response send(Request.Builder request, CallSlot calls) throws IOException, InterruptedException {
        request.url(url);
        headers.forEach(request::header);
        for (int refusals = 1; ; refusals++) {
            Optional<String> authorization = authorizer.authorization();
            authorization.ifPresent(value -> request.header("Authorization", value));
            Call call = client.newCall(request.build());
            calls.set(call);
            Response response = call.execute();
            if (response.isSuccessful()) {
                return response;
            }
            int status = response.code();
            try (response) {
                List<String> challenges = response.headers("WWW-Authenticate");
                boolean again = (status == 401 || status == 403)
                        && refusals <= HttpLimits.MAX_REFUSALS
                        && authorizer.onRefusal(status, challenges, authorization);
                if (!again) {
                    throw refusal(response);
                }
            }
        }
    }

    private HttpStatusException refusal(Response response) {
        String body = beginning(response);
        String words = body.strip();
        return new HttpStatusException(
                response.code(),
                "MCP server " + server + " refused with HTTP status " + response.code()
                        + (words.isEmpty() ? "" : ": " + words.substring(0, Math.min(words.length(), SHOWN_CHARS))),
                answerIn(body));
    }

    private @Nullable JsonRpcException answerIn(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        JsonNode message = messages.parse(bytes, 0, bytes.length);
        return message != null && message.path("error").has("code") ? Messages.errorOf(message) : null;
    }

    private static String beginning(Response response) {
        BufferedSource source = response.body().source();
        source.timeout().deadline(ERROR_BODY_SECONDS, TimeUnit.SECONDS);
        try {
            source.request(HttpLimits.MAX_ERROR_BYTES);
        } catch (IOException e) {
            // What arrived before it broke off is still worth reading.
        }
        return source.getBuffer().snapshot().utf8();
    }
}
