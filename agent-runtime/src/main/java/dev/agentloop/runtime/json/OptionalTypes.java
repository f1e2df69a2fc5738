package dev.agentloop.runtime.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.ReferenceType;
import com.fasterxml.jackson.databind.type.TypeBindings;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.type.TypeModifier;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * {@code Optional} and its three primitive sisters: the value when there is one; absent or null when there is none. Jackson
 * leaves an empty member out only if its type is a "reference type", so the types are made such.
 */
final class OptionalTypes {
    private static final Map<Class<?>, Class<?>> PRIMITIVES = Map.of(
            OptionalInt.class, Integer.class, OptionalLong.class, Long.class, OptionalDouble.class, Double.class);

    private OptionalTypes() {}

    static void addTo(SimpleModule module) {
        add(module, Optional.class, Object.class, value -> value, Optional.empty(), Optional::of);
        add(
                module,
                OptionalInt.class,
                Integer.class,
                value -> value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty(),
                OptionalInt.empty(),
                OptionalInt::of);
        add(
                module,
                OptionalLong.class,
                Long.class,
                value -> value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty(),
                OptionalLong.empty(),
                OptionalLong::of);
        add(
                module,
                OptionalDouble.class,
                Double.class,
                value -> value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble::of);
    }

    /** The type inside an optional type, or nothing for other types. */
    static Optional<JavaType> content(JavaType type) {
        Class<?> content = PRIMITIVES.get(type.getRawClass());
        if (content != null) {
            return Optional.of(TypeFactory.defaultInstance().constructType(content));
        }
        return type.hasRawClass(Optional.class) ? Optional.of(type.containedTypeOrUnknown(0)) : Optional.empty();
    }

    private static <T, V> void add(
            SimpleModule module,
            Class<T> type,
            Class<V> content,
            Function<T, Optional<?>> open,
            T empty,
            Function<V, T> wrap) {
        module.addSerializer(type, new Writer<>(open));
        module.addDeserializer(type, new Reader<>(TypeFactory.defaultInstance().constructType(content), empty, wrap));
    }

    static final class Modifier extends TypeModifier {
        @Override
        public JavaType modifyType(JavaType type, Type plain, TypeBindings bindings, TypeFactory types) {
            if (type.isReferenceType() || type.isContainerType()) {
                return type;
            }
            if (type.hasRawClass(Optional.class)) {
                return ReferenceType.upgradeFrom(type, type.containedTypeOrUnknown(0));
            }
            Class<?> primitive = PRIMITIVES.get(type.getRawClass());
            return primitive == null ? type : ReferenceType.upgradeFrom(type, types.constructType(primitive));
        }
    }

    private static final class Writer<T> extends JsonSerializer<T> {
        private final Function<T, Optional<?>> open;

        Writer(Function<T, Optional<?>> open) {
            this.open = open;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(open.apply(value).orElse(null), out);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, T value) {
            return open.apply(value).isEmpty();
        }
    }

    private static final class Reader<T, V> extends JsonDeserializer<T> implements ContextualDeserializer {
        private final JavaType content;
        private final T empty;
        private final Function<V, T> wrap;

        Reader(JavaType content, T empty, Function<V, T> wrap) {
            this.content = content;
            this.empty = empty;
            this.wrap = wrap;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            JavaType type = context.getContextualType();
            return new Reader<>(
                    type == null ? content : OptionalTypes.content(type).orElse(content), empty, wrap);
        }

        @Override
        @SuppressWarnings("unchecked")
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            Object value = context.findRootValueDeserializer(content).deserialize(in, context);
            return wrap.apply((V) value);
        }

        @Override
        public T getNullValue(DeserializationContext context) {
            return empty;
        }

        @Override
        public T getAbsentValue(DeserializationContext context) {
            return empty;
        }
    }
}
