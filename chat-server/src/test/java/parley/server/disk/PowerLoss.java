package parley.server.disk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import parley.server.disk.Trace.Operation;

/**
 * What a disk holds after the power went at a point of a trace. What was synced is there. Of what
 * was written since, each write may be there or not, and a part of it; a file's name is sure when
 * its folder was synced. What was written when a sync failed is what Linux makes of it: it reads as
 * if it were there, but goes to the disk only where its page is written to again.
 */
final class PowerLoss {
  /** What becomes of the writes that were not synced. */
  enum Fate {
    /** None is there. */
    DROPPED,
    /** All are there. */
    KEPT,
    /** Those up to some point are there. */
    CUT_OFF,
    /** Any of them may be there. */
    REORDERED,
    /** Any of their sectors of 512 bytes may be there. */
    TORN,
    /** Any of their pages of 4096 bytes may be there. */
    TORN_PAGES
  }

  private static final int PAGE = 4096;

  private sealed interface Pending {
    long number();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Write(long number, long offset, byte[] bytes) implements Pending {}

    record Truncate(long number, long to) implements Pending {}
  }

  /** A file by itself, whatever its name. */
  private static final class File {
    /** As processes read it. */
    final Bytes cache = new Bytes();

    /** What the disk has for sure. */
    final Bytes disk = new Bytes();

    final List<Pending> pending = new ArrayList<>();

    /** By number: pages as they were when a sync failed, which the kernel takes for written. */
    final Map<Long, byte[]> lost = new TreeMap<>();
  }

  /**
   * @param file null where the name was taken away
   */
  private record Naming(long number, String name, File file) {}

  private final Map<String, File> names = new HashMap<>();
  private final Map<String, File> sureNames = new HashMap<>();
  private final List<Naming> pendingNames = new ArrayList<>();
  private long number;

  void apply(Operation operation) {
    number++;
    File file = names.get(operation.file());
    switch (operation.kind()) {
      case START, OPEN -> {
        // Changes nothing.
      }
      case SYNC -> {
        if (operation.file().isEmpty()) {
          syncNames(operation.done());
        } else if (operation.done()) {
          file.pending.forEach(p -> put(file.disk, p));
          file.pending.clear();
        } else {
          lose(file);
        }
      }
      case CREATE, WRITE, TRUNCATE, UNLINK -> {
        if (operation.done()) {
          change(operation, file);
        }
      }
    }
  }

  private void change(Operation operation, File file) {
    switch (operation.kind()) {
      case CREATE -> name(operation.file(), new File());
      case UNLINK -> name(operation.file(), null);
      case WRITE -> {
        dirtyAgain(file, operation.offset(), operation.bytes().length);
        pend(file, new Pending.Write(number, operation.offset(), operation.bytes()));
      }
      case TRUNCATE -> {
        file.lost.keySet().removeIf(page -> page * PAGE >= operation.offset());
        pend(file, new Pending.Truncate(number, operation.offset()));
      }
      default -> throw new IllegalArgumentException(operation.toString());
    }
  }

  private void name(String name, File file) {
    if (file == null) {
      names.remove(name);
    } else {
      names.put(name, file);
    }
    pendingNames.add(new Naming(number, name, file));
  }

  private void syncNames(boolean done) {
    if (done) {
      pendingNames.forEach(n -> put(sureNames, n));
      pendingNames.clear();
    }
  }

  private static void put(Map<String, File> names, Naming naming) {
    if (naming.file() == null) {
      names.remove(naming.name());
    } else {
      names.put(naming.name(), naming.file());
    }
  }

  private static void pend(File file, Pending change) {
    put(file.cache, change);
    file.pending.add(change);
  }

  private static void put(Bytes bytes, Pending change) {
    switch (change) {
      case Pending.Write w -> bytes.write(w.offset(), w.bytes());
      case Pending.Truncate t -> bytes.truncate(Math.toIntExact(t.to()));
    }
  }

  private static void lose(File file) {
    for (Pending pending : file.pending) {
      if (pending instanceof Pending.Write w) {
        for (long page = w.offset() / PAGE; page * PAGE < w.offset() + w.bytes().length; page++) {
          if (page * PAGE < file.cache.size()) {
            file.lost.put(page, file.cache.range((int) page * PAGE, (int) (page + 1) * PAGE));
          }
        }
      }
    }
    file.pending.removeIf(Pending.Write.class::isInstance);
  }

  private void dirtyAgain(File file, long offset, int length) {
    for (long page = offset / PAGE; page * PAGE < offset + length; page++) {
      byte[] found = file.lost.remove(page);
      if (found != null) {
        file.pending.add(new Pending.Write(number, page * PAGE, found));
      }
    }
  }

  /** The files as processes read them now, while there is power. */
  Map<String, byte[]> now() {
    Map<String, byte[]> files = new TreeMap<>();
    names.forEach((name, file) -> files.put(name, file.cache.all()));
    return files;
  }

  /** The files, by name, as a start finds them when the power comes back. */
  Map<String, byte[]> after(Fate fate, Random random) {
    long first = number;
    for (File file : sureAndPending()) {
      first = file.pending.isEmpty() ? first : Math.min(first, file.pending.getFirst().number());
    }
    long cut = first + (long) (random.nextDouble() * (number - first + 1));
    double kept = random.nextDouble();
    Map<String, File> found = new HashMap<>(sureNames);
    for (Naming naming : pendingNames) {
      // Names are kept in order by every file system that has a journal.
      if (!survives(fate, naming.number(), cut, kept, random)) {
        break;
      }
      put(found, naming);
    }
    Map<String, byte[]> files = new TreeMap<>();
    found.forEach((name, file) -> files.put(name, contents(file, fate, cut, kept, random)));
    return files;
  }

  private List<File> sureAndPending() {
    List<File> files = new ArrayList<>(sureNames.values());
    pendingNames.stream().map(Naming::file).filter(f -> f != null).forEach(files::add);
    return files;
  }

  private static boolean survives(Fate fate, long number, long cut, double kept, Random random) {
    return switch (fate) {
      case DROPPED -> false;
      case KEPT -> true;
      case CUT_OFF -> number < cut;
      case REORDERED, TORN, TORN_PAGES -> random.nextDouble() < kept;
    };
  }

  private static byte[] contents(File file, Fate fate, long cut, double kept, Random random) {
    if (fate == Fate.DROPPED) {
      return file.disk.all();
    }
    Bytes bytes = file.disk.copy();
    for (Pending pending : file.pending) {
      int sector = fate == Fate.TORN ? 512 : PAGE;
      if (pending instanceof Pending.Write w && (fate == Fate.TORN || fate == Fate.TORN_PAGES)) {
        tear(bytes, w, sector, kept, random);
      } else if (survives(fate, pending.number(), cut, kept, random)) {
        put(bytes, pending);
      }
    }
    return bytes.all();
  }

  private static void tear(
      Bytes bytes, Pending.Write write, int sector, double kept, Random random) {
    int end = (int) write.offset() + write.bytes().length;
    if (random.nextInt(4) == 0) {
      // The file's length can be on the disk before what is in it.
      bytes.grow(end);
    }
    int from = (int) write.offset();
    while (from < end) {
      int to = Math.min(end, (from / sector + 1) * sector);
      if (random.nextDouble() < kept) {
        int at = from - (int) write.offset();
        bytes.write(from, java.util.Arrays.copyOfRange(write.bytes(), at, at + to - from));
      }
      from = to;
    }
  }
}
