package dev.agentloop.session.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.session.SessionId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing process again and again. */
class KilledProcessTest {
    private static final int FEW_KILLS = 5;
    private static final int MANY_KILLS = Integer.getInteger("agentloop.kills", 300);
    private static final int MANY = 1_000_000;
    private static final int KILLED = 128 + 9;
    private static final SessionId ID = SessionId.of("killed");

    @TempDir
    Path directory;

    @Test
    void aKilledProcessLosesNothingItHasAcknowledged() throws Exception {
        killAgainAndAgain(FEW_KILLS);
    }

    @Test
    @Tag("kill")
    void aProcessKilledManyTimesLosesNothingItHasAcknowledged() throws Exception {
        killAgainAndAgain(MANY_KILLS);
    }

    private void killAgainAndAgain(int kills) throws Exception {
        Path file = directory.resolve("sessions.db");
        Random random = new Random(kills);
        for (int kill = 1; kill <= kills; kill++) {
            long acknowledged = appendUntilKilled(file, random);
            long stored = verify(file);
            assertThat(stored).as("records after kill " + kill).isGreaterThanOrEqualTo(acknowledged);
        }
    }

    private static long appendUntilKilled(Path file, Random random) throws IOException, InterruptedException {
        Process process = AppendingProcess.start(
                file,
                ID,
                "killed",
                MANY,
                "-Djava.io.tmpdir=" + file.getParent()); // a killed process leaves the driver's library there
        try (BufferedReader output = process.inputReader()) {
            int appends = 1 + random.nextInt(40);
            long last = 0;
            for (int count = 0; count < appends; count++) {
                last = Long.parseLong(output.readLine());
            }
            process.waitFor(random.nextInt(3_000), TimeUnit.MICROSECONDS); // into the middle of an append
            process.toHandle().destroyForcibly(); // that of the process itself would close its output, too
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                last = Long.parseLong(line);
            }
            assertThat(process.waitFor()).isEqualTo(KILLED);
            return last;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Everything that is there is whole and in order; returns how much. */
    private static long verify(Path file) throws SQLException {
        assertThat(RawDatabase.text(file, "PRAGMA quick_check")).isEqualTo("ok");
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            var records = Records.readAll(store, ID);
            assertThat(records).isEqualTo(Records.records("killed", 1, records.size()));
            return records.size();
        }
    }
}
