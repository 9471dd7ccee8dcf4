package parley.server.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import parley.server.log.WholeLog;

/**
 * What was acknowledged. On any thread.
 *
 * @param acks as they came; those of one message in their order
 */
record Notes(List<Ack> acks) {
  /** The text that stands for a deletion. */
  static final String DELETED = "";

  /**
   * An {@code ok} to a message, an edit or a deletion.
   *
   * @param at how far the trace was when it was read: what it acknowledges was synced before that
   * @param seq the message's
   * @param text as the message is from then on; it begins with what no other message begins with
   */
  record Ack(long at, long seq, String text) {
    private static Ack of(String line) {
      String[] parts = line.split("\t", 3);
      return new Ack(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }
  }

  Notes() {
    this(new CopyOnWriteArrayList<>());
  }

  void add(Ack ack) {
    acks.add(ack);
  }

  void save(Path file) throws IOException {
    Files.write(file, acks.stream().map(a -> a.at + "\t" + a.seq + "\t" + a.text).toList());
  }

  static Notes read(Path file) throws IOException {
    return new Notes(Files.readAllLines(file).stream().map(Ack::of).toList());
  }

  /**
   * What is wrong with the messages of a log, null where nothing is: a message is missing or there
   * twice, or is not as it was when it was last acknowledged, or later.
   *
   * @param position of the trace: what was acknowledged up to there must be there
   * @param finished whether nothing was under way beyond what was acknowledged, so that there may
   *     be no other message
   */
  String fault(List<WholeLog.Message> messages, long position, boolean finished) {
    Map<Long, String> found = new HashMap<>();
    Set<String> beginnings = new HashSet<>();
    for (WholeLog.Message message : messages) {
      found.put(message.seq(), message.text() == null ? DELETED : message.text());
      if (message.text() != null && !beginnings.add(message.text().split(" ")[0])) {
        return "there twice: " + message;
      }
    }
    Map<Long, List<Ack>> bySeq = new TreeMap<>();
    acks.forEach(ack -> bySeq.computeIfAbsent(ack.seq, _ -> new CopyOnWriteArrayList<>()).add(ack));
    for (List<Ack> ofOne : bySeq.values()) {
      String fault = fault(ofOne, found.remove(ofOne.getFirst().seq), position);
      if (fault != null) {
        return fault;
      }
    }
    return finished && !found.isEmpty() ? "nobody was told of " + found : null;
  }

  private static String fault(List<Ack> acks, String found, long position) {
    int due = 0;
    while (due < acks.size() && acks.get(due).at <= position) {
      due++;
    }
    if (found == null) {
      return due == 0 ? null : "acknowledged and lost: " + acks.getFirst();
    }
    List<String> possible =
        acks.subList(Math.max(0, due - 1), acks.size()).stream().map(Ack::text).toList();
    return possible.contains(found) ? null : found + " where one of " + possible + " should be";
  }
}
