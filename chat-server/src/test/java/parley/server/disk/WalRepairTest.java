package parley.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.server.disk.Sender.Ending;
import parley.server.disk.Trace.Kind;
import parley.server.disk.Trace.Operation;
import parley.testkit.ServerProcess;

/**
 * Why a start writes the -wal anew before it opens it. After a sync that failed, Linux takes the
 * pages for written; the next server reads them, answers that the message is there, and builds on
 * them, though the disk never got them.
 */
@Timeout(300)
class WalRepairTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path temp;

  @Test
  void withoutTheRepairAPowerCutTakesWhatWasAcknowledged() throws Exception {
    PreloadedDisk disk = PreloadedDisk.build(temp, temp.resolve("data"));
    Notes notes = new Notes();
    Sender anna = new Sender("anna", disk, notes, false);
    try (ServerProcess server = disk.start()) {
      assertEquals(Ending.DONE, anna.say(server.plain(), 2), server::printed);
      disk.fail("sync 1 once EIO");
      assertEquals(Ending.UNKNOWN, anna.say(server.plain(), 1), server::printed);
      assertEquals(70, server.exitCode());
    }
    disk.mend();
    try (ServerProcess server = disk.start()) {
      // Among it the sentence whose outcome was unknown, with its nonce.
      assertEquals(Ending.DONE, anna.say(server.plain(), 4), server::printed);
      server.kill();
    }

    Recording real = new Recording(temp, disk.read(), notes);
    assertEquals(List.of(), cutAfterTheSecondStart(real));

    Recording without = new Recording(temp, withoutRepair(real.trace()), notes);
    List<String> lost = cutAfterTheSecondStart(without);
    assertFalse(lost.isEmpty(), "the repair is needed");
    System.out.printf(
        "without the repair %d of the cuts lose something, such as %s%n",
        lost.size(), lost.getFirst());
    assertTrue(lost.getFirst().contains("acknowledged and lost"), lost::getFirst);
  }

  /**
   * With nothing that was not synced there, before every sync from the second start on, and at the
   * end: until then the disk is the same, and ever more was acknowledged.
   */
  private static List<String> cutAfterTheSecondStart(Recording recording) throws Exception {
    List<Operation> operations = recording.trace().operations();
    List<Cuts.Cut> cuts = new ArrayList<>();
    for (int after = secondStart(operations); after <= operations.size(); after++) {
      if (after == operations.size() || operations.get(after).kind() == Kind.SYNC) {
        cuts.add(new Cuts.Cut(cuts.size(), after, PowerLoss.Fate.DROPPED, 0));
      }
    }
    return Cuts.faults(recording, cuts);
  }

  /** The first after the sync that failed; a program that a server runs makes a start, too. */
  private static int secondStart(List<Operation> operations) {
    int start = 0;
    while (operations.get(start).kind() != Kind.SYNC || operations.get(start).done()) {
      start++;
    }
    while (operations.get(start).kind() != Kind.START) {
      start++;
    }
    return start;
  }

  /**
   * The trace of a server that does not repair: what is written to the -wal between the start and
   * its first sync is left out. The bytes that it writes are those that are there.
   */
  private static Trace withoutRepair(Trace trace) {
    List<Operation> kept = new ArrayList<>();
    int start = secondStart(trace.operations());
    boolean repairing = false;
    int left = 0;
    for (int i = 0; i < trace.operations().size(); i++) {
      Operation operation = trace.operations().get(i);
      repairing |= i == start;
      if (repairing && operation.kind() == Kind.WRITE) {
        assertEquals("log.db-wal", operation.file());
        left++;
      } else {
        kept.add(operation);
      }
      repairing &= !isSyncOfTheWal(operation);
    }
    assertTrue(left > 0, "the start wrote the -wal anew");
    return new Trace(kept);
  }

  private static boolean isSyncOfTheWal(Operation operation) {
    return operation.kind() == Kind.SYNC && operation.file().equals("log.db-wal");
  }
}
