package dev.agentloop.runtime.config;

import dev.agentloop.runtime.config.toml.TomlException;
import dev.agentloop.runtime.config.toml.TomlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads one configuration file. */
final class ConfigFile {
    private static final int MAX_BYTES = 1024 * 1024;

    private ConfigFile() {}

    /** The layer of a file; empty when there is no file, or it cannot be used, which is then an error. */
    static Optional<ConfigLayer> read(ConfigLayer.Kind kind, Path file, boolean mustBeThere, LayerCheck check) {
        try {
            return Optional.of(ConfigLayer.ofFile(kind, file, TomlReader.read(text(file))));
        } catch (TomlException broken) {
            check.error(file + ":" + broken.line() + ": " + broken.getMessage());
        } catch (NoSuchFileException absent) {
            if (mustBeThere) {
                check.error(file + " does not exist");
            }
        } catch (AccessDeniedException denied) {
            check.error(file + " cannot be read: access denied");
        } catch (CharacterCodingException notText) {
            check.error(file + " cannot be read: it is no UTF-8 text");
        } catch (IOException e) {
            check.error(file + " cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("it is larger than " + MAX_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }
}
