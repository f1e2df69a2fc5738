package dev.agentloop.checks;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The turn loop can be replayed: whatever differs between two runs comes through its seams. */
class LoopPurityTest {
    private static final String LOOP = "dev.agentloop.runtime.loop..";

    private static final Set<Class<?>> INERT_IO_TYPES = Set.of(
            IOException.class, UncheckedIOException.class, Closeable.class, Serializable.class, Path.class, URI.class);

    private static final Set<String> IMMUTABLE_STATICS = Set.of(
            "java.lang.String",
            "java.time.Duration",
            "java.util.List",
            "java.util.Map",
            "java.util.Set",
            "java.util.regex.Pattern",
            "org.slf4j.Logger");

    @Test
    void createsNoThread() {
        check(noClasses()
                .that()
                .resideInAPackage(LOOP)
                .should()
                .dependOnClassesThat(assignableTo(Executor.class).or(assignableTo(Executors.class)))
                .orShould()
                .callConstructorWhere(targetOwner(assignableTo(Thread.class)))
                .orShould()
                .callMethodWhere(calls(Thread.class, "of(Virtual|Platform)|startVirtualThread"))
                .orShould()
                .callMethodWhere(calls(CompletableFuture.class, ".*Async")));
    }

    @Test
    void readsNoSystemClock() {
        check(noClasses()
                .that()
                .resideInAPackage(LOOP)
                .should()
                .callMethodWhere(calls(System.class, "currentTimeMillis|nanoTime"))
                .orShould()
                .callMethodWhere(calls(Clock.class, "system.*|tick.*"))
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "java.time's now() without a clock", LoopPurityTest::isNowWithoutClock)));
    }

    @Test
    void drawsNoRandomNumber() {
        check(noClasses()
                .that()
                .resideInAPackage(LOOP)
                .should()
                .dependOnClassesThat(assignableTo(RandomGenerator.class))
                .orShould()
                .callMethodWhere(calls(Math.class, "random"))
                .orShould()
                .callMethodWhere(calls(UUID.class, "randomUUID")));
    }

    @Test
    void doesNoInputOrOutput() {
        DescribedPredicate<JavaClass> input = resideInAnyPackage("java.io..", "java.nio..", "java.net..")
                .and(DescribedPredicate.describe(
                        "doing input or output", type -> INERT_IO_TYPES.stream().noneMatch(type::isEquivalentTo)));
        check(noClasses().that().resideInAPackage(LOOP).should().dependOnClassesThat(input));
    }

    @Test
    void hasNoStaticMutableState() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(LOOP)
                .and()
                .areStatic()
                .should(beConstants())
                .allowEmptyShould(true)
                .check(Modules.classes());
    }

    private static ArchCondition<JavaField> beConstants() {
        return new ArchCondition<>("be final and of an immutable type") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                JavaClass type = field.getRawType();
                boolean immutable = type.isPrimitive()
                        || type.isEnum()
                        || type.isRecord()
                        || IMMUTABLE_STATICS.contains(type.getName())
                        || isMadeByTheCompiler(field);
                boolean isFinal = field.getModifiers().contains(JavaModifier.FINAL);
                if (!isFinal || !immutable) {
                    events.add(SimpleConditionEvent.violated(field, field.getDescription() + " is mutable"));
                }
            }
        };
    }

    /** {@code $VALUES} of an enum and the tables of a switch over one. */
    private static boolean isMadeByTheCompiler(JavaField field) {
        return field.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isNowWithoutClock(JavaMethodCall call) {
        return call.getTargetOwner().getPackageName().startsWith("java.time")
                && call.getName().equals("now")
                && call.getTarget().getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
    }

    private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String methodPattern) {
        return targetOwner(assignableTo(owner))
                .and(target(nameMatching(methodPattern)))
                .forSubtype();
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(Modules.classes());
    }
}
