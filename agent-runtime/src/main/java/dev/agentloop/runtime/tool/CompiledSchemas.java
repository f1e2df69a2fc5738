package dev.agentloop.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.path.PathType;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.tool.JsonSchema;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Schemas compiled once each, in a cache keyed by their text. The only class that knows the validation library; loading
 * it is expensive, so it is touched first when something is to be checked. Thread-safe.
 */
final class CompiledSchemas {
    private static final long MAX_CACHED_CHARS = 4L << 20;

    /** Keywords looked at for one document; a real one needs some hundreds. */
    private static final int MAX_STEPS = 1_000_000;

    /** Steps get slower with depth, so time counts too. */
    private static final long MAX_NANOS = Duration.ofSeconds(2).toNanos();

    private static final int STEPS_BETWEEN_LOOKS_AT_THE_CLOCK = 64;

    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .locale(Locale.ROOT)
            .pathType(PathType.JSON_PATH)
            .formatAssertionsEnabled(false)
            .regularExpressionFactory(pattern -> LinearPattern.compile(pattern)::isFoundIn)
            .build();

    /** The newest first. */
    private static final List<Dialect> DIALECTS = List.of(
            quiet(Dialects.getDraft202012()),
            quiet(Dialects.getDraft201909()),
            quiet(Dialects.getDraft7()),
            quiet(Dialects.getDraft6()),
            quiet(Dialects.getDraft4()));

    private final Cache<String, Schema> compiled = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHED_CHARS)
            .weigher((String text, Schema schema) -> text.length())
            .executor(Runnable::run)
            .build();

    /**
     * What is wrong with a document, at most so many findings; empty when nothing is.
     *
     * @throws IllegalArgumentException when the schema cannot be used
     */
    List<Finding> validate(JsonSchema schema, JsonNode document) {
        Schema usable = compile(schema);
        ExecutionContext context =
                new BoundedContext(usable.createExecutionContext().getExecutionConfig());
        try {
            usable.validate(context, document);
        } catch (TooManySteps | StackOverflowError e) {
            return List.of(new Finding("$", "checking this value takes too long", "size"));
        } catch (SchemaException e) {
            throw new IllegalArgumentException("The schema cannot be used: " + e.getMessage(), e);
        }
        return context.getErrors().stream().map(Finding::of).toList();
    }

    /** @throws IllegalArgumentException when the schema cannot be used */
    Schema compile(JsonSchema schema) {
        return compiled.get(schema.json(), CompiledSchemas::parse);
    }

    /** Each schema has a registry of its own: the ids that a server writes into one must not be seen by another. */
    private static Schema parse(String text) {
        JsonNode node = Json.tree(text);
        Dialect dialect = dialect(node.path("$schema").asText(""));
        if (node instanceof ObjectNode object) {
            object.remove("$schema");
        }
        try {
            Schema schema = SchemaRegistry.withDefaultDialect(
                            dialect,
                            registry -> registry.schemaRegistryConfig(CONFIG)
                                    .schemaLoader(loader -> loader.fetchRemoteResources(false)))
                    .getSchema(node);
            schema.initializeValidators();
            return schema;
        } catch (SchemaException e) {
            throw new IllegalArgumentException("The schema cannot be used: " + e.getMessage(), e);
        }
    }

    /** The dialect of an address, whatever its scheme and fragment; an unknown one is read as the newest. */
    private static Dialect dialect(String address) {
        return DIALECTS.stream()
                .filter(dialect -> plain(dialect.getId()).equals(plain(address)))
                .findFirst()
                .orElse(DIALECTS.get(0));
    }

    private static String plain(String address) {
        int scheme = address.indexOf("://");
        int fragment = address.indexOf('#');
        return address.substring(Math.max(scheme, 0), fragment < 0 ? address.length() : fragment);
    }

    /** The dialect without its warnings about keywords it does not know: schemas of servers are full of them. */
    private static Dialect quiet(Dialect dialect) {
        return Dialect.builder(dialect)
                .unknownKeywordFactory((keyword, context) -> new AnnotationKeyword(keyword))
                .build();
    }

    /**
     * One thing that is wrong.
     *
     * @param path where, as a JSON path
     * @param problem what
     * @param rule the keyword of the schema
     */
    record Finding(String path, String problem, String rule) {
        private static Finding of(Error error) {
            return new Finding(
                    String.valueOf(error.getInstanceLocation()),
                    error.getMessage(),
                    Optional.ofNullable(error.getKeyword()).orElse("schema"));
        }
    }

    /** Ends a validation that multiplies: a few lines of nested references can ask for more steps than there is time. */
    private static final class BoundedContext extends ExecutionContext {
        private final long start = System.nanoTime();
        private int steps;

        BoundedContext(ExecutionConfig config) {
            super(config);
        }

        @Override
        public void evaluationPathAddLast(String part) {
            count();
            super.evaluationPathAddLast(part);
        }

        @Override
        public void evaluationPathAddLast(int part) {
            count();
            super.evaluationPathAddLast(part);
        }

        @Override
        public void addError(Error error) {
            count();
            super.addError(error);
        }

        private void count() {
            steps++;
            boolean late = steps % STEPS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && System.nanoTime() - start > MAX_NANOS;
            if (late || steps > MAX_STEPS) {
                throw new TooManySteps();
            }
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super(null, null, false, false);
        }
    }
}
