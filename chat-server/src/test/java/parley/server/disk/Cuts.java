package parley.server.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import parley.server.disk.Trace.Operation;
import parley.server.log.WholeLog;

/** Power cuts in a recording: the disk that each leaves is opened as a start opens it. */
final class Cuts {
  /**
   * One of them.
   *
   * @param after so many operations of the trace
   */
  record Cut(int number, int after, PowerLoss.Fate fate, long seed) {}

  private final Recording recording;

  /** For the files of one cut at a time; in memory where there is such a folder. */
  private final Path folder;

  private Cuts(Recording recording, Path folder) {
    this.recording = recording;
    this.folder = folder;
  }

  /** As many cuts as are asked for, the half of them just before or after a sync. */
  static List<Cut> some(Trace trace, int count, long seed) {
    List<Integer> syncs = new ArrayList<>();
    for (int i = 0; i < trace.operations().size(); i++) {
      if (trace.operations().get(i).kind() == Trace.Kind.SYNC) {
        syncs.add(i);
      }
    }
    List<Cut> cuts = new ArrayList<>();
    Random random = new Random(seed);
    PowerLoss.Fate[] fates = PowerLoss.Fate.values();
    for (int n = 0; n < count; n++) {
      int after =
          n % 2 == 0
              ? syncs.get(random.nextInt(syncs.size())) + random.nextInt(2)
              : random.nextInt(trace.operations().size() + 1);
      cuts.add(new Cut(n, after, fates[n / 2 % fates.length], random.nextLong()));
    }
    return cuts;
  }

  /** After every operation, with every fate of what was not synced. */
  static List<Cut> all(Trace trace, long seed) {
    List<Cut> cuts = new ArrayList<>();
    Random random = new Random(seed);
    for (int after = 0; after <= trace.operations().size(); after++) {
      for (PowerLoss.Fate fate : PowerLoss.Fate.values()) {
        cuts.add(new Cut(cuts.size(), after, fate, random.nextLong()));
      }
    }
    return cuts;
  }

  /**
   * @return what is wrong, a text for each cut after which something is; empty where all is well
   */
  static List<String> faults(Recording recording, List<Cut> cuts) throws Exception {
    Path memory = Path.of("/dev/shm");
    Path parent = Files.isWritable(memory) ? memory : recording.folder();
    Path folder = Files.createTempDirectory(parent, "parley-cuts-");
    try {
      return new Cuts(recording, folder).faults(cuts);
    } finally {
      clear(folder);
      Files.delete(folder);
    }
  }

  private List<String> faults(List<Cut> cuts) throws IOException {
    List<Operation> operations = recording.trace().operations();
    List<String> faults = new ArrayList<>();
    PowerLoss disk = new PowerLoss();
    int applied = 0;
    for (Cut cut : cuts.stream().sorted(Comparator.comparingInt(Cut::after)).toList()) {
      while (applied < cut.after()) {
        disk.apply(operations.get(applied++));
      }
      clear(folder);
      for (var file : disk.after(cut.fate(), new Random(cut.seed())).entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
      long position = applied == 0 ? 0 : operations.get(applied - 1).end();
      try {
        String fault = recording.notes().fault(WholeLog.read(folder), position, false);
        if (fault != null) {
          throw new AssertionError(fault);
        }
      } catch (Exception | AssertionError e) {
        Operation last = applied == 0 ? null : operations.get(applied - 1);
        faults.add(cut + " (the last operation was " + last + "): " + e);
      }
    }
    return faults;
  }

  private static void clear(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
