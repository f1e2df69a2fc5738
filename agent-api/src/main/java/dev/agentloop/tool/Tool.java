package dev.agentloop.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Makes a method a tool. The input schema comes from the parameters, the output schema from the return type.
 *
 * <pre>{@code
 * @Tool(description = "Current price of a share")
 * Quote quote(@Tool.Param(description = "Ticker symbol") String symbol) { ... }
 * }</pre>
 *
 * <p>Parameters may be primitives, text, enums, records, collections, maps with text keys, {@code Optional} and dates.
 * A parameter of type {@link ToolContext}, {@link ToolCall} or {@link Cancellation} is injected and not part of the
 * schema. A parameter is required unless it is {@code Optional}, annotated with a {@code Nullable} annotation, has a
 * default, or says {@code required = false}. Parameter names come from {@code -parameters} or {@link Param#name()};
 * their absence is an error of {@code build()}.
 *
 * <p>The method may return a value, {@code void}, a {@link ToolOutput}, a {@link Content}, or a
 * {@link java.util.concurrent.CompletionStage} of these. It is called concurrently across sessions and, when it is
 * {@link ToolSpec.Trait#PARALLEL_SAFE}, within one. Annotations are found on superclasses and interfaces too, so
 * proxies work.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface Tool {
    /** Name the model sees: 1 to 64 letters, digits, {@code _} or {@code -}. Empty: the method's name. */
    String name() default "";

    /** What the tool does, for the model. */
    String description();

    /** What is known about the tool. */
    ToolSpec.Trait[] traits() default {};

    /** Describes a parameter of a tool method, or a component of a record used as one. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.FIELD})
    @interface Param {
        /** Name the model sees. Empty: the Java name. */
        String name() default "";

        /** What the parameter means, for the model. */
        String description() default "";

        /** Whether the model must give it. */
        boolean required() default true;

        /**
         * Value used when the model gives none: a JSON literal when it parses as one and fits the type, else text.
         * A parameter with a default is not required.
         */
        String defaultValue() default "";
    }
}
