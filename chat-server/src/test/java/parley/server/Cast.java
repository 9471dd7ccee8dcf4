package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.admin.Guest;
import parley.server.config.UserError;
import tools.jackson.databind.JsonNode;

/**
 * A server and the people on it, whom a test moves by what it calls them. Requests are written with
 * single quotation marks and without the braces: {@code 'type':'join','room':'ops'}.
 */
final class Cast implements AutoCloseable {
  static final String PASSWORD = "a long password";

  private final Path folder;
  private final String[] settings;
  private final Map<String, Guest> people = new LinkedHashMap<>();
  TestServer server;
  private int asked;

  Cast(Path folder, String... settings) throws UserError {
    this.folder = folder;
    this.settings = settings;
    server = TestServer.in(folder, settings);
  }

  /** The server goes and comes; nobody is connected then. */
  void restart() throws IOException, UserError {
    for (Guest each : people.values()) {
      each.close();
    }
    people.clear();
    server.close();
    server = TestServer.in(folder, settings);
  }

  // ---- who is there ---------------------------------------------------------------------------

  /** Somebody who has said nothing yet. */
  Guest silent(String called) throws IOException {
    return silent(called, elsewhere());
  }

  /** A network of their own: they are many, and each has but so many passwords in a minute. */
  private String elsewhere() {
    int network = networks++;
    return "127.6.%d.%d".formatted(network / 250, network % 250 + 1);
  }

  private int networks;

  /**
   * @param from a loopback address
   */
  Guest silent(String called, String from) throws IOException {
    return has(called, Guest.silent(server.plain(), from));
  }

  Guest guest(String name) throws IOException {
    return has(name, new Guest(server.plain(), name));
  }

  /** Somebody who has an account now, and is signed in to it. */
  Guest account(String name) throws IOException {
    Guest made = silent(name);
    String invitation = secret(console("account add " + name));
    good(
        name,
        "'type':'register','password':'%s','invitation':'%s'".formatted(PASSWORD, invitation));
    good(name, "'type':'hello','name':'%s','password':'%s'".formatted(name, PASSWORD));
    return made;
  }

  /** The same one somewhere else, or again. */
  Guest signIn(String called, String name) throws IOException {
    Guest here = silent(called);
    good(called, "'type':'hello','name':'%s','password':'%s'".formatted(name, PASSWORD));
    return here;
  }

  private Guest has(String called, Guest guest) throws IOException {
    Guest before = people.put(called, guest);
    if (before != null) {
      before.close();
    }
    return guest;
  }

  Guest of(String called) {
    return people.get(called);
  }

  // ---- what they ask --------------------------------------------------------------------------

  JsonNode ask(String who, String fields) throws IOException {
    String id = "q" + asked++;
    return people.get(who).askJson("{\"id\":\"" + id + "\"," + fields.replace('\'', '"') + "}", id);
  }

  /** The code of a refusal, or the type of the answer. */
  String outcome(String who, String fields) throws IOException {
    return outcome(ask(who, fields));
  }

  static String outcome(JsonNode reply) {
    String type = reply.get("type").asString();
    return type.equals("error") ? reply.get("code").asString() : type;
  }

  JsonNode good(String who, String fields) throws IOException {
    JsonNode reply = ask(who, fields);
    assertFalse(reply.get("type").asString().equals("error"), () -> who + ": " + reply);
    return reply;
  }

  void good(List<String> all, String fields) throws IOException {
    for (String who : all) {
      good(who, fields);
    }
  }

  void refused(String code, String who, String fields) throws IOException {
    assertEquals(code, outcome(who, fields), who + " asked " + fields);
  }

  /** Says something in a room, and answers its number. */
  long say(String who, String room, String text) throws IOException {
    return good(who, "'type':'send','room':'%s','text':'%s'".formatted(room, text))
        .get("seq")
        .asLong();
  }

  /** What was told to somebody who did not ask for it, as far as it holds a word. */
  List<String> heard(String who, String word) throws IOException {
    good(who, "'type':'ping'");
    return people.get(who).passed().stream()
        .map(JsonNode::toString)
        .filter(told -> told.contains(word))
        .toList();
  }

  // ---- what operators do ----------------------------------------------------------------------

  String console(String line) {
    AdminResult result = server.server.admin().run(line, Caller.console());
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  /** A new token of somebody's, for some rooms and rights. */
  String token(String whose, String rooms, String may) {
    String told = console("token add %s ci --rooms %s --may %s".formatted(whose, rooms, may));
    return told.substring(told.indexOf("parley_")).strip();
  }

  /** The secret in the line that a command printed. */
  static String secret(String told) {
    String secret = told.substring(told.indexOf('#') + 1);
    return secret.substring(0, secret.indexOf('.'));
  }

  @Override
  public void close() throws IOException {
    for (Guest each : people.values()) {
      each.close();
    }
    server.close();
  }
}
