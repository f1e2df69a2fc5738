package dev.agentloop.tools.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternSizeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "abc 3",
                "a{3} 3",
                "a{2,5}b 6",
                "a{3,} 3",
                "(ab){10} 40",
                "((a{10}){10}){10} 1220",
                "[a-z]{4} 4",
                "\\d{4}-\\d{2} 7",
                "a{x} 3",
                "(((( 0",
                "\\{9} 3",
            })
    void countsRepetitionsWrittenOut(String regex, long size) {
        assertThat(PatternSize.estimate(regex)).isEqualTo(size);
    }
}
