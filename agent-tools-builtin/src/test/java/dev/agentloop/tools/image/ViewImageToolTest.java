package dev.agentloop.tools.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tools.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewImageToolTest {

    @TempDir
    Path work;

    private ToolOutput view() throws Exception {
        return TestContext.in(work).call(new ViewImageTool(), Map.of("path", "picture"));
    }

    @ParameterizedTest
    @CsvSource({
        "'\u0089PNG\r\n\u001a\nrest', image/png",
        "'\u00ff\u00d8\u00ffrest', image/jpeg",
        "GIF89a, image/gif",
        "RIFF1234WEBPrest, image/webp",
    })
    void typeFollowsFromTheBytesNotTheName(String content, String mediaType) throws Exception {
        byte[] bytes = content.getBytes(ISO_8859_1);
        Files.write(work.resolve("picture"), bytes);

        assertThat(view()).isEqualTo(ToolOutput.of(Content.Image.of(mediaType, bytes)));
    }

    @Test
    void whatIsNoImageIsAFailedOutput() throws Exception {
        Files.writeString(work.resolve("picture"), "RIFF1234WAVE");
        assertThat(view()).isEqualTo(ToolOutput.error("'picture' is no PNG, JPEG, GIF or WebP image."));

        Files.delete(work.resolve("picture"));
        assertThat(view().failed()).isTrue();
    }
}
