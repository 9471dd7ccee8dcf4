package parley.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Judges what was delivered, by files alone; knows neither the server nor a client. In one folder:
 *
 * <ul>
 *   <li>{@code said-NAME}: the texts that a sender was given to send, a line each, in order, no two
 *       the same;
 *   <li>{@code acks-NAME}: what the sender noted of each {@code ok}, a JSON line with {@code seq},
 *       {@code nonce} and {@code text};
 *   <li>{@code seen-NAME}: a follower's transcript from before the first message on, across all its
 *       connections, a JSON line for each message with {@code seq}, {@code from} and {@code text};
 *   <li>{@code history}: the same of the room's messages as they were read back at the end.
 * </ul>
 */
final class Checker {
  /** Faults that are told; more are only counted. */
  private static final int TOLD = 20;

  private record Message(long seq, String from, String text) {}

  private record Ack(long seq, String nonce, String text) {}

  private final Path folder;
  private final List<String> faults = new ArrayList<>();
  private int found;

  private Checker(Path folder) {
    this.folder = folder;
  }

  /** What is wrong, a sentence each; empty where every promise was kept. */
  static List<String> faults(Path folder) throws IOException {
    Checker checker = new Checker(folder);
    checker.check();
    if (checker.found > TOLD) {
      checker.faults.add("... and " + (checker.found - TOLD) + " more");
    }
    return checker.faults;
  }

  private void check() throws IOException {
    List<Message> history = messages(folder.resolve("history"));
    rising("history", history);
    once(history);
    Map<Long, Message> bySeq = new HashMap<>();
    history.forEach(m -> bySeq.put(m.seq(), m));
    List<String> senders = names("said-");
    if (senders.isEmpty() || names("seen-").isEmpty() || history.isEmpty()) {
      fault("there is nothing to judge");
    }
    for (String sender : senders) {
      acknowledged(sender, bySeq);
      inOrder(sender, history);
    }
    for (String follower : names("seen-")) {
      List<Message> seen = messages(folder.resolve("seen-" + follower));
      rising(follower, seen);
      same(follower, seen, history);
    }
  }

  /** Every sentence was acknowledged once, and stands in the log where the ok said. */
  private void acknowledged(String sender, Map<Long, Message> bySeq) throws IOException {
    Set<String> texts = new HashSet<>();
    Map<String, Long> nonces = new HashMap<>();
    for (Ack ack : acks(sender)) {
      Message message = bySeq.get(ack.seq());
      if (message == null) {
        fault(
            "%s's \"%s\" was acknowledged at %d and is lost"
                .formatted(sender, ack.text(), ack.seq()));
      } else if (!message.from().equals(sender) || !message.text().equals(ack.text())) {
        fault(
            "%s's \"%s\" was acknowledged at %d, where %s"
                .formatted(sender, ack.text(), ack.seq(), message));
      }
      Long before = nonces.put(ack.nonce(), ack.seq());
      if (before != null && before != ack.seq()) {
        fault(
            "the nonce %s was acknowledged at %d and at %d"
                .formatted(ack.nonce(), before, ack.seq()));
      } else if (before == null && !texts.add(ack.text())) {
        fault("%s's \"%s\" was acknowledged under two nonces".formatted(sender, ack.text()));
      }
    }
    for (String text : said(sender)) {
      if (!texts.contains(text)) {
        fault("%s's \"%s\" was never acknowledged".formatted(sender, text));
      }
    }
  }

  /** The log has of each sender what they said, in the order in which they said it. */
  private void inOrder(String sender, List<Message> history) throws IOException {
    List<String> kept =
        history.stream().filter(m -> m.from().equals(sender)).map(Message::text).toList();
    List<String> said = said(sender);
    for (int i = 0; i < Math.max(kept.size(), said.size()); i++) {
      String expected = i < said.size() ? said.get(i) : "nothing";
      String actual = i < kept.size() ? kept.get(i) : "nothing";
      if (!expected.equals(actual)) {
        fault(
            "%s's sentence %d was \"%s\", the log has \"%s\""
                .formatted(sender, i, expected, actual));
        return;
      }
    }
  }

  private void once(List<Message> history) {
    Map<String, Long> first = new HashMap<>();
    for (Message message : history) {
      Long before = first.putIfAbsent(message.from() + "\n" + message.text(), message.seq());
      if (before != null) {
        fault(
            "%s's \"%s\" is in the log twice, at %d and %d"
                .formatted(message.from(), message.text(), before, message.seq()));
      }
    }
  }

  private void rising(String whose, List<Message> messages) {
    long last = 0;
    for (Message message : messages) {
      if (message.seq() <= last) {
        fault("%s: %d comes after %d".formatted(whose, message.seq(), last));
      }
      last = message.seq();
    }
  }

  private void same(String follower, List<Message> seen, List<Message> history) {
    Set<Message> theirs = new HashSet<>(seen);
    for (Message message : history) {
      if (!theirs.remove(message)) {
        fault("%s never saw %s".formatted(follower, message));
      }
    }
    for (Message message : theirs) {
      fault("%s saw %s, which the log does not have".formatted(follower, message));
    }
  }

  private List<Message> messages(Path file) throws IOException {
    return read(file).stream()
        .map(
            n ->
                new Message(
                    n.get("seq").longValue(),
                    n.get("from").stringValue(),
                    n.get("text").stringValue()))
        .toList();
  }

  private List<Ack> acks(String sender) throws IOException {
    return read(folder.resolve("acks-" + sender)).stream()
        .map(
            n ->
                new Ack(
                    n.get("seq").longValue(),
                    n.get("nonce").stringValue(),
                    n.get("text").stringValue()))
        .toList();
  }

  private List<String> said(String sender) throws IOException {
    return Files.readAllLines(folder.resolve("said-" + sender));
  }

  private static List<JsonNode> read(Path file) throws IOException {
    JsonMapper mapper = new JsonMapper();
    return Files.readAllLines(file).stream().map(mapper::readTree).toList();
  }

  private List<String> names(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(n -> n.startsWith(prefix))
          .map(n -> n.substring(prefix.length()))
          .sorted()
          .toList();
    }
  }

  private void fault(String sentence) {
    found++;
    if (found <= TOLD) {
      faults.add(sentence);
    }
  }
}
