package parley.server.session;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import parley.protocol.InvalidRequest;
import parley.protocol.Mode;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.server.fanout.Subscriber;
import parley.server.wire.TextInput;
import parley.server.wire.TextWire;

/**
 * A person who types lines: first a name, then sentences and commands, one after another. Confined
 * to the connection's reader.
 */
public final class TextDialog {
  private static final String FIRST_ROOM = "lobby";

  /** Lines of a room that one sees on entering it. */
  private static final int LAST_LINES = 10;

  private static final Pattern HTTP = Pattern.compile("[A-Z]{3,10} \\S+ HTTP/[0-9.]+");

  /** Some terminals and pipes end lines with more than one carriage return. */
  private static final Pattern RETURNS = Pattern.compile("\\r+$");

  private final Session session;
  private final Subscriber subscriber;
  private final TextWire wire;
  private final Earlier earlier;
  private final ShellLine shell;

  /** The rooms one is in, by folded name, in the order of entering; the last is the current one. */
  private final LinkedHashMap<String, String> rooms = new LinkedHashMap<>();

  private boolean anyLine;

  /**
   * @param here where the person reached this server
   */
  public TextDialog(Session session, Subscriber subscriber, TextWire wire, InetSocketAddress here) {
    this.session = session;
    this.subscriber = subscriber;
    this.wire = wire;
    this.earlier = new Earlier(session);
    this.shell = new ShellLine(here, subscriber.tls() != null);
  }

  /** Handles one line. */
  public void handle(byte[] bytes) throws InterruptedException {
    // Malformed UTF-8 becomes U+FFFD: a person's terminal may be set to anything.
    String line = RETURNS.matcher(new String(bytes, StandardCharsets.UTF_8)).replaceAll("");
    if (!anyLine && HTTP.matcher(line).matches()) {
      subscriber.end("protocol", "This is a chat server; it does not speak HTTP.");
      return;
    }
    anyLine = true;
    if (!session.greeted()) {
      greet(line.strip());
      return;
    }
    switch (TextInput.parse(line, room())) {
      case TextInput.Hint(String text) -> {
        if (!text.isEmpty()) {
          say(text);
        }
      }
      case TextInput.Ask(Request request) -> ask(request);
      case TextInput.Get(Long seq) -> fetch(seq == null ? earlier.newestFile(room()) : seq);
      case TextInput.About about -> {
        String answer = earlier.handle(about, room());
        if (!answer.isEmpty()) {
          say(answer);
        }
      }
    }
  }

  private String room() {
    return rooms.isEmpty() ? null : rooms.lastEntry().getValue();
  }

  private void greet(String name) throws InterruptedException {
    if (name.equals("/quit")) {
      session.ask(new Request.Bye("quit"));
      return;
    }
    if (name.isEmpty()) {
      prompt("");
      return;
    }
    try {
      ServerMessage reply = session.ask(Request.Hello.as("hello", name));
      if (reply instanceof Reply.Welcome welcome) {
        wire.belongsTo(welcome.id());
      }
      give(reply);
      if (session.greeted()) {
        join(new Request.Join("join", FIRST_ROOM));
      }
    } catch (InvalidRequest e) {
      prompt("! " + e.getMessage() + "\r\n");
    }
  }

  private void prompt(String before) {
    subscriber.outbox().say((before + TextWire.PROMPT).getBytes(StandardCharsets.UTF_8));
  }

  private void ask(Request request) throws InterruptedException {
    switch (request) {
      case Request.Join join -> join(join);
      case Request.Leave leave -> leave(leave);
      case Request.Upload upload -> {
        ServerMessage reply = session.ask(upload);
        if (reply instanceof Reply.Ok ok && ok.ticket() != null) {
          say(shell.toSend(upload, ok));
        } else {
          give(reply);
        }
      }
      default -> {
        ServerMessage reply = session.ask(request);
        earlier.note(request, reply);
        if (reply != null) {
          give(reply);
        }
      }
    }
  }

  /**
   * @param seq the number of the file's message, null where there is none
   */
  private void fetch(Long seq) throws InterruptedException {
    if (seq == null) {
      say("! No file was sent here lately. /get N fetches that of message N.");
      return;
    }
    ServerMessage reply = session.ask(new Request.Download("get", seq));
    if (reply instanceof Reply.Ok ok) {
      say(shell.toFetch(ok));
    } else {
      give(reply);
    }
  }

  /** Enters a room: its last lines first, and only then what is said from now on. */
  private void join(Request.Join request) throws InterruptedException {
    subscriber.outbox().hold();
    try {
      ServerMessage reply = session.ask(request);
      if (reply instanceof Reply.Ok ok) {
        enter(ok.room());
        give(reply);
        Long before = ok.seq();
        give(session.ask(new Request.History("join", ok.room(), null, before, null, LAST_LINES)));
      } else {
        give(reply);
      }
    } finally {
      subscriber.outbox().release();
    }
  }

  private void leave(Request.Leave request) throws InterruptedException {
    ServerMessage reply = session.ask(request);
    give(reply);
    if (reply instanceof Reply.Ok) {
      rooms.remove(Names.fold(request.room()));
      wire.enter(room());
      say(
          room() == null
              ? "-- you are in no room; /join one"
              : "-- sentences go to " + room() + " now");
    }
  }

  private void enter(String room) {
    rooms.remove(Names.fold(room));
    rooms.put(Names.fold(room), room);
    wire.enter(room);
  }

  private void give(ServerMessage reply) throws InterruptedException {
    subscriber.outbox().reserve();
    subscriber.reply(reply);
  }

  private void say(String line) throws InterruptedException {
    subscriber.outbox().reserve();
    subscriber.outbox().reply(parley.server.outbox.Encoded.reply(Mode.textLine(line)));
  }
}
