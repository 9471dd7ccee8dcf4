package parley.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.server.disk.Recording.End;

/**
 * The power goes while the server runs: whatever of the unsynced writes reached the disk, every
 * message that was acknowledged before is there after the next start.
 *
 * <p>A cut that fails is repeated with {@code -Dparley.cuts.recording=FOLDER} (the folder that the
 * failure names), {@code -Dparley.cuts.seed} and {@code -Dparley.cuts.number}.
 */
class PowerLossTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path temp;

  private final long seed = Long.getLong("parley.cuts.seed", System.nanoTime());

  @Test
  @Timeout(300)
  void aHundredCuts() throws Exception {
    Recording recording = record(4, 8);
    check(recording, Cuts.some(recording.trace(), 120, seed));
  }

  @Test
  @Tag("campaign")
  void everyCut() throws Exception {
    Recording recording = record(6, Integer.getInteger("parley.cuts.sentences", 60));
    check(recording, Cuts.all(recording.trace(), seed));
  }

  private Recording record(int senders, int sentences) throws Exception {
    String earlier = System.getProperty("parley.cuts.recording");
    if (earlier != null) {
      return Recording.read(Path.of(earlier));
    }
    Recording recording =
        Recording.make(temp, senders, sentences, End.KILLED, End.STOPPED, End.KILLED);
    recording.checkThatTheTraceIsWhole(temp.resolve("data"));
    long syncs = recording.trace().syncs("log.db-wal");
    System.out.printf(
        "%d operations, %d syncs of the -wal, %d of the file, %d messages acknowledged%n",
        recording.trace().operations().size(),
        syncs,
        recording.trace().syncs("log.db"),
        recording.notes().acks().size());
    assertTrue(syncs > 0, "the library sees the syncs");
    assertTrue(recording.trace().syncs("log.db") > 4, "there are checkpoints to cut into");
    return recording;
  }

  private void check(Recording recording, List<Cuts.Cut> cuts) throws Exception {
    Integer only = Integer.getInteger("parley.cuts.number");
    List<Cuts.Cut> chosen = only == null ? cuts : List.of(cuts.get(only));
    List<String> faults = Cuts.faults(recording, chosen);
    System.out.printf("%d cuts, seed %d, %d faults%n", chosen.size(), seed, faults.size());
    assertEquals(
        0,
        faults.size(),
        () ->
            "seed %d, recording %s:%n%s"
                .formatted(
                    seed,
                    recording.folder(),
                    String.join("\n", faults.subList(0, Math.min(9, faults.size())))));
  }
}
