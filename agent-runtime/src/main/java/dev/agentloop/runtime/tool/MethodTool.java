package dev.agentloop.runtime.tool;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.runtime.json.SchemaFromType;
import dev.agentloop.runtime.json.SchemaMember;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One annotated method as a tool. */
final class MethodTool implements ToolHandler {
    private final ToolSpec spec;
    private final JsonNode inputSchema;
    private final Method method;
    private final Object target;
    private final List<ParameterValue> parameters;
    private final ReturnedValue returned;

    /** Takes one parameter's value from a call. */
    private interface ParameterValue {
        @Nullable
        Object of(JsonNode arguments, ToolCall call, ToolContext context);
    }

    private MethodTool(
            ToolSpec spec, Method method, Object target, List<ParameterValue> parameters, ReturnedValue returned) {
        this.spec = spec;
        this.inputSchema = Json.tree(spec.inputSchema().json());
        this.method = method;
        this.target = target;
        this.parameters = parameters;
        this.returned = returned;
    }

    /** @throws AgentConfigurationException when the signature cannot be described or the method not be called */
    static MethodTool of(String name, Method method, Object target) {
        String place = place(method);
        requireAccess(method, target, place);
        List<JavaType> types = AnnotatedMethods.parameterTypes(method, target.getClass());
        List<ParameterValue> values = new ArrayList<>();
        List<SchemaMember> members = new ArrayList<>();
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            Class<?> raw = types.get(i).getRawClass();
            if (raw == ToolContext.class) {
                values.add((arguments, call, context) -> context);
            } else if (raw == ToolCall.class) {
                values.add((arguments, call, context) -> call);
            } else if (raw == Cancellation.class) {
                values.add((arguments, call, context) -> context.cancellation());
            } else {
                SchemaMember member = SchemaMember.of(parameters[i], types.get(i), place, i + 1);
                members.add(member);
                values.add(argument(member.name(), types.get(i)));
            }
        }
        JavaType returnType =
                Json.resolve(method.getGenericReturnType(), method.getDeclaringClass(), target.getClass());
        ReturnedValue returned = ReturnedValue.of(returnType);
        Tool tool = method.getAnnotation(Tool.class);
        ToolSpec.Builder spec = ToolSpec.builder(name)
                .description(tool.description())
                .inputSchema(SchemaFromType.of(members))
                .traits(tool.traits());
        returned.schema().ifPresent(spec::outputSchema);
        return new MethodTool(spec.build(), method, target, values, returned);
    }

    private static ParameterValue argument(String name, JavaType type) {
        return (arguments, call, context) -> ToolArguments.bindMember(arguments, name, type);
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ToolOutput execute(ToolCall call, ToolContext context) throws Exception {
        JsonNode arguments = ToolArguments.read(call.argumentsJson(), inputSchema);
        @Nullable Object[] values = new @Nullable Object[parameters.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameters.get(i).of(arguments, call, context);
        }
        return returned.toOutput(invoke(values), context.cancellation());
    }

    private @Nullable Object invoke(@Nullable Object[] values) throws Exception {
        try {
            return method.invoke(target, values);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            if (thrown instanceof Error error) {
                throw error;
            }
            throw thrown instanceof Exception exception ? exception : e;
        }
    }

    private static void requireAccess(Method method, Object target, String place) {
        boolean accessible =
                method.trySetAccessible() || method.canAccess(Modifier.isStatic(method.getModifiers()) ? null : target);
        if (!accessible) {
            Class<?> declaring = method.getDeclaringClass();
            throw new AgentConfigurationException(place + " cannot be called, because " + declaring.getModule()
                    + " does not open its package. Add \"opens " + declaring.getPackageName()
                    + " to dev.agentloop.runtime, com.fasterxml.jackson.databind;\" to its module-info.java");
        }
    }

    private static String place(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        String owner = declaring.getSimpleName().isEmpty() ? declaring.getName() : declaring.getSimpleName();
        return owner + "." + method.getName();
    }

    @Override
    public String toString() {
        return "ToolHandler[" + spec.name() + ": " + place(method) + "]";
    }
}
