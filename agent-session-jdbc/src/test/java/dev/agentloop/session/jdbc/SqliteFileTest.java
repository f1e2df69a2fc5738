package dev.agentloop.session.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentloop.SessionStoreException;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionQuery;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteFileTest {
    private static final SessionId ID = SessionId.of("a");

    @TempDir
    Path directory;

    @Test
    void onlyTheOwnerCanReadWhatIsMade() throws IOException {
        assumePosix();
        Path file = directory.resolve("home/deep/sessions.db");
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            store.create(ID, Records.metadata(1));
            assertThat(permissions(directory.resolve("home"))).isEqualTo("rwx------");
            assertThat(permissions(file.getParent())).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(file.getParent())) {
                assertThat(files.toList())
                        .hasSizeGreaterThan(1)
                        .allSatisfy(each -> assertThat(permissions(each)).isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void rightsOfOthersAreTakenFromAFileThatIsThere() throws IOException {
        assumePosix();
        Path file = Files.createFile(directory.resolve("sessions.db"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            store.create(ID, Records.metadata(1));
        }
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void closingLeavesOneFile() throws IOException {
        Path file = directory.resolve("sessions.db");
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            store.create(ID, Records.metadata(1));
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a?journal_mode=OFF.db", "a#b.db", "a%41.db", "ä ö😀.db", ":memory:", "file:x", "mode=memory"})
    void anyFileNameIsTakenAsItIs(String name) throws IOException {
        Path file = directory.resolve(name);
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            store.create(ID, Records.metadata(1));
        }
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            assertThat(store.metadata(ID)).contains(Records.metadata(1));
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path inTheWay = Files.createFile(directory.resolve("file"));
        Path file = inTheWay.resolve("sessions.db");
        assertFailure(file, "Cannot open " + file + " to list sessions: " + inTheWay);
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        assumePosix();
        Path locked = Files.createDirectory(directory.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-x------"));
        assumeFalse(Files.isWritable(locked), "this user may write everywhere");
        Path file = locked.resolve("sessions.db");
        assertFailure(file, "Cannot open " + file + " to list sessions: no permission to write " + file);
    }

    @Test
    void aFolderIsRefusedAndKeepsItsRights() throws IOException {
        String before = permissions(directory);
        assertFailure(directory, "it is a folder or a device; name a file");
        assertThat(permissions(directory)).isEqualTo(before);
    }

    @Test
    void aLinkToNowhereIsRefused() throws IOException {
        Path file = Files.createSymbolicLink(directory.resolve("sessions.db"), directory.resolve("nowhere"));
        assertFailure(file, "Cannot open " + file + " to list sessions: " + file + " is in the way");
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    @Test
    void aFileThatIsNoDatabaseIsNamedAndLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("sessions.db"), "no database, only text\n".repeat(100));
        assertFailure(file, "Cannot open " + file + " to list sessions: the file is no SQLite database");
        assertThat(file).hasContent("no database, only text\n".repeat(100));
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Path file = directory.resolve("sessions.db");
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            store.create(ID, Records.metadata(1));
            store.append(ID, 1, Records.records("w", 1, 500));
        }
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int at = 3 * 4096; at < bytes.length; at++) {
            bytes[at] = (byte) random.nextInt();
        }
        Files.write(file, bytes);
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            assertThatThrownBy(() -> {
                        store.delete(ID);
                        Records.readAll(store, ID);
                    })
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessageContainingAll("session a in " + file, "the file is damaged");
        }
    }

    @Test
    void theDatabaseOfAnotherProgramIsLeftAlone() throws Exception {
        Path file = directory.resolve("other.db");
        RawDatabase.execute(file, "CREATE TABLE bookmark (url TEXT)");
        assertFailure(file, "it holds tables of another program; name another file");
        assertThat(RawDatabase.text(file, "SELECT count(*) FROM sqlite_master")).isEqualTo("1");
    }

    @Test
    void theDatabaseOfANewerVersionIsLeftAlone() throws Exception {
        Path file = directory.resolve("sessions.db");
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            store.create(ID, Records.metadata(1));
        }
        RawDatabase.execute(file, "UPDATE schema_version SET version = 99");
        assertFailure(file, "it has schema version 99, this library knows 3");
    }

    @Test
    void afterAFailureTheStoreOpensTheFileAgain() throws IOException {
        Path file = Files.writeString(directory.resolve("sessions.db"), "no database\n".repeat(100));
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            assertThatThrownBy(() -> store.list(SessionQuery.newest(1))).isInstanceOf(SessionStoreException.class);
            Files.delete(file);
            store.create(ID, Records.metadata(1));
            assertThat(store.metadata(ID)).contains(Records.metadata(1));
        }
    }

    @Test
    void manyStoresMayMakeTheSameFileAtOnce() throws Exception {
        int stores = 8;
        CyclicBarrier start = new CyclicBarrier(stores);
        ExecutorService threads = Executors.newFixedThreadPool(stores);
        try {
            for (int round = 0; round < 5; round++) {
                Path file = directory.resolve("sessions" + round + ".db");
                List<Callable<Long>> writers = IntStream.range(0, stores)
                        .<Callable<Long>>mapToObj(writer -> () -> {
                            try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
                                SessionId id = SessionId.of("s" + writer);
                                start.await();
                                store.create(id, Records.metadata(writer));
                                return store.append(id, 1, Records.records("w", 1, 3));
                            }
                        })
                        .toList();
                for (Future<Long> writer : threads.invokeAll(writers)) {
                    assertThat(writer.get()).isEqualTo(4);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertFailure(Path file, String message) {
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            assertThatThrownBy(() -> store.list(SessionQuery.newest(1)))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessageContaining(message)
                    .hasMessageContaining(file.toString());
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void assumePosix() {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no POSIX permissions");
    }
}
