package dev.agentloop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the sealed types of the API modules with {@code sealed-types.txt}. A new permitted subtype breaks a user's
 * exhaustive switch at run time and no API comparison reports it; so it has to be approved there.
 */
class SealedListTest {
    @Test
    void permitsExactlyTheApprovedSubtypes() throws IOException {
        List<String> found = Modules.classes().stream()
                .filter(Modules.in("agent-api", "agent-sandbox-spi"))
                .map(JavaClass::reflect)
                .filter(Class::isSealed)
                .flatMap(SealedListTest::lines)
                .sorted()
                .toList();
        assertThat(String.join("\n", found)).isEqualTo(String.join("\n", approved()));
    }

    private static Stream<String> lines(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses()).map(subtype -> type.getName() + " > " + subtype.getName());
    }

    private static List<String> approved() throws IOException {
        try (var list = SealedListTest.class.getResourceAsStream("/sealed-types.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
