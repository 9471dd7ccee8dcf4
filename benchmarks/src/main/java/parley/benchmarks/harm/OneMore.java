package parley.benchmarks.harm;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import parley.benchmarks.Failure;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * One more person, of an address of their own, who wants what anybody may want while an attack
 * lasts: a new room, a message in it, a small file.
 */
final class OneMore {
  private static final String FROM = "127.0.0.8";
  private static final int PATIENCE_MILLIS = 5_000;
  private static final String ROOM = "roomofonemore";

  private interface Wish {
    void grant() throws IOException;
  }

  private final StringJoiner refused = new StringJoiner(", ");

  private OneMore() {}

  /** What was refused, and with which word; empty where nothing was. */
  static String refused(Doors doors) {
    OneMore person = new OneMore();
    List<Visitor> here = new ArrayList<>();
    person.wish(
        "a hello",
        () -> {
          here.add(Visitor.plain(doors, FROM));
          here.getFirst().socket().setSoTimeout(PATIENCE_MILLIS);
          here.getFirst().hello("onemore");
        });
    if (person.refused.length() == 0) {
      Visitor visitor = here.getFirst();
      person.wish("a new room", () -> visitor.ok(new Request.Join("1", ROOM)));
      person.wish("a message", () -> visitor.ok(Request.Send.toRoom("2", ROOM, "hello")));
      person.wish("a file", () -> file(doors, visitor));
    }
    here.forEach(Visitor::close);
    return person.refused.toString();
  }

  private void wish(String what, Wish wish) {
    try {
      wish.grant();
    } catch (IOException | Failure e) {
      refused.add(what + " (" + e.getMessage() + ")");
    }
  }

  private static void file(Doors doors, Visitor visitor) throws IOException {
    byte[] bytes = "a small file".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    visitor.ok(new Request.Join("3", "lobby"));
    String ticket =
        visitor
            .ok(
                Reply.Ticket.class,
                new Request.Upload(
                    "4", "lobby", null, "small", (long) bytes.length, digest(bytes), null, null))
            .ticket();
    try (Visitor carrier = Visitor.plain(doors, FROM)) {
      carrier.ok(new Request.Transfer("5", ticket, 0L));
      carrier.write(bytes);
      carrier.reply("5");
    }
  }

  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
