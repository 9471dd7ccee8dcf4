package parley.server.text;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.function.Supplier;
import parley.protocol.AccountToken;
import parley.protocol.ErrorCode;
import parley.protocol.Goodbye;
import parley.protocol.InvalidRequest;
import parley.protocol.Mode;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.server.fanout.Subscriber;
import parley.server.mode.Dialog;
import parley.server.outbox.Encoded;
import parley.server.session.Session;
import parley.server.state.Room;
import parley.server.wire.TextWire;

/**
 * A person who types lines: first a name, then sentences and commands, one after another. Confined
 * to the connection's reader.
 */
final class TextDialog implements Dialog {
  private static final String REGISTER = "/register ";

  /** Lines of a room that one sees on entering it. */
  private static final int LAST_LINES = 10;

  private final Session session;
  private final Subscriber subscriber;
  private final TextWire wire;
  private final MessageFinder earlier;
  private final ShellLine shell;

  /** The rooms one is in, by folded name, in the order of entering; the last is the current one. */
  private final LinkedHashMap<String, String> rooms = new LinkedHashMap<>();

  private boolean anyLine;

  /** The account whose password is asked for; null where it is a name. */
  private String owned;

  /**
   * @param again how the person connects to this server once more, a command of a shell
   */
  TextDialog(Session session, Subscriber subscriber, TextWire wire, Supplier<String> again) {
    this.session = session;
    this.subscriber = subscriber;
    this.wire = wire;
    this.earlier = new MessageFinder(session);
    this.shell = new ShellLine(again);
  }

  /** Handles one line. */
  @Override
  public void handle(byte[] bytes) throws InterruptedException {
    // Malformed UTF-8 becomes U+FFFD: a person's terminal may be set to anything.
    String line = new String(bytes, 0, withoutReturns(bytes), StandardCharsets.UTF_8);
    if (!anyLine && isHttp(line)) {
      subscriber.end(Goodbye.PROTOCOL, "This is a chat server; it does not speak HTTP.");
      return;
    }
    anyLine = true;
    if (!session.greeted()) {
      greet(line);
      return;
    }
    switch (TextInput.parse(line, room())) {
      case TextInput.Hint(String text) -> {
        if (!text.isEmpty()) {
          say(text);
        }
      }
      case TextInput.Ask(Request request) -> ask(request);
      case TextInput.Enter(Request.Join request) -> join(request);
      case TextInput.Leave(Request.Leave request) -> leave(request);
      case TextInput.Revoke(long number) -> revoke(number);
      case TextInput.Offer(Request.Upload request) -> offer(request);
      case TextInput.Get(Long seq) -> fetch(seq == null ? earlier.newestFile(room()) : seq);
      case TextInput.About about -> {
        String answer = earlier.handle(about, room());
        if (!answer.isEmpty()) {
          say(answer);
        }
      }
    }
  }

  /** A person who types has nothing by which they could be known again. */
  @Override
  public boolean resumable() {
    return false;
  }

  /** Some terminals and pipes end lines with more than one carriage return. */
  private static int withoutReturns(byte[] line) {
    int end = line.length;
    while (end > 0 && line[end - 1] == '\r') {
      end--;
    }
    return end;
  }

  /**
   * Whether it is like {@code GET /path HTTP/1.1}, with nothing but one word between the blanks.
   */
  private static boolean isHttp(String line) {
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(" HTTP/");
    return first >= 3
        && first <= 10
        && line.chars().limit(first).allMatch(c -> c >= 'A' && c <= 'Z')
        && line.indexOf(' ', first + 1) == last
        && last > first + 1
        && line.length() > last + 6
        && line.chars().skip(last + 6L).allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  private String room() {
    return rooms.isEmpty() ? null : rooms.lastEntry().getValue();
  }

  private void greet(String line) throws InterruptedException {
    String typed = line.strip();
    if (typed.equals("/quit")) {
      session.ask(new Request.Bye("quit"));
      return;
    }
    if (line.isBlank()) {
      owned = null;
      prompt("");
      return;
    }
    try {
      if (owned != null) {
        // As typed: a blank may be part of it.
        String name = owned;
        owned = null;
        come(
            AccountToken.is(typed)
                ? new Request.Hello("hello", name, typed, null, null, null, null)
                : Request.Hello.with("hello", name, line, null));
      } else if (AccountToken.is(typed)) {
        come(Request.Hello.by("hello", typed));
      } else if (typed.startsWith(REGISTER)) {
        register(typed.substring(REGISTER.length()).split("[ \t]+", 3));
      } else {
        come(Request.Hello.as("hello", typed));
      }
    } catch (InvalidRequest e) {
      prompt(new String(TextWire.sentence("! " + e.getMessage()), StandardCharsets.UTF_8));
    }
  }

  private void come(Request.Hello hello) throws InterruptedException {
    ServerMessage reply = session.ask(hello);
    switch (reply) {
      case Reply.Welcome welcome -> wire.belongsTo(welcome.id());
      // Whatever is typed next would be a password again, and never a name that all can read.
      case Reply.Refused refused
          when refused.code() == ErrorCode.NAME_OWNED
              || hello.password() != null
              || hello.token() != null && hello.name() != null ->
          owned = hello.name();
      case null, default -> {
        // Told as it is.
      }
    }
    give(reply);
    if (session.greeted() && reply instanceof Reply.Welcome welcome) {
      welcome.rooms().forEach(room -> enter(room.room()));
      join(new Request.Join("join", Room.FIRST));
    }
  }

  /** Makes an account by an invitation, and comes in by it. */
  private void register(String[] words) throws InterruptedException {
    if (words.length < 3) {
      prompt("! It goes: /register NAME PASSWORD INVITATION\r\n");
      return;
    }
    ServerMessage reply = session.ask(new Request.Register("name", words[0], words[1], words[2]));
    give(reply);
    if (reply instanceof Reply.Registered made) {
      come(Request.Hello.with("hello", made.name(), words[1], null));
    }
  }

  private void prompt(String before) throws InterruptedException {
    session.malformed();
    subscriber.outbox().reserve();
    byte[] prompt = (before + TextWire.PROMPT).getBytes(StandardCharsets.UTF_8);
    subscriber.outbox().reply(Encoded.reply(prompt));
  }

  private void ask(Request request) throws InterruptedException {
    ServerMessage reply = session.ask(request);
    earlier.note(request, reply);
    give(reply);
  }

  /** Sessions and tokens have numbers of one kind. */
  private void revoke(long number) throws InterruptedException {
    ServerMessage tokens = session.ask(new Request.Tokens("tokens"));
    boolean token =
        tokens instanceof Reply.TokenList list
            && list.tokens().stream().anyMatch(t -> t.token() == number);
    ask(token ? Request.Revoke.token("revoke", number) : Request.Revoke.session("revoke", number));
  }

  private void offer(Request.Upload upload) throws InterruptedException {
    ServerMessage reply = session.ask(upload);
    if (reply instanceof Reply.Ticket ticket) {
      sayWhole(shell.toSend(upload, ticket));
    } else {
      give(reply);
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
    if (reply instanceof Reply.Ticket ticket) {
      sayWhole(shell.toFetch(ticket));
    } else {
      give(reply);
    }
  }

  /** Enters a room: its last lines first, and only then what is said from now on. */
  private void join(Request.Join request) throws InterruptedException {
    subscriber.outbox().hold();
    try {
      ServerMessage reply = session.ask(request);
      if (reply instanceof Reply.Joined in) {
        enter(in.room());
        give(reply);
        Long before = in.seq();
        give(session.ask(new Request.History("join", in.room(), null, before, null, LAST_LINES)));
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

  /**
   * @param reply null where the connection has ended meanwhile
   */
  private void give(ServerMessage reply) throws InterruptedException {
    if (reply == null) {
      return;
    }
    subscriber.outbox().reserve();
    session.give(reply);
  }

  private void say(String line) throws InterruptedException {
    say(TextWire.sentence(line));
  }

  /** A line that is copied to elsewhere, and must stay one. */
  private void sayWhole(String line) throws InterruptedException {
    say(Mode.textLine(line));
  }

  private void say(byte[] lines) throws InterruptedException {
    subscriber.outbox().reserve();
    subscriber.outbox().reply(Encoded.reply(lines));
  }
}
