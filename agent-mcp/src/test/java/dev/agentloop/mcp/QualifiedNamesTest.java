package dev.agentloop.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QualifiedNamesTest {
    @Test
    void aLegalNameStaysReadable() {
        assertThat(QualifiedNames.of("git-hub", "create_issue")).isEqualTo("mcp__git-hub__create_issue");
        assertThat(QualifiedNames.of("a", "x".repeat(56))).isEqualTo("mcp__a__" + "x".repeat(56));
    }

    @Test
    void anIllegalOrLongNameEndsWithAHashThatNeverChanges() {
        assertThat(QualifiedNames.of("s", "read.file")).isEqualTo("mcp__s__read_file_64a3be19");
        assertThat(QualifiedNames.of("s", "größe 😀")).isEqualTo("mcp__s__gr__e___cebafc01");
        assertThat(QualifiedNames.of("a", "x".repeat(57))).hasSize(64).startsWith("mcp__a__xxxx");
        assertThat(QualifiedNames.of("s".repeat(48), "long_tool_name")).hasSize(64);
    }

    @Test
    void differentToolsNeverShareAName() {
        List<String> parts = List.of(
                "a", "b", "a_", "_a", "a__b", "b__a", "_", "__", "a.b", "a_b", "a b", "x".repeat(60), "x".repeat(61));
        Set<String> names = new HashSet<>();
        for (String server : parts) {
            for (String tool : parts) {
                String name = QualifiedNames.of(server, tool);
                assertThat(name).matches("[A-Za-z0-9_-]{1,64}");
                assertThat(names.add(name)).as(name).isTrue();
            }
        }
    }
}
