package dev.agentloop.runtime.model.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.model.ModelEndpoint;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * One address of a model service: sends a body and hands out an event stream, or a {@link ModelException} that says
 * what went wrong. Thread-safe. Nothing is sent twice and no redirect is followed: who calls decides about retries.
 */
public final class ModelHttp implements AutoCloseable {
    private static final MediaType EVENT_STREAM = MediaType.get("text/event-stream");
    private static final List<String> REQUEST_IDS = List.of("x-request-id", "request-id", "apim-request-id");
    private static final int MOST_ERROR_BYTES = 64 << 10;
    private static final int MOST_EXCERPT_CHARS = 300;
    private static final long ERROR_BODY_SECONDS = 5; // the status is known; the words are not worth a long wait

    private final OkHttpClient client;
    private final HttpUrl url;
    private final Map<String, String> headers;
    private final String keyHeader;
    private final String keyPrefix;
    private final Secrets secrets;
    private final Clock clock = Clock.systemUTC();

    /**
     * An address.
     *
     * @param path appended to the endpoint's address, such as {@code responses}
     * @param keyHeader the header that carries the key
     * @param keyPrefix what stands before the key, such as {@code "Bearer "}
     * @param key asked before each request
     */
    public ModelHttp(
            ModelEndpoint endpoint, String path, String keyHeader, String keyPrefix, Optional<Supplier<String>> key) {
        this.url = address(endpoint, path);
        this.headers = endpoint.headers();
        this.keyHeader = keyHeader;
        this.keyPrefix = keyPrefix;
        this.secrets = new Secrets(endpoint, key);
        this.client = new OkHttpClient.Builder()
                // Without TLS in the list its certificates are not loaded, which takes longer than a request.
                .connectionSpecs(List.of(url.isHttps() ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
                .socketFactory(new InterruptibleSocketFactory())
                .connectTimeout(endpoint.connectTimeout())
                .readTimeout(endpoint.streamIdleTimeout())
                .writeTimeout(endpoint.streamIdleTimeout())
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }

    /** The service's host, for messages. */
    public String host() {
        return url.host();
    }

    /**
     * A request that is ready to be sent; cancelling it ends {@link #open}.
     *
     * @throws ModelException when there is no usable key
     */
    public Call prepare(RequestBody body) {
        return prepare(body, Map.of());
    }

    /**
     * As {@link #prepare(RequestBody)}, with headers of the wire.
     *
     * @param wireHeaders the endpoint's own headers replace those of the same name
     */
    public Call prepare(RequestBody body, Map<String, String> wireHeaders) {
        return prepare(url, EVENT_STREAM.toString(), body, wireHeaders);
    }

    /** As {@link #prepare(RequestBody, Map)}, for what lies below the address and is {@linkplain #ask asked}. */
    public Call prepareBelow(String segment, RequestBody body, Map<String, String> wireHeaders) {
        return prepare(url.newBuilder().addPathSegment(segment).build(), "application/json", body, wireHeaders);
    }

    private Call prepare(HttpUrl target, String accept, RequestBody body, Map<String, String> wireHeaders) {
        Request.Builder request = new Request.Builder()
                .url(target)
                .post(body)
                .header("Accept", accept)
                .header("User-Agent", userAgent());
        wireHeaders.forEach(request::header);
        String key = secrets.key();
        if (key != null) {
            request.header(keyHeader, keyPrefix + key);
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            try {
                request.header(header.getKey(), header.getValue());
            } catch (IllegalArgumentException e) {
                // Its message would show the value.
                throw ModelException.builder(
                                Kind.INVALID_REQUEST,
                                "No request was sent: the header '" + header.getKey()
                                        + "' of the endpoint has characters that cannot be sent")
                        .build();
            }
        }
        return client.newCall(request.build());
    }

    /**
     * Sends the request and waits for the answer's head.
     *
     * @return an answer with status 200 and an event stream; the caller closes it
     * @throws ModelException for everything else
     * @throws InterruptedException when the thread is interrupted
     */
    public Response open(Call call) throws InterruptedException {
        Response response = execute(call);
        try {
            checkStream(response);
            return response;
        } catch (ModelException e) {
            response.close();
            throw afterInterrupt(e);
        }
    }

    /**
     * Sends the request and reads an answer that is one JSON document, such as a compaction of some MB.
     *
     * @throws ModelException for everything else
     * @throws InterruptedException when the thread is interrupted
     */
    public JsonNode ask(Call call) throws InterruptedException {
        try (Response response = execute(call)) {
            return WireJson.tree(response.body().string());
        } catch (JsonProcessingException e) {
            throw ModelException.builder(Kind.PROTOCOL, host() + " answered with something else than JSON")
                    .cause(e)
                    .build();
        } catch (IOException e) {
            throw readFailure(e);
        }
    }

    private Response execute(Call call) throws InterruptedException {
        Response response;
        try {
            response = call.execute();
        } catch (Exception e) {
            throw afterInterrupt(IoFailures.whileOpening(host(), e));
        }
        if (response.code() == 200) {
            return response;
        }
        try (response) {
            throw afterInterrupt(refused(response));
        }
    }

    /** The failure to throw while reading an answer's body. */
    public ModelException readFailure(Exception cause) throws InterruptedException {
        return afterInterrupt(IoFailures.whileReading(host(), cause));
    }

    /** A text of the service without secrets. */
    public String redact(String text) {
        return secrets.redact(text);
    }

    /** Closes idle connections. Answers being read are not affected. */
    @Override
    public void close() {
        client.connectionPool().evictAll();
    }

    private void checkStream(Response response) {
        MediaType type = response.body().contentType();
        if (type != null
                && !(type.type().equals(EVENT_STREAM.type()) && type.subtype().equals(EVENT_STREAM.subtype()))) {
            throw ModelException.builder(
                            Kind.PROTOCOL,
                            host() + " answered with " + type + " instead of an event stream; is " + url.encodedPath()
                                    + " the address of a model service? It begins: "
                                    + excerpt(beginning(response)))
                    .status(response.code())
                    .requestId(requestId(response))
                    .build();
        }
    }

    private ModelException refused(Response response) {
        int status = response.code();
        String body = beginning(response);
        if (status >= 200 && status < 400) {
            String target = response.header("Location");
            return ModelException.builder(
                            Kind.PROTOCOL,
                            host() + " answered with status " + status
                                    + (target == null
                                            ? ""
                                            : " and points to another address; redirects are not followed")
                                    + ". It begins: " + excerpt(body))
                    .status(status)
                    .requestId(requestId(response))
                    .build();
        }
        ServiceError error = errorIn(body);
        String requestId = requestId(response);
        String message = host() + " refused the request with status " + status + ": " + redact(error.text())
                + (requestId == null ? "" : " [request " + requestId + "]");
        return error.forStatus(status, message)
                .requestId(requestId)
                .retryAfter(RetryAfter.fromHeaders(name -> response.header(name), clock)
                        .or(error::retryAfter)
                        .orElse(null))
                .build();
    }

    private static ServiceError errorIn(String body) {
        try {
            JsonNode tree = WireJson.tree(body);
            if (tree != null && tree.isObject()) {
                return ServiceError.of(tree);
            }
        } catch (IOException notJson) {
            // A proxy's page: its beginning is all there is to tell.
        }
        return new ServiceError("", "", "", excerpt(body));
    }

    private String beginning(Response response) {
        BufferedSource source = response.body().source();
        source.timeout().deadline(ERROR_BODY_SECONDS, TimeUnit.SECONDS);
        try {
            source.request(MOST_ERROR_BYTES);
        } catch (IOException e) {
            // What arrived before it broke off is still worth reading.
        }
        String text = source.getBuffer().snapshot().utf8();
        return redact(text);
    }

    private static String excerpt(String body) {
        StringBuilder visible = new StringBuilder();
        String start = body.substring(0, Math.min(body.length(), MOST_EXCERPT_CHARS));
        start.codePoints().forEach(c -> visible.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        String text = visible.toString().strip();
        return text.isEmpty() ? "(nothing)" : text;
    }

    private static @Nullable String requestId(Response response) {
        for (String name : REQUEST_IDS) {
            String id = response.header(name);
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    private static ModelException afterInterrupt(ModelException failure) throws InterruptedException {
        if (Thread.interrupted() || failure.getCause() instanceof InterruptedException) {
            InterruptedException interrupted =
                    new InterruptedException("Interrupted while talking to the model service");
            interrupted.initCause(failure);
            throw interrupted;
        }
        return failure;
    }

    private static HttpUrl address(ModelEndpoint endpoint, String path) {
        HttpUrl base = HttpUrl.get(endpoint.baseUrl().toString());
        HttpUrl.Builder url = base.newBuilder().addPathSegments(path);
        endpoint.queryParameters().forEach(url::setQueryParameter);
        return url.build();
    }

    private static String userAgent() {
        String version = ModelHttp.class.getPackage().getImplementationVersion();
        return "agentloop/" + (version == null ? "dev" : version);
    }
}
