package parley.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.admin.Guest;
import tools.jackson.databind.JsonNode;

/**
 * One event of {@code rights.txt}, in a room or a talk of its own, before the eyes of all roles.
 */
final class WatchedEvent implements AutoCloseable {
  private static final String HERE = "127.0.0.1";

  private final TestServer server;
  private final boolean talk;
  private final String type;
  private final String special;
  private final String room = RightsScene.name();
  private final String authorName = RightsScene.name();
  private final String peerName = RightsScene.name();
  private final Map<String, Guest> watchers = new LinkedHashMap<>();
  private final List<Guest> others = new ArrayList<>();
  private String formerName;
  private final Guest author;
  private final Guest peer;

  private WatchedEvent(TestServer server, String section, String row) throws IOException {
    this.server = server;
    this.talk = section.startsWith("talk");
    this.type = row.split(":")[0];
    this.special = row.substring(type.length());
    author = come(authorName);
    peer = come(peerName);
    author.ask("join", "room", room);
  }

  /** Who of those who watch sees it. */
  static Map<String, Boolean> play(
      TestServer server, String section, String row, Set<String> watchers) throws IOException {
    try (WatchedEvent event = new WatchedEvent(server, section, row)) {
      for (String who : watchers) {
        event.watchers.put(who, event.enter(who.split("\\+")));
      }
      return event.watch();
    }
  }

  private Guest come(String name) throws IOException {
    return new Guest(server.plain(), HERE, name);
  }

  private Guest enter(String[] who) throws IOException {
    String name = RightsScene.name();
    Guest guest =
        switch (who[0]) {
          case "stranger" -> Guest.silent(server.plain(), HERE);
          case "author" -> author;
          case "member" -> talk ? peer : come(name);
          default -> come(name);
        };
    if (who[0].equals("former") || who[0].equals("member") && !talk) {
      guest.ask("join", "room", room);
    }
    if (who[0].equals("former")) {
      guest.ask("leave", "room", room);
      formerName = name;
    }
    if (who.length > 1) {
      String whom = guest == peer ? peerName : name;
      console(who[1].equals("operator") ? "operator " + whom : "mute " + whom + " --alone");
    }
    return guest;
  }

  private Map<String, Boolean> watch() throws IOException {
    String seq = List.of("edited", "deleted", "reacted", "read").contains(type) ? say() : "";
    for (Guest watcher : watchers.values()) {
      watcher.ask("ping");
      watcher.passed();
    }
    cause(seq);
    Map<String, Boolean> seen = new LinkedHashMap<>();
    // When a decision is answered, everybody has been told of those before it.
    peer.ask("whois", "name", peerName);
    watchers.forEach((who, watcher) -> seen.put(who, sees(watcher)));
    return seen;
  }

  private boolean sees(Guest watcher) {
    try {
      watcher.ask("ping");
    } catch (IOException e) {
      // Ended by what was done: what came before that is there.
    }
    return watcher.passed().stream()
        .anyMatch(message -> message.get("type").asString().equals(type));
  }

  private String say() throws IOException {
    JsonNode ok = author.ask("send", talk ? "to" : "room", talk ? peerName : room, "text", "hi");
    return ok.get("seq").asString();
  }

  private void cause(String seq) throws IOException {
    switch (type) {
      case "message" -> say();
      case "edited" -> author.askNumbered("edit", seq, "text", "ho");
      case "deleted" -> author.askNumbered("delete", seq);
      case "reacted" -> author.askNumbered("react", seq, "emoji", "x");
      case "read" ->
          author.askNumbered("read", seq, talk ? "with" : "room", talk ? peerName : room);
      case "joined" -> peer.ask("join", "room", room);
      case "left" -> {
        peer.ask("join", "room", room);
        peer.ask("leave", "room", room);
      }
      case "topic" -> author.ask("topic", "room", room, "text", "about");
      case "renamed" -> author.ask("nick", "name", RightsScene.name());
      case "settings" -> console("room set " + room + " slow 1");
      case "role" -> {
        // A guest has none in a room.
        String told = console("invite");
        String secret = told.substring(told.indexOf('#') + 1);
        String invitation = secret.substring(0, secret.indexOf('.'));
        author.ask("register", "password", "a long password", "invitation", invitation);
        console("room role " + room + " " + authorName + " moderator");
      }
      case "barred" -> console("room bar " + room + " " + authorName + " mute");
      case "invited" -> console("room invite " + room + " " + formerName);
      case "notice" -> console(special.isEmpty() ? "say --room " + room + " hi" : "say hi");
      case "stats" -> author.ask("stats");
      case "bye" -> console("kick " + authorName);
      case "away" -> author.ask("away", "text", "lunch");
      case "offline" -> goes();
      case "online" -> {
        goes();
        Guest again = Guest.silent(server.plain(), HERE);
        others.add(again);
        again.ask("hello", "name", authorName, "session", author.session());
      }
      default -> throw new IllegalArgumentException("nothing causes " + type);
    }
  }

  /** The author's connection breaks, and after a while the members are told. */
  private void goes() throws IOException {
    author.reset();
    peer.ask("join", "room", room);
    peer.next("offline");
  }

  private String console(String line) {
    AdminResult result = server.server.admin().run(line, Caller.console());
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  @Override
  public void close() throws IOException {
    others.addAll(watchers.values());
    others.addAll(List.of(author, peer));
    for (Guest each : others) {
      each.close();
    }
  }
}
