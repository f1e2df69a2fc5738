package dev.agentloop.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * The floor: the least an agent loop can do with OkHttp and Jackson. Keeps the serialised history, splits events on
 * bytes, reads deltas with a streaming parser, runs one tool inline. No retries, no validation, no cancellation, no
 * journal, no events beyond a callback.
 */
final class RawLoop {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    private final JsonFactory factory = new JsonFactory();
    private final ObjectMapper mapper = new ObjectMapper(factory);
    private final OkHttpClient client = new OkHttpClient.Builder()
            .socketFactory(new NoDelay())
            .readTimeout(Duration.ofMinutes(5))
            .build();
    private final URI endpoint;
    private final String model;
    private final Consumer<String> onDelta;
    private final ByteArrayOutputStream history = new ByteArrayOutputStream();
    private byte[] line = new byte[1 << 16];
    private String callId = "";

    RawLoop(URI baseUrl, String model, Consumer<String> onDelta) {
        this.endpoint = URI.create(baseUrl + "/responses");
        this.model = model;
        this.onDelta = onDelta;
    }

    /** Runs a turn and returns how many requests it took. */
    int turn(String prompt, String toolOutput) throws IOException {
        append("{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":" + quote(prompt)
                + "}]}");
        int requests = 0;
        do {
            callId = "";
            sample();
            requests++;
            if (!callId.isEmpty()) {
                append("{\"type\":\"function_call_output\",\"call_id\":" + quote(callId) + ",\"output\":"
                        + quote(toolOutput) + "}");
            }
        } while (!callId.isEmpty());
        return requests;
    }

    private void append(String item) {
        if (history.size() > 0) {
            history.write(',');
        }
        history.writeBytes(item.getBytes(StandardCharsets.UTF_8));
    }

    private String quote(String text) throws IOException {
        return mapper.writeValueAsString(text);
    }

    private void sample() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(history.size() + 512);
        try (JsonGenerator head = factory.createGenerator(body)) {
            head.writeStartObject();
            head.writeStringField("model", model);
            head.writeStringField("instructions", "You are a coding agent.");
            head.writeBooleanField("stream", true);
            head.writeBooleanField("store", false);
            head.writeFieldName("input");
            head.writeRawValue("[");
            head.flush();
            body.writeBytes(history.toByteArray());
            head.writeRaw("]");
            head.writeEndObject();
        }
        Request request = new Request.Builder()
                .url(endpoint.toString())
                .header("Authorization", "Bearer raw")
                .header("Accept", "text/event-stream")
                .post(RequestBody.create(body.toByteArray(), JSON))
                .build();
        try (Response response = client.newCall(request).execute()) {
            BufferedSource source = response.body().source();
            for (long end = source.indexOf((byte) '\n'); end >= 0; end = source.indexOf((byte) '\n')) {
                int length = (int) end;
                if (line.length < length) {
                    line = new byte[length * 2];
                }
                readLine(source, length);
                source.skip(1);
                if (startsWithData(length)) {
                    event(length);
                }
            }
        }
    }

    private void readLine(BufferedSource source, int length) throws IOException {
        int read = 0;
        while (read < length) {
            read += source.read(line, read, length - read);
        }
    }

    private boolean startsWithData(int length) {
        if (length < DATA.length) {
            return false;
        }
        for (int index = 0; index < DATA.length; index++) {
            if (line[index] != DATA[index]) {
                return false;
            }
        }
        return true;
    }

    private void event(int length) throws IOException {
        try (JsonParser parser = factory.createParser(line, DATA.length, length - DATA.length)) {
            parser.nextToken();
            String type = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("type")) {
                    type = parser.getText();
                    if (type.equals("response.output_item.done")) {
                        break;
                    }
                } else if (name.equals("delta") && type.endsWith(".delta")) {
                    onDelta.accept(parser.getText());
                    return;
                } else {
                    parser.skipChildren();
                }
            }
            if (type.equals("response.output_item.done")) {
                JsonNode item =
                        mapper.readTree(line, DATA.length, length - DATA.length).path("item");
                append(item.toString());
                if (item.path("type").asText().equals("function_call")) {
                    mapper.readTree(item.path("arguments").asText());
                    callId = item.path("call_id").asText();
                }
            }
        }
    }

    private static final class NoDelay extends SocketFactory {
        private final SocketFactory plain = SocketFactory.getDefault();

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = plain.createSocket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return plain.createSocket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return plain.createSocket(host, port, localHost, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return plain.createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
                throws IOException {
            return plain.createSocket(address, port, localAddress, localPort);
        }
    }
}
