package parley.server.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import parley.protocol.Away;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Names;
import parley.protocol.PersonInfo;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.RoomInfo;
import parley.protocol.RoomWords;
import parley.protocol.ServerMessage;
import parley.protocol.SignedIn;
import parley.protocol.TalkInfo;
import parley.protocol.TokenInfo;
import parley.text.Counted;
import parley.text.Rows;

/**
 * Lines for a person's terminal. What others wrote can forge nothing: it is made {@linkplain
 * Printable printable}, and every continuation line of a message begins with a bar, whether the
 * writer broke it or {@link Rows} did. What history was asked for is told apart by {@code re},
 * which {@link parley.server.text.TextInput} sets to the command's name.
 */
public final class TextWire implements Wire {
  public static final String PROMPT = "Enter your username: ";

  /** For who types the name of an account. */
  public static final String PASSWORD_PROMPT =
      "Its password, which shows as you type, or an empty line for another name: ";

  /** Begins every row of what somebody says but the first. */
  static final String BAR = "  | ";

  private static final String END = "\r\n";

  /** For everyone whose current room is the event's, and who did not do it. */
  private static final Wire IN_ROOM =
      new Wire() {
        @Override
        public byte[] encode(ServerMessage message) {
          return bytes(EventText.of((Event.Logged) message));
        }

        @Override
        public Wire sharing(List<Event.Logged> events) {
          return this;
        }
      };

  /** Which room plain sentences go to; lines of other rooms are told apart. Folded, or null. */
  private volatile String currentRoom;

  private volatile String personId;

  public void enter(String room) {
    currentRoom = room == null ? null : Names.fold(room);
  }

  /** Whose terminal this is: their own messages are not repeated to them. */
  public void belongsTo(String person) {
    personId = person;
  }

  /** As everyone sees it whose current room is the events'. */
  @Override
  public Wire sharing(List<Event.Logged> events) {
    for (Event.Logged event : events) {
      String room = EventText.room(event);
      if (room == null || !isCurrent(room) || EventText.isOwn(event, personId)) {
        return null;
      }
    }
    return IN_ROOM;
  }

  @Override
  public byte[] encode(ServerMessage message) {
    return switch (message) {
      case Event.Read _ -> NOTHING;
      case Event.Logged e when EventText.isOwn(e, personId) -> NOTHING;
      case Event.Logged e -> bytes(inRoom(EventText.room(e), EventText.of(e)));
      case Event.Online e -> bytes(inRoom(e.room(), Printable.line(e.name()) + " is back"));
      case Event.Offline e -> bytes(inRoom(e.room(), Printable.line(e.name()) + " went offline"));
      // Who wants to know asks /who.
      case Event.Away _ -> NOTHING;
      case Event.Notice e ->
          bytes("-- " + Printable.line(e.from()) + ": " + EventText.folded(e.text()));
      case Event.Stats e -> bytes(figures(e.figures(), ""));
      case Event.Gap e -> bytes("-- earlier messages were left out; see /history");
      case Event.Bye e -> bytes(Printable.line(e.message()));
      case Event.Ping _ -> NOTHING;
      case Reply.Welcome _ -> bytes("Welcome to the chat!");
      case Reply.Joined r -> bytes(joined(r));
      case Reply.MemberList r -> bytes(members(r));
      case Reply.RoomList r -> bytes(rooms(r));
      case Reply.RoomFound r -> bytes(room(r));
      case Reply.TalkList r -> bytes(talks(r));
      case Reply.PersonFound r -> bytes(person(r.person(), r.away()));
      case Reply.Named r -> bytes("You are " + Printable.line(r.name()) + " now.");
      case Reply.Registered r ->
          bytes("The account " + Printable.line(r.name()) + " is yours; its password lets you in.");
      case Reply.SessionList r -> bytes(sessions(r));
      case Reply.PasswordChanged r ->
          r.tokens() == null
              ? NOTHING
              : bytes(
                  "-- "
                      + Counted.of(r.tokens(), "token goes", "tokens go")
                      + " on; /tokens lists what programs sign in by");
      case Reply.TokenMade r ->
          bytes("-- token " + r.token() + ", shown only now:\r\n" + Printable.line(r.secret()));
      case Reply.TokenList r -> bytes(tokens(r));
      case Reply.AdminText r when r.text().isEmpty() -> NOTHING;
      case Reply.AdminText r -> bytes(EventText.folded(r.text()));
      case Reply.Sent r when r.away() != null -> bytes("-- they are away" + words(r.away()));
      case Reply.Done r when "away".equals(r.re()) ->
          bytes("-- done; /away TEXT says that you are away, /away that you are back");
      // A ticket is told by the dialog, as a line for a shell; what was done is seen by itself.
      case Reply.Sent _, Reply.Ticket _, Reply.Carrying _, Reply.Done _ -> NOTHING;
      // Text mode asks for none.
      case Reply.Exported _ -> NOTHING;
      case Reply.History h -> history(h);
      case Reply.Pong _ -> bytes("pong");
      case Reply.Echo e -> bytes("[echo] " + Printable.line(e.fields().get("text").stringValue()));
      case Reply.Refused r -> refused(r);
    };
  }

  private byte[] refused(Reply.Refused refused) {
    String sentence =
        refused.code() == ErrorCode.NO_SUCH_FILE
            ? "! ERROR: File not found"
            : "! " + Printable.line(refused.message());
    String prompt =
        "hello".equals(refused.re())
            ? prompt(refused.code())
            : "name".equals(refused.re()) ? PROMPT : null;
    return prompt == null
        ? bytes(sentence)
        : (rows(sentence) + "\r\n" + prompt).getBytes(StandardCharsets.UTF_8);
  }

  /** What is asked for after a hello that was refused; null where another would not help. */
  private static String prompt(ErrorCode code) {
    return switch (code) {
      case NAME_TAKEN, BAD_NAME -> PROMPT;
      case NAME_OWNED, BAD_PASSWORD, NOT_PROTECTED -> PASSWORD_PROMPT;
      default -> null;
    };
  }

  private static String tokens(Reply.TokenList list) {
    StringJoiner lines = new StringJoiner("\r\n");
    for (TokenInfo token : list.tokens()) {
      StringJoiner may = new StringJoiner(", ");
      token.may().forEach(right -> may.add(right.wire()));
      lines.add(
          Printable.line(
              "-- "
                  + token.token()
                  + "  "
                  + token.called()
                  + ": "
                  + may
                  + " in "
                  + (token.rooms() == null ? "all rooms" : String.join(", ", token.rooms()))
                  + ", since "
                  + token.since()
                  + " by "
                  + token.by()
                  + (token.used() == null ? ", never used" : ", last used " + token.used())
                  + (token.until() == null ? "" : ", until " + token.until())
                  + (token.online() ? ", online" : "")));
    }
    return list.tokens().isEmpty() ? "-- your account has no tokens" : lines.toString();
  }

  private static String sessions(Reply.SessionList list) {
    StringJoiner lines = new StringJoiner("\r\n");
    for (SignedIn session : list.sessions()) {
      String device = session.device() == null ? "this visit only" : session.device();
      lines.add(
          Printable.line(
              "-- "
                  + session.session()
                  + "  "
                  + device
                  + ", since "
                  + session.since()
                  + ", last used "
                  + session.used()
                  + (session.here() != null ? ", here" : session.online() ? ", online" : "")));
    }
    return list.sessions().isEmpty() ? "-- you are signed in nowhere" : lines.toString();
  }

  private static String joined(Reply.Joined ok) {
    String topic = ok.topic().isEmpty() ? "" : "; topic: " + ok.topic();
    String people = Counted.people(ok.count());
    return "-- you are in " + Printable.line(ok.room() + " with " + people + topic);
  }

  private static String members(Reply.MemberList ok) {
    StringJoiner names = new StringJoiner(", ");
    ok.members().forEach(p -> names.add(Printable.line(p.name()) + aside(p)));
    return "-- in "
        + Printable.line(ok.room())
        + " ("
        + ok.count()
        + "): "
        + names
        + (ok.more() == null ? "" : ", …");
  }

  private static String aside(PersonInfo person) {
    StringJoiner aside = new StringJoiner(", ", " (", ")").setEmptyValue("");
    if (person.roomRole() != null) {
      aside.add(person.roomRole().wire());
    }
    if (!person.online()) {
      aside.add("not connected");
    } else if (person.away() != null) {
      aside.add("away");
    }
    return aside.toString();
  }

  private static String words(Away away) {
    return away.text().isEmpty() ? "" : ": " + Printable.line(away.text());
  }

  private static String room(Reply.RoomFound ok) {
    StringJoiner ruled = new StringJoiner(", ", "\r\n-- ", "").setEmptyValue("");
    ok.ruled().forEach(p -> ruled.add(Printable.line(p.name()) + aside(p)));
    String people = Counted.people(ok.count());
    return "-- %s, %s, %s%s"
        .formatted(
            Printable.line(ok.room()),
            people,
            Printable.line(RoomWords.sentence(ok.settings())),
            ruled);
  }

  private static String rooms(Reply.RoomList ok) {
    StringJoiner lines = new StringJoiner("\r\n");
    for (RoomInfo room : ok.rooms()) {
      String topic = room.topic() == null || room.topic().isEmpty() ? "" : "  " + room.topic();
      String unread =
          room.unread() == null || room.unread() == 0 ? "" : ", " + room.unread() + " unread";
      String kind =
          (room.settings() == null
                  ? ""
                  : ", "
                      + RoomWords.sentence(
                          room.settings().after(RoomWords.change("description", "-"))))
              + (room.invited() == null ? "" : ", you are invited");
      lines.add(
          Printable.line(
              "-- " + room.room() + " (" + room.members() + unread + kind + ")" + topic));
    }
    return lines.toString();
  }

  private static String talks(Reply.TalkList ok) {
    StringJoiner lines = new StringJoiner(END);
    for (TalkInfo talk : ok.talks()) {
      String unread = talk.unread() == 0 ? "" : ", " + talk.unread() + " unread";
      String gone = talk.gone() == null ? "" : ", gone";
      lines.add(
          Printable.line(
              "-- %s (%s%s%s), %s"
                  .formatted(talk.with(), talk.withId(), gone, unread, EventText.when(talk.at()))));
    }
    if (ok.more() != null) {
      lines.add("-- and older ones");
    }
    return lines.length() == 0
        ? "-- nobody has talked to you yet, nor you to them"
        : lines.toString();
  }

  private static String person(PersonInfo person, Away away) {
    return Printable.line(
        "-- "
            + person.name()
            + " is "
            + person.id()
            + ", "
            + (person.online() ? "online" : "not connected")
            + (away == null ? "" : ", away since " + EventText.when(away.at()) + words(away))
            + (person.role() == null ? "" : ", with an account")
            + ("owner".equals(person.role())
                ? ", an owner"
                : Boolean.TRUE.equals(person.operator()) ? ", an operator" : ""));
  }

  private byte[] history(Reply.History history) {
    if ("search".equals(history.re())) {
      return bytes(EventText.found(history));
    }
    StringJoiner lines = new StringJoiner("\r\n");
    for (Event.Message m : history.messages()) {
      lines.add(EventText.again(m));
    }
    if (history.messages().isEmpty()) {
      return "join".equals(history.re()) ? NOTHING : bytes("-- nothing was said yet");
    }
    return bytes(lines.toString());
  }

  private boolean isCurrent(String room) {
    String current = currentRoom;
    return room == null || (current != null && Names.fold(room).equals(current));
  }

  private String inRoom(String room, String line) {
    return isCurrent(room) ? line : "[" + Printable.line(room) + "] " + line;
  }

  private static String figures(Map<String, Object> figures, String indent) {
    StringJoiner lines = new StringJoiner("\r\n");
    figures.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> group) {
            Map<String, Object> inner = new java.util.LinkedHashMap<>();
            group.forEach((k, v) -> inner.put(String.valueOf(k), v));
            lines.add(indent + key).add(figures(inner, indent + "  "));
          } else {
            lines.add(indent + key + ": " + value);
          }
        });
    return lines.toString();
  }

  /** A sentence for this person, whoever's words are in it. */
  public static byte[] sentence(String line) {
    return bytes(line);
  }

  /** None is so long that a terminal would break it by itself. */
  private static String rows(String lines) {
    StringJoiner rows = new StringJoiner(END);
    int from = 0;
    for (int end = lines.indexOf(END); end >= 0; end = lines.indexOf(END, from)) {
      Rows.of(lines.substring(from, end), BAR).forEach(rows::add);
      from = end + END.length();
    }
    Rows.of(lines.substring(from), BAR).forEach(rows::add);
    return rows.toString();
  }

  private static byte[] bytes(String lines) {
    return (rows(lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
