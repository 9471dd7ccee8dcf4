package parley.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.disk.Sender.Ending;
import parley.server.log.WholeLog;
import parley.testkit.ServerProcess;

/**
 * Operation 1, 2, 3, … of the disk fails, once or from then on, while the server starts and while
 * it is used. It refuses what surely was not done, or halts; whatever it acknowledged is on the
 * disk, and after a start on a disk that works everyone's messages are there once.
 */
class FaultTest {
  /** Operations from one run of {@link #everyFault} to the next; more for a shorter campaign. */
  private static final int STEP = Integer.getInteger("parley.faults.step", 1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path temp;

  private int runs;

  /** What became of a server, counted. */
  private final Map<String, Integer> outcomes = new TreeMap<>();

  @Test
  @Timeout(600)
  void someFaults() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    assertTrue(
        run("sync", 1, "once", "EIO", Moment.USED).contains(Ending.UNKNOWN), "a sync that failed");
    int write = 1 + random.nextInt(20);
    assertTrue(
        run("write", write, "on", "ENOSPC", Moment.USED).contains(Ending.REFUSED), "a full disk");
    // From the start of the process on; the campaign has all of these.
    switch (random.nextInt(3)) {
      case 0 -> run("write", 20 + random.nextInt(120), "once", "EIO");
      case 1 -> run("sync", 1 + random.nextInt(20), "on", "EIO");
      default -> run("open", 1 + random.nextInt(6), "once", "EIO");
    }
    System.out.println(runs + " runs: " + outcomes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sync once EIO",
        "sync on EIO",
        "write once EIO",
        "write on EIO",
        "write once ENOSPC",
        "write on ENOSPC",
        "write once SHORT",
        "truncate once EIO",
        "truncate on EIO",
        "open once EIO",
        "open on EMFILE",
        "unlink once EIO"
      })
  @Tag("campaign")
  void everyFault(String fault) throws Exception {
    String[] words = fault.split(" ");
    int nth = 1;
    while (run(words[0], nth, words[1], words[2]) != null) {
      nth += STEP + nth / 16;
    }
    System.out.printf("%s: up to operation %d, %d runs: %s%n", fault, nth, runs, outcomes);
  }

  /** From when on operations count. */
  private enum Moment {
    STARTED,
    USED
  }

  private Set<Ending> run(String kind, int nth, String how, String error) throws Exception {
    return run(kind, nth, how, error, Moment.STARTED);
  }

  /**
   * @return how those who spoke fared, empty where the server did not start; null where the load
   *     has fewer operations
   */
  private Set<Ending> run(String kind, int nth, String how, String error, Moment from)
      throws Exception {
    runs++;
    String fault = kind + " " + nth + " " + how + " " + error;
    Path folder = Files.createDirectories(temp.resolve("run" + runs));
    PreloadedDisk disk = PreloadedDisk.build(folder, folder.resolve("data"));
    Notes notes = new Notes();
    List<Sender> people = new ArrayList<>();
    for (String name : List.of("anna", "ben", "clara")) {
      people.add(new Sender(name, disk, notes, false));
    }
    if (from == Moment.STARTED) {
      disk.fail(fault);
    }
    Set<Ending> endings = EnumSet.noneOf(Ending.class);
    boolean met;
    try (ServerProcess server = disk.server(List.of())) {
      String outcome;
      if (!server.starts()) {
        int code = server.exitCode();
        String said = server.printed();
        assertTrue(code == 1 || code == 70, () -> fault + ": exit code " + code + ", " + said);
        assertFalse(said.contains("\tat "), () -> fault + ": a trace is no sentence: " + said);
        assertFalse(said.isBlank(), fault);
        outcome = "did not start";
      } else {
        if (from == Moment.USED) {
          for (Ending ending : Recording.sayAll(people, server.plain(), 1)) {
            assertEquals(Ending.DONE, ending, server::printed);
          }
          disk.fail(fault);
        }
        endings.addAll(Recording.sayAll(people, server.plain(), 5));
        if (endings.contains(Ending.UNKNOWN) || endings.contains(Ending.BROKEN)) {
          int code = server.exitCode();
          assertEquals(70, code, () -> fault + ": " + endings + " " + server.printed());
          outcome = "halted";
        } else {
          disk.mend();
          for (Ending ending : Recording.sayAll(people, server.plain(), 2)) {
            assertEquals(Ending.DONE, ending, () -> fault + ", mended: " + server.printed());
          }
          outcome = endings.contains(Ending.REFUSED) ? "refused, went on" : "went on";
          assertEquals(0, server.stop(), () -> fault + ": " + server.printed());
        }
      }
      outcomes.merge(outcome, 1, Integer::sum);
    }
    met = met(disk.read(), nth, error);
    checkThatAllWasSynced(fault, disk, notes);
    disk.mend();
    try (ServerProcess server = disk.start()) {
      for (Ending ending : Recording.sayAll(people, server.plain(), 1)) {
        assertEquals(Ending.DONE, ending, () -> fault + ", then: " + server.printed());
      }
      server.kill();
    }
    Recording recording = new Recording(folder, disk.read(), notes);
    List<String> lost = Cuts.faults(recording, Cuts.some(recording.trace(), 12, nth));
    assertEquals(List.of(), lost, () -> fault + ", with power cuts");
    assertNull(notes.fault(WholeLog.read(disk.data()), Long.MAX_VALUE, true), fault);
    return met ? endings : null;
  }

  private static boolean met(Trace trace, int nth, String error) {
    return error.equals("SHORT")
        ? trace.operations().stream().filter(o -> o.kind() == Trace.Kind.WRITE).count() >= nth
        : trace.operations().stream().anyMatch(o -> !o.done());
  }

  /**
   * No ok after a failed sync: were the power to go now, and nothing that is unsynced to be there,
   * each one would still hold.
   */
  private static void checkThatAllWasSynced(String fault, PreloadedDisk disk, Notes notes)
      throws Exception {
    Trace trace = disk.read();
    Recording recording = new Recording(disk.trace().getParent(), trace, notes);
    int all = trace.operations().size();
    Cuts.Cut end = new Cuts.Cut(0, all, PowerLoss.Fate.DROPPED, 0);
    assertEquals(List.of(), Cuts.faults(recording, List.of(end)), () -> fault + ", not synced");
  }
}
