package dev.agentloop.runtime.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeBindings;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON; the one owner of Jackson's mapper in the runtime. Values of users (arguments, outputs) go through
 * {@link #read}, {@link #bind} and {@link #write}; text from models and servers through {@link #tree} or a parser of
 * {@link #factory}. Thread-safe. Only the blocking parser is used. Everything throws {@link IllegalArgumentException} with
 * the place and the reason, never with more of the text than the wrong word.
 */
public final class Json {
    private static final int MAX_DEPTH = 200;
    private static final long MAX_DOCUMENT_BYTES = 16L << 20;
    private static final long MAX_TOKENS = 1_000_000;
    private static final int MAX_STRING_CHARS = 8 << 20;

    /** An image of the largest size that services accept, written as text, with room to spare. */
    private static final int MAX_STORED_STRING_CHARS = 128 << 20;

    private static final JsonFactory OUTSIDE = factory(StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxDocumentLength(MAX_DOCUMENT_BYTES)
            .maxTokenCount(MAX_TOKENS)
            .maxStringLength(MAX_STRING_CHARS)
            .build());
    private static final JsonFactory STORED = factory(StreamReadConstraints.builder()
            .maxStringLength(MAX_STORED_STRING_CHARS)
            .build());

    private static final JsonMapper VALUES = mapper(OUTSIDE)
            .annotationIntrospector(AnnotationIntrospector.pair(new ParamNames(), new JacksonAnnotationIntrospector()))
            .build();

    private Json() {}

    /** Reads records of this project, written by itself. A holder, because its types need the methods of this class. */
    private static final class Stored {
        private static final JsonMapper MAPPER = mapper(STORED)
                .addModule(StoredTypes.module())
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .build();
    }

    private static JsonFactory factory(StreamReadConstraints constraints) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(constraints)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    private static JsonMapper.Builder mapper(JsonFactory factory) {
        return JsonMapper.builder(factory)
                .addModule(ValueTypes.module())
                .typeFactory(TypeFactory.defaultInstance().withModifier(new OptionalTypes.Modifier()))
                .nodeFactory(new ExactNumbers())
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .enable(
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
    }

    /** A factory of parsers and generators for text from models and servers, with the limits that such text gets. */
    public static JsonFactory factory() {
        return OUTSIDE;
    }

    /**
     * Reads a document from outside. A whole number keeps its kind however it is written ({@code 5.0} is 5); a key that
     * appears twice is refused, because people and programs would not agree which one counts.
     */
    public static JsonNode tree(String json) {
        return tree(VALUES, json);
    }

    /** Reads a document that this project wrote and that may hold large files as text. */
    public static JsonNode storedTree(String json) {
        return tree(Stored.MAPPER, json);
    }

    private static JsonNode tree(JsonMapper mapper, String json) {
        try {
            JsonNode tree = mapper.reader()
                    .with(
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                            DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .readTree(json);
            if (tree.isMissingNode()) {
                throw new IllegalArgumentException("Not JSON: the text is empty");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    /** Reads a value of a user's type. Members the type does not know are ignored; absent primitives are an error. */
    public static <T> T read(String json, Class<T> type) {
        return bind(tree(json), type);
    }

    /** Turns a document into a value of a user's type. */
    @SuppressWarnings("unchecked")
    public static <T> T bind(JsonNode tree, Type type) {
        return (T) bind(VALUES, tree, type(type));
    }

    /**
     * The value of one member of an object: null, or what the type has for "nothing", when it is absent or null.
     *
     * @throws IllegalArgumentException when a primitive is absent, or the member does not fit
     */
    public static @Nullable Object bindMember(JsonNode object, String name, JavaType type) {
        JsonNode member = object.path(name);
        boolean absent = member.isMissingNode() || member.isNull();
        if (absent && type.isPrimitive()) {
            throw new IllegalArgumentException("It is missing");
        }
        if (absent && !type.isReferenceType()) {
            return null;
        }
        return bind(VALUES, absent ? NullNode.instance : member, type);
    }

    static <T> T bindStored(JsonNode tree, Class<T> type) {
        return type.cast(bind(Stored.MAPPER, tree, type(type)));
    }

    private static Object bind(JsonMapper mapper, JsonNode tree, JavaType type) {
        try {
            Object value = mapper.readerFor(type).readValue(tree);
            if (value == null) {
                throw new IllegalArgumentException("null is no " + describe(type));
            }
            return value;
        } catch (JsonProcessingException e) {
            throw doesNotFit(e);
        } catch (IOException e) {
            throw new IllegalArgumentException("Does not fit " + describe(type) + ": " + e.getMessage(), e);
        }
    }

    /** Writes a document or a value of a user's type. */
    public static String write(@Nullable Object value) {
        return write(VALUES, value);
    }

    static String writeStored(Object value) {
        return write(Stored.MAPPER, value);
    }

    private static String write(JsonMapper mapper, @Nullable Object value) {
        try {
            return LoneSurrogates.escape(mapper.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw notWritable(value, e);
        }
    }

    /** A value of a user's type as a document. */
    public static JsonNode toTree(@Nullable Object value) {
        return VALUES.valueToTree(value);
    }

    static JsonNode toStoredTree(Object value) {
        return Stored.MAPPER.valueToTree(value);
    }

    /** The type in the library's form, with its type variables resolved. */
    static JavaType type(Type type) {
        return types().constructType(type);
    }

    /** A type that stands in a class, as it is in one of its subclasses, with type variables resolved. */
    public static JavaType resolve(Type type, Class<?> declaring, Class<?> subclass) {
        JavaType owner = types().constructType(subclass).findSuperType(declaring);
        return types().resolveMemberType(type, owner == null ? TypeBindings.emptyBindings() : owner.getBindings());
    }

    static TypeFactory types() {
        return VALUES.getTypeFactory();
    }

    /** An empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An object with a written document as its last member, which is not read or written again. */
    public static String splice(ObjectNode head, String member, String json) {
        String start = write(head);
        return start.substring(0, start.length() - 1) + (head.isEmpty() ? "" : ",") + "\"" + member + "\":" + json
                + "}";
    }

    /** An empty array. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    private static IllegalArgumentException notJson(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new IllegalArgumentException("Not JSON" + place + ": " + firstLine(e), e);
    }

    private static IllegalArgumentException doesNotFit(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping ? path(mapping.getPath()) : "$";
        return new IllegalArgumentException(path + ": " + firstLine(e), e);
    }

    private static IllegalArgumentException notWritable(@Nullable Object value, JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping ? path(mapping.getPath()) : "$";
        return new IllegalArgumentException(
                "A value of " + (value == null ? "null" : value.getClass().getTypeName())
                        + " cannot be written as JSON, at " + path + ": " + firstLine(e),
                e);
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder("$");
        for (JsonMappingException.Reference reference : references) {
            String name = reference.getFieldName();
            path.append(name == null ? "[" + reference.getIndex() + "]" : "." + name);
        }
        return path.toString();
    }

    /** The message without Jackson's further lines, its places, and its advice about settings that nobody here can change. */
    private static String firstLine(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        for (String end : List.of("\n", " (but might if", " (start marker at", " for `ObjectNode`: not")) {
            int at = message.indexOf(end);
            message = at < 0 ? message : message.substring(0, at);
        }
        return message;
    }

    private static String describe(JavaType type) {
        return type.getRawClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
