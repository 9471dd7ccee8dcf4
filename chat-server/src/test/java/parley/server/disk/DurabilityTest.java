package parley.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.server.log.WholeLog;
import parley.testkit.ServerProcess;

/** {@code log.durability}: what a message has survived when it is acknowledged. */
@Timeout(300)
class DurabilityTest {
  private static final String WAL = "log.db-wal";
  private static final int SENTENCES = 20;

  @TempDir Path temp;

  private record Run(long syncs, Notes notes, Recording recording) {}

  /**
   * One person says so much, waiting for each ok; then another one edits, too, and the process is
   * killed. What is edited is not counted: it is taken out of the -wal after a time, with syncs.
   */
  private Run run(String durability) throws Exception {
    PreloadedDisk disk = PreloadedDisk.build(temp, temp.resolve("data"));
    Notes notes = new Notes();
    long syncs;
    try (ServerProcess server = disk.start("log.durability=" + durability)) {
      Sender counted = new Sender("ben", disk, notes, false);
      assertEquals(Sender.Ending.DONE, counted.say(server.plain(), 1));
      long before = disk.read().syncs(WAL);
      assertEquals(Sender.Ending.DONE, counted.say(server.plain(), SENTENCES));
      syncs = disk.read().syncs(WAL) - before;
      Sender editor = new Sender("anna", disk, notes, true);
      assertEquals(Sender.Ending.DONE, editor.say(server.plain(), SENTENCES));
      server.kill();
    }
    Recording recording = new Recording(temp, disk.read(), notes);
    assertNull(notes.fault(WholeLog.read(disk.data()), Long.MAX_VALUE, true));
    return new Run(syncs, notes, recording);
  }

  @Test
  void onDiskThereIsASyncForEveryOk() throws Exception {
    Run run = run("disk");
    System.out.printf("%d syncs for %d acknowledged%n", run.syncs, run.notes.acks().size());
    assertTrue(run.syncs >= SENTENCES, run.syncs + " syncs");
    List<Cuts.Cut> cuts = Cuts.some(run.recording.trace(), 40, System.nanoTime());
    assertEquals(List.of(), Cuts.faults(run.recording, cuts));
  }

  @Test
  void withTheOperatingSystemAKilledProcessLosesNothingAndAPowerCutTheNewest() throws Exception {
    Run run = run("os");
    System.out.printf("%d syncs for %d acknowledged%n", run.syncs, run.notes.acks().size());
    assertTrue(run.syncs < SENTENCES / 2, run.syncs + " syncs");
    List<Cuts.Cut> cuts = Cuts.some(run.recording.trace(), 80, System.nanoTime());
    List<String> faults = Cuts.faults(run.recording, cuts);
    assertFalse(faults.isEmpty(), "the simulation finds what is not synced");
    for (String fault : faults) {
      // Never a log that does not open, or is not whole.
      assertTrue(fault.contains("acknowledged and lost") || fault.contains("should be"), fault);
    }
  }
}
