package dev.agentloop.checks;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Things that a module does in one place, so that tests and hosts can replace them. */
class OwnershipTest {
    @Test
    void oneClassPerModuleCreatesObjectMappers() {
        DescribedPredicate<JavaAccess<?>> creates = constructor("com.fasterxml.jackson.databind.ObjectMapper")
                .or(targetOwner(assignableTo("com.fasterxml.jackson.databind.ObjectMapper"))
                        .and(target(name("builder"))));
        assertAtMostOneOwnerPerModule(creates);
    }

    @Test
    void oneClassPerModuleCreatesThreads() {
        DescribedPredicate<JavaAccess<?>> creates = constructor(Thread.class.getName())
                .or(constructor(ExecutorService.class.getName()).and(withoutThreadFactory()))
                .or(targetOwner(assignableTo(Executors.class))
                        .and(target(nameMatching("new.*")))
                        .and(withoutThreadFactory()))
                .or(targetOwner(assignableTo(Thread.class)).and(target(nameMatching("of(Virtual|Platform)"))));
        assertAtMostOneOwnerPerModule(creates);
    }

    @Test
    void oneClassPerModuleReadsTheEnvironment() {
        assertAtMostOneOwnerPerModule(targetOwner(assignableTo(System.class)).and(target(name("getenv"))));
    }

    @Test
    void onlyTheOwnersOfConnectionsUseOkHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.agentloop.runtime.model..",
                        "dev.agentloop.mcp.transport..",
                        "dev.agentloop.mcp.auth..",
                        "dev.agentloop.tools.web..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("okhttp3..")
                .allowEmptyShould(true)
                .check(Modules.classes());
    }

    @Test
    void onlySandboxesStartProcesses() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.agentloop.sandbox.spi..",
                        "dev.agentloop.sandbox.linux..",
                        "dev.agentloop.sandbox.macos..",
                        "dev.agentloop.sandbox.windows..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .callMethodWhere(targetOwner(assignableTo(Runtime.class)).and(target(name("exec"))))
                .allowEmptyShould(true)
                .check(Modules.classes());
    }

    /** A pattern in a static initialiser is a constant; any other may come from a model or a user and needs RE2/J. */
    @Test
    void patternsOfTheJdkAreConstants() {
        Map<String, Set<String>> callers = new TreeMap<>();
        accesses(targetOwner(assignableTo(Pattern.class)).and(target(name("compile"))))
                .filter(access -> !(access.getOrigin() instanceof JavaStaticInitializer))
                .forEach(access -> callers.computeIfAbsent(Modules.of(access.getOriginOwner()), key -> new TreeSet<>())
                        .add(access.getDescription()));
        assertThat(callers).isEmpty();
    }

    @Test
    void oneClassPerModuleCompilesPatternsOfOthers() {
        assertAtMostOneOwnerPerModule(
                targetOwner(assignableTo("com.google.re2j.Pattern")).and(target(name("compile"))));
    }

    private static void assertAtMostOneOwnerPerModule(DescribedPredicate<? super JavaAccess<?>> act) {
        Map<String, Set<String>> owners = new TreeMap<>();
        accesses(act)
                .map(JavaAccess::getOriginOwner)
                .forEach(owner -> owners.computeIfAbsent(Modules.of(owner), key -> new TreeSet<>())
                        .add(outermost(owner).getName()));
        assertThat(owners)
                .allSatisfy((module, classes) ->
                        assertThat(classes).as("owners in " + module).hasSizeLessThanOrEqualTo(1));
    }

    private static Stream<JavaAccess<?>> accesses(DescribedPredicate<? super JavaAccess<?>> wanted) {
        return Modules.classes().stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(wanted);
    }

    private static DescribedPredicate<JavaAccess<?>> constructor(String type) {
        return DescribedPredicate.describe(
                "constructor of " + type,
                access -> access instanceof JavaConstructorCall call
                        && !isSuperCall(call)
                        && call.getTargetOwner().isAssignableTo(type));
    }

    /** An executor that is given a factory leaves the creation of its threads to that. */
    private static DescribedPredicate<JavaAccess<?>> withoutThreadFactory() {
        return DescribedPredicate.describe(
                "without a thread factory",
                access -> access instanceof JavaCall<?> call
                        && call.getTarget().getRawParameterTypes().stream()
                                .noneMatch(type -> type.isEquivalentTo(ThreadFactory.class)));
    }

    private static boolean isSuperCall(JavaConstructorCall call) {
        return call.getOrigin().isConstructor()
                && call.getOriginOwner().getRawSuperclass().equals(Optional.of(call.getTargetOwner()));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(OwnershipTest::outermost).orElse(type);
    }
}
