package parley.benchmarks.harm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parley.benchmarks.Columns;
import parley.benchmarks.Failure;
import parley.benchmarks.harm.Probe.Found;
import parley.protocol.Reply;
import parley.protocol.Request;

/** Whether somebody can still do, read or be called what they may not. */
final class RightsProbes {
  /** Within which a right that was taken is to be gone. */
  private static final long TAKEN_MILLIS = 1_500;

  /** For so long a name is tried that somebody had. */
  private static final long NAME_NANOS = 10_000_000_000L;

  /** More than the kernel holds for a connection. */
  private static final int FILE = 16_000_000;

  private static final int RECEIVED = 16 * 1024;
  private static final String STRANGER = Field.STRANGER;
  private static final String VICTIM = "127.0.0.2";
  private static final String ROOM = "lobby";

  /** The first ten are another's, or the server's own, to the eye. */
  private static final List<String> NAMES =
      List.of(
          "--",
          "!",
          "[ops]",
          "alice(operator)",
          "alice\ua789",
          "\u0430lice",
          "s\u0435rver",
          "admin",
          "@everyone",
          "g1");

  private RightsProbes() {}

  static Found transferAfterKick(Path server) throws IOException, InterruptedException {
    try (Shipped shipped = Shipped.start(server, false);
        Visitor operator = Visitor.plain(shipped.doors(), VICTIM);
        Visitor stranger = Visitor.plain(shipped.doors(), STRANGER)) {
      operator.ask(new Request.Hello("hello", "olivia", shipped.token(), null, null, null, null));
      operator.ok(new Request.Join("1", ROOM));
      long seq = said(shipped.doors(), operator);
      stranger.hello("downloader");
      stranger.ok(new Request.Join("1", ROOM));
      String ticket = stranger.ok(Reply.Ticket.class, new Request.Download("2", seq)).ticket();
      try (Visitor carrier = Visitor.over(Visitor.socketOf(RECEIVED, shipped.doors(), STRANGER))) {
        carrier.ok(new Request.Transfer("3", ticket, 0L));
        operator.ok(new Request.Admin("4", "kick downloader"));
        Thread.sleep(TAKEN_MILLIS);
        long came = carrier.count();
        return new Found(
            came > FILE * 3L / 4, Columns.format("%.0f of %d MB came after it", came / 1e6, 16));
      }
    }
  }

  /** A file, and the number of its message. */
  private static long said(Doors doors, Visitor visitor) throws IOException {
    byte[] bytes = new byte[FILE];
    String digest = OneMore.digest(bytes);
    String ticket =
        visitor
            .ok(
                Reply.Ticket.class,
                new Request.Upload("2", ROOM, null, "file", (long) FILE, digest, null, null))
            .ticket();
    try (Visitor carrier = Visitor.plain(doors, VICTIM)) {
      carrier.ok(new Request.Transfer("3", ticket, 0L));
      carrier.write(bytes);
      return ((Reply.Sent) carrier.reply("3")).seq();
    }
  }

  static Found secondBob(Path server) throws IOException, InterruptedException {
    try (Shipped shipped = Shipped.start(server, false);
        Visitor alice = Visitor.plain(shipped.doors(), VICTIM);
        Visitor bob = Visitor.plain(shipped.doors(), "127.0.0.3");
        Visitor stranger = Visitor.plain(shipped.doors(), STRANGER)) {
      alice.hello("alice");
      bob.hello("bob");
      alice.ok(toBob("1", "Are you there?"));
      bob.send(new Request.Bye(null));
      bob.discard();
      if (!taken(stranger)) {
        return new Found(false, "the name stays bob's");
      }
      boolean told = alice.ask(toBob("2", "The key is under the mat.")) instanceof Reply.Ok;
      return new Found(told, told ? "the second bob has it" : "it was refused");
    }
  }

  private static boolean taken(Visitor stranger) throws IOException {
    for (long end = System.nanoTime() + NAME_NANOS; System.nanoTime() < end; ) {
      try {
        stranger.hello("bob");
        return true;
      } catch (Failure e) {
        Field.pause(TAKEN_MILLIS);
      }
    }
    return false;
  }

  private static Request toBob(String id, String text) {
    return new Request.Send(id, null, "bob", text, null, null);
  }

  static Found names(Path server) throws IOException, InterruptedException {
    List<String> taken = new ArrayList<>();
    try (Shipped shipped = Shipped.start(server, false);
        Visitor alice = Visitor.plain(shipped.doors(), VICTIM)) {
      alice.hello("alice");
      for (String name : NAMES) {
        try (Visitor stranger = Visitor.plain(shipped.doors(), STRANGER)) {
          // Past this program's own checks: the server's are asked.
          stranger.write(
              parley.protocol.Mode.FRAMED.frame(
                  ("{\"type\":\"hello\",\"id\":\"hello\",\"name\":\"" + name + "\"}")
                      .getBytes(StandardCharsets.UTF_8)));
          if (stranger.reply("hello") instanceof Reply.Welcome) {
            taken.add(name);
          }
        } catch (IOException | Failure e) {
          // Refused.
        }
      }
    }
    return new Found(!taken.isEmpty(), taken.size() + " of " + NAMES.size() + " were welcome");
  }
}
