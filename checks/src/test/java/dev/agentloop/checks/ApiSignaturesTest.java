package dev.agentloop.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Public signatures of the API modules use types of the JDK and of this project only. */
class ApiSignaturesTest {
    @Test
    void namesNoThirdPartyType() {
        classes()
                .that(Modules.in("agent-api", "agent-sandbox-spi"))
                .and()
                .haveModifier(JavaModifier.PUBLIC)
                .should(useOwnTypesOnly())
                .check(Modules.classes());
    }

    private static ArchCondition<JavaClass> useOwnTypesOnly() {
        return new ArchCondition<>("use types of java.. and dev.agentloop.. only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                report(type.getName(), typesInHeader(type), type, events);
                Stream.<JavaMember>concat(type.getFields().stream(), type.getCodeUnits().stream())
                        .filter(ApiSignaturesTest::isVisible)
                        .forEach(member -> report(member.getFullName(), typesIn(member), type, events));
            }
        };
    }

    private static void report(String where, List<JavaType> types, JavaClass owner, ConditionEvents events) {
        types.stream()
                .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getBaseComponentType)
                .filter(raw -> !isOwn(raw))
                .map(raw -> SimpleConditionEvent.violated(owner, where + " uses " + raw.getName()))
                .forEach(events::add);
    }

    private static boolean isOwn(JavaClass raw) {
        return raw.isPrimitive()
                || raw.getPackageName().equals("java.lang")
                || raw.getName().startsWith("java.")
                || raw.getName().startsWith("dev.agentloop.");
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static List<JavaType> typesInHeader(JavaClass type) {
        List<JavaType> types = new ArrayList<>(type.getInterfaces());
        type.getSuperclass().ifPresent(types::add);
        type.getTypeParameters().stream().map(JavaTypeVariable::getUpperBounds).forEach(types::addAll);
        return types;
    }

    private static List<JavaType> typesIn(JavaMember member) {
        if (member instanceof JavaField field) {
            return List.of(field.getType());
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        List<JavaType> types = new ArrayList<>(unit.getParameterTypes());
        types.add(unit.getReturnType());
        types.addAll(unit.getThrowsClause().getTypes());
        unit.getTypeParameters().stream().map(JavaTypeVariable::getUpperBounds).forEach(types::addAll);
        return types;
    }
}
