package dev.agentloop.session.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.session.SessionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first use of SQLite takes a third of a second; a process that only opens the store must not pay it. */
class LazyOpeningTest {
    @TempDir
    Path directory;

    @Test
    void openingAndClosingLoadsNothingOfTheDriverAndTouchesNoFile() throws Exception {
        Path file = directory.resolve("home/sessions.db");
        assertThat(classesOfTheDriver(Opener.class, file)).isEmpty();
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void theFirstUseLoadsTheDriver() throws Exception {
        assertThat(classesOfTheDriver(User.class, directory.resolve("sessions.db")))
                .isNotEmpty();
    }

    private List<String> classesOfTheDriver(Class<?> main, Path file) throws Exception {
        Path log = directory.resolve(main.getSimpleName() + ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + log,
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("org.sqlite"))
                .toList();
    }

    static final class Opener {
        public static void main(String[] args) {
            JdbcSessionStore store = JdbcSessionStore.open(Path.of(args[0]));
            System.setProperty("opened", store.toString());
            store.close();
        }
    }

    static final class User {
        public static void main(String[] args) {
            try (JdbcSessionStore store = JdbcSessionStore.open(Path.of(args[0]))) {
                store.create(SessionId.of("a"), Records.metadata(1));
            }
        }
    }
}
