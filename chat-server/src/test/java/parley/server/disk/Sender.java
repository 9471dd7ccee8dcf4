package parley.server.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import parley.protocol.Json;
import tools.jackson.databind.JsonNode;

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

  private static final int PATIENCE_MILLIS = 60_000;

  private final String name;
  private final PreloadedDisk disk;
  private final Notes notes;
  private final boolean edits;
  private String session;

  /** How often a first hello was not answered: that name may be taken until its grace is over. */
  private int unanswered;

  private int said;
  private boolean unacknowledged;
  private int ids;
  private Socket socket;
  private BufferedReader in;

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

    Refused(String code) {
      super(code);
      ending =
          switch (code) {
            case "storage" -> Ending.REFUSED;
            case "outcome-unknown" -> Ending.UNKNOWN;
            default -> throw new AssertionError("refused with " + code);
          };
    }
  }

  /**
   * Comes, or comes back, and says so many sentences more, with some editing, coming and going
   * between.
   */
  Ending say(int port, int sentences) {
    try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket = connection;
      socket.setSoTimeout(PATIENCE_MILLIS);
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      hello();
      ask(Map.of("type", "join", "room", "lobby"));
      for (int i = 0; i < sentences; i++) {
        say();
        if (i % 8 == 3) {
          ask(Map.of("type", "join", "room", "room" + said % 3));
          ask(Map.of("type", "topic", "room", "room" + said % 3, "text", name + " was here"));
          ask(Map.of("type", "leave", "room", "room" + said % 3));
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
      session = ask(Map.of("type", "hello", "name", free)).get("session").asString();
    } else {
      ask(Map.of("type", "hello", "name", name, "session", session));
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
    Map<String, Object> send =
        Map.of("type", "send", "room", "lobby", "text", text, "nonce", nonce);
    long seq = ask(send).get("seq").asLong();
    note(seq, text);
    unacknowledged = false;
    if (edits && said % 5 == 2) {
      ask(Map.of("type", "edit", "seq", seq, "text", text + "edited"));
      note(seq, text + "edited");
    }
    if (edits && said % 7 == 5) {
      ask(Map.of("type", "delete", "seq", seq));
      note(seq, Notes.DELETED);
    }
  }

  private void note(long seq, String text) throws IOException {
    notes.add(new Notes.Ack(disk.position(), seq, text));
  }

  private JsonNode ask(Map<String, Object> request) throws IOException, Refused {
    String id = "r" + ids++;
    var line = Json.MAPPER.createObjectNode();
    request.forEach(line::putPOJO);
    line.put("id", id);
    socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
    while (true) {
      String answer = in.readLine();
      if (answer == null) {
        throw new IOException("the server closed the connection");
      }
      if (!answer.startsWith("{")) {
        // On a busy machine the server took its client for a silent person, and greeted.
        continue;
      }
      JsonNode reply = Json.MAPPER.readTree(answer);
      if (id.equals(reply.path("re").asString(null))) {
        if (reply.get("type").asString().equals("error")) {
          throw new Refused(reply.get("code").asString());
        }
        return reply;
      }
    }
  }
}
