package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import dev.agentloop.tool.Tool;
import org.jspecify.annotations.Nullable;

/** Makes records read and write the names that {@link Tool.Param#name} gives their components. */
final class ParamNames extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable PropertyName findNameForSerialization(Annotated annotated) {
        return name(annotated);
    }

    @Override
    public @Nullable PropertyName findNameForDeserialization(Annotated annotated) {
        return name(annotated);
    }

    private static @Nullable PropertyName name(Annotated annotated) {
        Tool.Param param = annotated.getAnnotation(Tool.Param.class);
        return param == null || param.name().isEmpty() ? null : PropertyName.construct(param.name());
    }
}
