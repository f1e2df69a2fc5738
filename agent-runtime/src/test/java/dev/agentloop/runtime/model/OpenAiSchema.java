package dev.agentloop.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The official description of the Responses and Chat Completions APIs, read from the recordings. {@code oneOf} is read as {@code anyOf}: its
 * branches overlap (a user message is both an EasyInputMessage and an InputMessage), so that strictly no such message
 * would be valid.
 */
public final class OpenAiSchema {
    private static final String RECORDINGS = System.getProperty("agentloop.recordings", "");
    private static final AtomicBoolean TOLD = new AtomicBoolean();
    private static final AtomicInteger CHECKED = new AtomicInteger();

    private OpenAiSchema() {}

    /** Whether there is a description to check against. */
    public static boolean isAvailable() {
        return !RECORDINGS.isBlank();
    }

    /** Skips the running test when there is none; for tests that are about the description only. */
    public static void assumeAvailable() {
        assumeTrue(isAvailable(), "system property agentloop.recordings is not set");
    }

    /** How many requests this JVM has checked. */
    public static int checkedRequests() {
        return CHECKED.get();
    }

    /**
     * Fails when the body of a request is not valid. Without the recordings nothing is checked, which is said once on
     * standard error.
     */
    public static void assertValidRequest(byte[] body) {
        assertValid(new String(body, StandardCharsets.UTF_8), () -> Loaded.REQUEST);
    }

    /** As {@link #assertValidRequest}, of Chat Completions. What is null there is marked in a way that JSON Schema does not know. */
    public static void assertValidChatRequest(byte[] body) {
        String json = new String(body, StandardCharsets.UTF_8);
        assertValid(json.replace("\"content\":null,", ""), () -> Loaded.CHAT_REQUEST);
    }

    private static void assertValid(String json, Supplier<Schema> schema) {
        if (!isAvailable()) {
            if (TOLD.compareAndSet(false, true)) {
                System.err.println("NOT CHECKED against the official request schema: agentloop.recordings is not set");
            }
            return;
        }
        List<Error> errors = schema.get().validate(json, InputFormat.JSON);
        assertThat(errors).as(() -> "problems of the request " + json).isEmpty();
        CHECKED.incrementAndGet();
    }

    /** The whole description. */
    public static String text() {
        try {
            return Files.readString(Path.of(RECORDINGS, "openai_schema", "openai.schema.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Loaded {
        private static final Schema REQUEST = load("CreateResponse");
        private static final Schema CHAT_REQUEST = load("CreateChatCompletionRequest");

        private static Schema load(String definition) {
            String text = text().replace("\"oneOf\"", "\"anyOf\"");
            int end = text.lastIndexOf('}');
            String request = text.substring(0, end) + ",\"$ref\":\"#/$defs/" + definition + "\"}";
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(request);
        }
    }
}
