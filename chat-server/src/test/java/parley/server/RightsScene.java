package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import parley.protocol.Json;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.admin.Guest;
import parley.testkit.Client;
import tools.jackson.databind.JsonNode;

/** One cell of {@code rights.txt}: who asks, in a room or a talk of their own, and the answer. */
final class RightsScene implements AutoCloseable {
  private static final String HERE = "127.0.0.1";
  private static final String PASSWORD = "a long password";
  private static final String FILE = "a file";
  private static final String FILE_SHA256 = new SentFile("f", FILE.getBytes(UTF_8)).sha256();

  /** Counts the names that were given. */
  private static int names;

  private final TestServer server;
  private final String section;
  private final String what;
  private final String special;
  private final String room = name();
  private final String authorName = name();
  private final String peerName = name();
  private String askerName = name();
  private final String other = name();
  private final Guest author;
  private final Guest peer;
  private final Map<String, Known> known;
  private Guest asker;
  private boolean isKept;
  private long seq;

  /** Who is signed in, because a password takes longer than all else that a cell asks for. */
  record Known(String name, Guest guest, AtomicInteger uses) {}

  /** What an account may have in tokens. */
  private static final int MOST_USES = 30;

  private RightsScene(TestServer server, String section, String row, Map<String, Known> known)
      throws IOException {
    this.server = server;
    this.known = known;
    this.section = section;
    String[] parts = row.split(":");
    this.what = parts[0];
    this.special = parts.length > 1 ? parts[1] : "";
    author = come(authorName);
    peer = come(peerName);
    ask(author, "{'type':'join','room':'$room'}");
  }

  /**
   * What comes of a row for who asks: as a cell says it.
   *
   * @param known who asked in other cells of the section and asks again; whoever calls closes them
   */
  static String play(
      TestServer server, String section, String row, String who, Map<String, Known> known)
      throws IOException {
    try (RightsScene scene = new RightsScene(server, section, row, known)) {
      String[] parts = who.split("\\+");
      scene.say();
      boolean again = scene.isThere(who);
      if (!again) {
        scene.enter(parts[0]);
      }
      scene.prepare();
      for (String more : List.of(parts).subList(1, again ? 1 : parts.length)) {
        scene.console(
            switch (more) {
              case "operator" -> "operator $asker";
              case "owner" -> "account role $asker owner";
              default -> "mute $asker --alone";
            });
      }
      String answer = scene.request();
      if (scene.isKept) {
        known.put(who, new Known(scene.askerName, scene.asker, new AtomicInteger()));
      }
      if (scene.special.equals("allowed")) {
        scene.console("limits set accounts.forget off");
      }
      if (scene.special.equals("neighbour")) {
        scene.console("unban $other");
      }
      return answer;
    }
  }

  /**
   * Admin commands do nothing to who asks, but for the one that makes an operator; so who has an
   * account asks for all of a column's.
   */
  private boolean isThere(String who) {
    if (!section.equals("command") || guestly(who) || what.equals("claim")) {
      return false;
    }
    isKept = true;
    Known before = known.get(who);
    if (before != null) {
      asker = before.guest();
      askerName = before.name();
    }
    return before != null;
  }

  private static boolean guestly(String who) {
    return !who.startsWith("account") && !who.startsWith("token");
  }

  // ---- who is there ---------------------------------------------------------------------------

  /** No two look alike: 26 letters would have some that do. */
  static String name() {
    StringBuilder name = new StringBuilder("k");
    for (int rest = ++names; rest > 0; rest /= 6) {
      name.append("abcdef".charAt(rest % 6));
    }
    return name.toString();
  }

  private Guest come(String name) throws IOException {
    return new Guest(server.plain(), HERE, name);
  }

  /** The author says a message, which has a file where one is to be fetched. */
  private void say() throws IOException {
    String where = isTalk() ? "'to':'$peer'" : "'room':'$room'";
    if (!what.equals("download")) {
      seq = ask(author, "{'type':'send'," + where + ",'text':'hi'}").get("seq").asLong();
      return;
    }
    String ticket =
        ask(
                author,
                "{'type':'upload',%s,'name':'f','size':%d,'sha256':'%s'}"
                    .formatted(where, FILE.length(), FILE_SHA256))
            .get("ticket")
            .asString();
    try (Socket socket = new Socket(server.plain().getAddress(), server.plain().getPort())) {
      socket.setSoTimeout(Client.PATIENCE_MILLIS);
      String transfer = "{\"type\":\"transfer\",\"id\":\"t\",\"ticket\":\"" + ticket + "\"}\n";
      socket.getOutputStream().write((transfer + FILE).getBytes(UTF_8));
      String[] lines = new String(socket.getInputStream().readAllBytes(), UTF_8).split("\n");
      seq = Json.MAPPER.readTree(lines[lines.length - 1]).get("seq").asLong();
    }
  }

  private boolean isTalk() {
    return section.equals("talk");
  }

  private void enter(String role) throws IOException {
    asker =
        switch (role) {
          case "stranger" -> Guest.silent(server.plain(), HERE);
          case "account" -> signIn();
          case "token" -> byToken(isTalk() ? "lobby" : room, "read,post");
          case "token-elsewhere" -> byToken("lobby", "read,post");
          case "token-reading" -> byToken(room, "read");
          case "token-posting" -> byToken(room, "post");
          case "token-talks" -> byToken("lobby", "read,post,talks");
          case "author", "former" -> author;
          case "member" -> isTalk() ? peer : come(askerName);
          default -> come(askerName);
        };
    switch (role) {
      // A first record that is a transfer makes the connection one of a file.
      case "stranger" -> asker.ask("ping");
      case "former" -> asker.ask("leave", "room", room);
      case "member" -> asker.ask("join", "room", room);
      default -> {
        // Goes nowhere.
      }
    }
  }

  /** A guest who makes an account of the name; one password is hashed, and not two. */
  private Guest signIn() throws IOException {
    Guest guest = come(askerName);
    JsonNode made =
        ask(
            guest,
            "{'type':'register','password':'%s','invitation':'%s'}"
                .formatted(PASSWORD, invited(console("invite"))));
    assertEquals("ok", made.get("type").stringValue(), made::toString);
    return guest;
  }

  /** A member by their password, and on another connection by a token for so much less. */
  private Guest byToken(String where, String may) throws IOException {
    Known self = known.get("self");
    if (self == null || self.uses().incrementAndGet() > MOST_USES) {
      self = new Known(askerName, signIn(), new AtomicInteger(1));
      known.put("self", self);
    }
    askerName = self.name();
    self.guest().ask("join", "room", room);
    self.guest().ask("join", "room", "lobby");
    String told = console("token add $name-of-asker ci --rooms %s --may %s".formatted(where, may));
    Guest guest = Guest.silent(server.plain(), HERE);
    guest.ask("hello", "token", told.substring(told.indexOf("parley_")).strip());
    return guest;
  }

  /** The secret in what a command printed. */
  private static String invited(String told) {
    String secret = told.substring(told.indexOf('#') + 1);
    return secret.substring(0, secret.indexOf('.'));
  }

  private String askerName() {
    return asker == author ? authorName : asker == peer ? peerName : askerName;
  }

  /** What is special about the row, before a right is given or taken. */
  private void prepare() throws IOException {
    switch (special) {
      case "repeated" -> ask(asker, template());
      case "off" -> ask(asker, "{'type':'react','seq':$seq,'emoji':'x'}");
      case "deleted" -> ask(author, "{'type':'delete','seq':$seq}");
      case "banned" -> console("ban $other");
      case "allowed" -> console("limits set accounts.forget words");
      case "neighbour" -> {
        try (Guest _ = come(fill("$other"))) {
          console("ban $other");
        }
      }
      case "owner" -> console("account add $other --role owner");
      default -> {
        // Nothing is.
      }
    }
  }

  // ---- what is asked --------------------------------------------------------------------------

  private String template() {
    String place =
        isTalk() ? "'to':'" + (asker == author ? "$peer" : "$author") + "'" : "'room':'$room'";
    return switch (what) {
      case "hello" ->
          special.equals("neighbour")
              ? "{'type':'hello','name':'$peer-two'}"
              : "{'type':'hello','name':'$other'}";
      case "ping", "pong", "bye", "stats", "rooms", "talks", "echo" -> "{'type':'" + what + "'}";
      case "whois" -> "{'type':'whois','name':'$author'}";
      case "search" ->
          section.equals("server")
              ? "{'type':'search','query':'hi'}"
              : "{'type':'search','query':'hi','room':'$room'}";
      case "nick" -> "{'type':'nick','name':'$other'}";
      case "away" -> special.equals("back") ? "{'type':'away'}" : "{'type':'away','text':'lunch'}";
      case "join" ->
          "{'type':'join','room':'" + (section.equals("server") ? "$other" : "$room") + "'}";
      case "transfer" -> "{'type':'transfer','ticket':'none'}";
      case "admin" -> "{'type':'admin','line':'rooms'}";
      case "register" ->
          special.equals("invited")
              ? "{'type':'register','name':'$other','password':'%s','invitation':'%s'}"
                  .formatted(PASSWORD, invited(console("invite")))
              : "{'type':'register','name':'$other','password':'" + PASSWORD + "'}";
      case "password" ->
          "{'type':'password','old':'%s','password':'another long one'}"
              .formatted(special.equals("wrong") ? "no such word" : PASSWORD);
      case "forget" -> "{'type':'forget','password':'%s'}".formatted(PASSWORD);
      case "sessions", "tokens", "export" -> "{'type':'" + what + "'}";
      case "token" ->
          special.equals("nowhere")
              ? "{'type':'token','name':'ci','rooms':['$other']}"
              : "{'type':'token','name':'ci','rooms':['$room']}";
      case "revoke" -> "{'type':'revoke','session':1}";
      case "leave", "members" -> "{'type':'" + what + "','room':'$room'}";
      case "history" -> "{'type':'history'," + place.replace("'to'", "'with'") + "}";
      case "read" -> "{'type':'read','seq':1," + place.replace("'to'", "'with'") + "}";
      case "send" -> "{'type':'send','nonce':'$room','text':'hi'," + place + "}";
      case "upload" ->
          "{'type':'upload','name':'f','size':3,'sha256':'" + FILE_SHA256 + "'," + place + "}";
      case "topic" -> "{'type':'topic','room':'$room','text':'about'}";
      case "download", "delete", "report" -> "{'type':'" + what + "','seq':$seq}";
      case "edit" -> "{'type':'edit','seq':$seq,'text':'ho'}";
      case "react" ->
          "{'type':'react','seq':$seq,'emoji':'x','remove':" + special.equals("off") + "}";
      default -> throw new IllegalArgumentException("no request for " + what);
    };
  }

  private String line() {
    boolean owner = special.equals("owner");
    return switch (what) {
      case "operator" -> owner ? "operator --take $other" : "operator $author";
      case "whois", "unmute" -> what + " $author";
      case "mute" -> "mute --alone " + (owner ? "$other" : "$author");
      case "kick" -> "kick " + (owner ? "$other" : "$peer");
      case "account-add" -> "account add $peer-two" + (owner ? " --role owner" : "");
      case "account-role" -> "account role $other " + (owner ? "member" : "operator");
      case "account-rename" -> "account rename $other $peer-two";
      case "account-suspend", "account-resume", "account-reset", "account-delete" ->
          what.replace('-', ' ') + " $other";
      case "account-sign-out" -> "account sign-out $other";
      case "invite" -> owner ? "invite --role owner" : "invite";
      case "uninvite" -> "uninvite " + invitation();
      case "token-add" ->
          switch (special) {
            case "talks" -> "token add $other ci --rooms lobby --may read,talks";
            case "everywhere" -> "token add $other ci --rooms $room";
            default -> "token add $other ci --rooms lobby";
          };
      case "token-list" -> "token list";
      case "token-revoke" -> "token revoke " + token("$other");
      case "say" -> "say hi";
      case "topic" -> "topic $room about";
      case "close-room" -> "close-room $room";
      case "explain" -> "explain $author";
      case "room" -> "room $room";
      case "room-set" -> "room set $room slow 1";
      case "room-role" -> "room role $room $author member";
      case "room-erase" -> "room erase $room --yes";
      case "room-bar" -> "room bar $room $author mute";
      case "room-invite" -> "room invite $room $peer";
      case "ban", "unban" -> what + " $other";
      case "claim" -> "claim " + (special.equals("wrong") ? "no" : token());
      case "limits-set" -> "limits set connections 10000";
      case "log-level" -> "log-level info";
      case "shutdown" -> "shutdown --in 1h";
      default -> what;
    };
  }

  /** The number of a new invitation. */
  private String invitation() {
    console("invite");
    String[] lines = console("invitations").split("\n");
    return lines[lines.length - 1].strip().split(" +")[0];
  }

  /** The number of a new token of an account. */
  private String token(String whose) {
    String told = console("token add " + whose + " ci");
    return told.split(" ")[1];
  }

  /** A new operator's token. */
  private String token() {
    String told = console("operator-token");
    return told.substring(told.lastIndexOf(' ') + 1);
  }

  private String request() throws IOException {
    if (section.equals("command")) {
      if (what.equals("unban")) {
        console("ban $other");
      }
      if (what.startsWith("account-") && special.isEmpty() && !what.equals("account-add")) {
        console("account add $other");
      }
      if (what.startsWith("token-")) {
        ask(asker, "{'type':'join','room':'lobby'}");
        if (!special.equals("owner")) {
          console("account add $other");
        }
      }
      if (special.equals("owner")) {
        // Not the last one, who could not go.
        console("account add $author-two --role owner");
      }
      String answer = answer("{'type':'admin','line':'" + line() + "'}");
      if (what.equals("shutdown") && answer.equals("ok")) {
        console("shutdown --cancel");
      }
      return answer;
    }
    if (what.equals("pong")) {
      asker.send("pong");
      return answer("{'type':'ping'}");
    }
    return answer(template());
  }

  private String answer(String template) throws IOException {
    JsonNode reply = ask(asker, template);
    return reply.get("type").asString().equals("error") ? reply.get("code").asString() : "ok";
  }

  private JsonNode ask(Guest guest, String template) throws IOException {
    String request = fill(template).replace('\'', '"');
    String id = name();
    return guest.askJson("{\"id\":\"" + id + "\"," + request.substring(1), id);
  }

  private String fill(String template) {
    return template
        .replace("$room", room)
        .replace("$author", authorName)
        .replace("$peer", peerName)
        .replace("$name-of-asker", askerName)
        .replace("$asker", asker == null ? "" : askerName())
        .replace("$other", other)
        .replace("$seq", "" + seq);
  }

  private String console(String line) {
    AdminResult result = server.server.admin().run(fill(line), Caller.console());
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  @Override
  public void close() throws IOException {
    author.close();
    peer.close();
    if (!isKept) {
      asker.close();
    }
  }
}
