package parley.server.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.server.filestore.Partial;

/**
 * The room that files take which no message tells of yet: what is promised to uploads that run, and
 * what broken ones have left. Guarded by the lock of {@link Transfers}.
 */
final class Reservations {
  /** Bytes that are on the disk. */
  private final Map<Partial, Long> here = new HashMap<>();

  /** Uploads that run; of one file by one person, one at a time. */
  private final Map<Partial, Transfer> running = new HashMap<>();

  /** An upload begins: the whole file's bytes are promised to it. */
  void promise(Partial partial, Transfer upload) {
    running.put(partial, upload);
  }

  /** An upload ended: what is here alone counts. */
  void settle(Partial partial, long bytes) {
    running.remove(partial);
    here(partial, bytes);
  }

  /** So much of it is on the disk. */
  void here(Partial partial, long bytes) {
    if (bytes == 0) {
      here.remove(partial);
    } else {
      here.put(partial, bytes);
    }
  }

  /** Whether an upload rests on it. */
  boolean held(Partial partial) {
    return running.containsKey(partial);
  }

  /** Its file was removed, and nobody holds it. */
  void forget(Partial partial) {
    here.remove(partial);
  }

  /** All that have left something, or run. */
  List<Partial> all() {
    Set<Partial> all = new HashSet<>(here.keySet());
    all.addAll(running.keySet());
    return new ArrayList<>(all);
  }

  private long bytesHere(Partial partial) {
    return here.getOrDefault(partial, 0L);
  }

  private long awaited(Map.Entry<Partial, Transfer> upload) {
    return Math.max(0, upload.getValue().job().file().size() - bytesHere(upload.getKey()));
  }

  /** What one person's claims come to, in bytes, but for one. */
  long ofPersonBut(Partial one, String person) {
    long there =
        here.entrySet().stream()
            .filter(e -> !e.getKey().equals(one) && e.getKey().person().equals(person))
            .mapToLong(Map.Entry::getValue)
            .sum();
    long coming =
        running.entrySet().stream()
            .filter(e -> !e.getKey().equals(one) && e.getKey().person().equals(person))
            .mapToLong(this::awaited)
            .sum();
    return there + coming;
  }

  /** Bytes that are on the disk, of all claims but one. */
  long hereBut(Partial one) {
    return here.entrySet().stream()
        .filter(e -> !e.getKey().equals(one))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * Bytes that are yet to come for all claims but one. Where they come so slowly that they may
   * never, they keep nobody else out.
   */
  long awaitedBut(Partial one, long now) {
    return running.entrySet().stream()
        .filter(e -> !e.getKey().equals(one) && !e.getValue().slow(now))
        .mapToLong(this::awaited)
        .sum();
  }

  /** Bytes that are yet to come from one network, however slowly, but for one claim. */
  long awaitedFromBut(Partial one, String network) {
    return running.entrySet().stream()
        .filter(e -> !e.getKey().equals(one) && e.getValue().network().equals(network))
        .mapToLong(this::awaited)
        .sum();
  }
}
