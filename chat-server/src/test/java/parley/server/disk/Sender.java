package parley.server.disk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/**
 * A person who says sentence after sentence, each once the one before is acknowledged, and notes
 * every {@code ok}. What was not acknowledged is said again, with its nonce, the next time.
 */
final class Sender {
  /** How a visit ended. */
  enum Ending {
    /** All was acknowledged. */
    DONE,
    /** The server said {@code storage} and that nothing was done. */
    REFUSED,
    /** The server said {@code outcome-unknown}. */
    UNKNOWN,
    /** The connection broke. */
    BROKEN
  }

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final PreloadedDisk disk;
  private final Notes notes;
  private final boolean edits;
  private String session;

  /** How often a first hello was not answered: that name may be taken until its grace is over. */
  private int unanswered;

  private int said;
  private boolean unacknowledged;
  private Client client;

  /**
   * @param edits whether some messages are edited and deleted; those can't be asked for again when
   *     their outcome is unknown
   */
  Sender(String name, PreloadedDisk disk, Notes notes, boolean edits) {
    this.name = name;
    this.disk = disk;
    this.notes = notes;
    this.edits = edits;
  }

  /** A refusal, as an exception, so that it ends a visit. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    final Ending ending;

    Refused(ErrorCode code) {
      super(code.wire());
      ending =
          switch (code) {
            case STORAGE -> Ending.REFUSED;
            case OUTCOME_UNKNOWN -> Ending.UNKNOWN;
            default -> throw new AssertionError("refused with " + code.wire());
          };
    }
  }

  /**
   * Comes, or comes back, and says so many sentences more, with some editing, coming and going
   * between.
   */
  Ending say(int port, int sentences) {
    InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (Client connection = Client.ndjson(at)) {
      client = connection.patience(PATIENCE);
      hello();
      ask(Reply.Joined.class, id -> new Request.Join(id, "lobby"));
      for (int i = 0; i < sentences; i++) {
        say();
        if (i % 8 == 3) {
          String den = "den" + said % 3;
          ask(Reply.Joined.class, id -> new Request.Join(id, den));
          ask(Reply.Ok.class, id -> new Request.Topic(id, den, name + " was here"));
          ask(Reply.Ok.class, id -> new Request.Leave(id, den));
        }
      }
      return Ending.DONE;
    } catch (Refused e) {
      return e.ending;
    } catch (IOException e) {
      return Ending.BROKEN;
    }
  }

  private void hello() throws IOException, Refused {
    if (session == null) {
      String free = unanswered == 0 ? name : name + unanswered;
      unanswered++;
      session = ask(Reply.Welcome.class, id -> Request.Hello.as(id, free)).session();
    } else {
      ask(Reply.Welcome.class, id -> new Request.Hello(id, name, null, null, session, null, null));
    }
  }

  private void say() throws IOException, Refused {
    if (!unacknowledged) {
      said++;
      unacknowledged = true;
    }
    String nonce = name + "-" + said;
    // Of many lengths, so that what is torn is torn everywhere.
    String text = nonce + " " + "blah ".repeat(1 + said * 7 % 60);
    long seq =
        ask(Reply.Sent.class, id -> new Request.Send(id, "lobby", null, text, nonce, null)).seq();
    note(seq, text);
    unacknowledged = false;
    if (edits && said % 5 == 2) {
      ask(Reply.Ok.class, id -> new Request.Edit(id, seq, text + "edited", null));
      note(seq, text + "edited");
    }
    if (edits && said % 7 == 5) {
      ask(Reply.Ok.class, id -> new Request.Delete(id, seq));
      note(seq, Notes.DELETED);
    }
  }

  private void note(long seq, String text) throws IOException {
    notes.add(new Notes.Ack(disk.position(), seq, text));
  }

  private <T extends Reply> T ask(Class<T> type, Function<String, Request> request)
      throws IOException, Refused {
    Reply reply = client.ask(Reply.class, request);
    if (reply instanceof Reply.Refused refused) {
      throw new Refused(refused.code());
    }
    return type.cast(reply);
  }
}
