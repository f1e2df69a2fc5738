package dev.agentloop.checks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom. */
class DependencyRulesTest {
    private static final String ROOT = "dev.agentloop";

    @Test
    void everyModuleIsLookedAt() {
        assertThat(Modules.classes().stream().map(Modules::of))
                .containsAll(Modules.locations().keySet())
                .contains("agent-api", "agent-runtime");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runtime",
                "mcp",
                "tools",
                "headless",
                "session.jdbc",
                "sandbox.linux",
                "sandbox.macos",
                "sandbox.windows",
                "testkit"
            })
    void isReferencedByNobodyElse(String part) {
        String inside = ROOT + "." + part + "..";
        check(noClasses()
                .that(resideOutsideOfPackages(inside))
                .should()
                .dependOnClassesThat(resideInAPackage(inside))
                .because("providers and the engine are found by service loading, never compiled against"));
    }

    @Test
    void theApiKnowsOnlyItself() {
        check(noClasses()
                .that(Modules.in("agent-api"))
                .should()
                .dependOnClassesThat(Modules.outside("agent-api"))
                .because("every other module stands on agent-api"));
    }

    @Test
    void theSandboxSpiKnowsOnlyTheApi() {
        check(noClasses()
                .that(Modules.in("agent-sandbox-spi"))
                .should()
                .dependOnClassesThat(Modules.outside("agent-sandbox-spi", "agent-api")));
    }

    @Test
    void theWireKnowsNoOtherModule() {
        check(noClasses().that(Modules.in("agent-wire")).should().dependOnClassesThat(Modules.outside("agent-wire")));
    }

    @Test
    void onlyTheServiceEntryIsPublicInTheRuntimesRootPackage() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + ".runtime")
                .and()
                .haveModifier(JavaModifier.PUBLIC)
                .should()
                .beAssignableTo(ROOT + ".spi.AgentRuntimeProvider")
                .because("nothing in agent-runtime is for users"));
    }

    @Test
    void theRuntimesPackagesHaveNoCycles() {
        check(slices().matching(ROOT + ".runtime.(*)..").should().beFreeOfCycles());
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(Modules.classes());
    }
}
