package dev.agentloop.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.tool.JsonSchema;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks documents against schemas and says what is wrong in words for a model. The validation library is loaded at the
 * first check or by {@link #warmUp}. One instance serves all sessions of an agent. Thread-safe.
 */
public final class SchemaValidator {
    private static final int MAX_FINDINGS = 8;
    private static final int MAX_PROBLEM_CHARS = 300;

    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable CompiledSchemas compiled;

    /**
     * Loads the validation library and compiles these schemas, so that the first call of a tool need not wait. Takes about
     * half a second the first time; run it on a thread of its own while the first response is awaited. Never throws: a
     * schema that cannot be used is reported when it is.
     */
    public void warmUp(List<JsonSchema> schemas) {
        for (JsonSchema schema : schemas) {
            try {
                schemas().compile(schema);
            } catch (IllegalArgumentException reportedAtItsUse) {
                continue;
            }
        }
    }

    /**
     * What is wrong with a document, one line for each finding; empty when it fits.
     *
     * @throws IllegalArgumentException when the schema cannot be used
     */
    String problems(JsonSchema schema, JsonNode document) {
        List<CompiledSchemas.Finding> findings = schemas().validate(schema, document);
        String lines = findings.stream()
                .limit(MAX_FINDINGS)
                .map(finding ->
                        "- " + finding.path() + ": " + shorten(finding.problem()) + " (rule: " + finding.rule() + ")")
                .collect(Collectors.joining("\n"));
        int more = findings.size() - MAX_FINDINGS;
        return more > 0 ? lines + "\n- and " + more + " more" : lines;
    }

    private CompiledSchemas schemas() {
        CompiledSchemas existing = compiled;
        if (existing != null) {
            return existing;
        }
        loading.lock();
        try {
            existing = compiled;
            if (existing == null) {
                existing = new CompiledSchemas();
                compiled = existing;
            }
            return existing;
        } finally {
            loading.unlock();
        }
    }

    private static String shorten(String text) {
        return text.length() <= MAX_PROBLEM_CHARS ? text : text.substring(0, MAX_PROBLEM_CHARS) + "…";
    }
}
