package parley.server.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import parley.protocol.Names;
import parley.protocol.PersonInfo;
import parley.protocol.Reply;
import parley.protocol.RoomInfo;
import parley.server.decide.Act.ListMembers;
import parley.server.decide.Act.ListRooms;
import parley.server.rights.Right;
import parley.server.session.SessionInfo;
import parley.server.stats.Units;
import parley.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Commands that look and change nothing. */
final class LookCommands {
  /** Lists are read on in pages until this many: more than that is no list for a person. */
  private static final int MOST = 10_000;

  private LookCommands() {}

  @Command(
      name = "stats",
      description = "Show the server's figures.",
      footer = {
        "",
        "Counts are since the start; latencies are of about the latest minute, in milliseconds;",
        "bytes are those inside TLS."
      })
  @Needs(Right.WATCH)
  static final class StatsCommand extends Action {
    @Override
    Outcome act() {
      var figures = controls().figures().get();
      return new Outcome(StatsText.of(figures), figures.asMap());
    }
  }

  @Command(
      name = "connections",
      description = "List the open connections.",
      footer = {
        "",
        "IDLE is the time since the last byte came in. WAITING is what the connection has yet to",
        "take; one that is behind is served from the log at its own pace."
      })
  @Needs(Right.WATCH)
  static final class Connections extends Action {
    @Override
    Outcome act() {
      List<SessionInfo> all = new ArrayList<>(controls().sessions().list());
      all.sort(Comparator.comparingLong(SessionInfo::connection));
      return new Outcome(table(all), all.stream().map(LookCommands::json).toList());
    }
  }

  @Command(name = "rooms", description = "List the rooms, with members and topic.")
  @Needs(Right.WATCH)
  static final class Rooms extends Action {
    @Override
    Outcome act() throws Refusal, InterruptedException {
      List<RoomInfo> rooms = new ArrayList<>();
      Reply.RoomList page;
      do {
        String after = rooms.isEmpty() ? null : rooms.getLast().room();
        page = ask(Reply.RoomList.class, new ListRooms(null, caller().asker(), after, true));
        // How far the asker has read is of no meaning here.
        page.rooms()
            .forEach(
                room ->
                    rooms.add(
                        new RoomInfo(
                            room.room(),
                            room.topic(),
                            room.members(),
                            room.last(),
                            null,
                            null,
                            room.settings(),
                            null,
                            null)));
      } while (Boolean.TRUE.equals(page.more()) && rooms.size() < MOST);
      Table table = new Table(DisplayWidth::of, "ROOM", ">MEMBERS", ">LAST", "KIND", "TOPIC");
      rooms.forEach(
          r -> table.row(r.room(), r.members(), r.last(), RoomCommands.kind(r), r.topic()));
      return new Outcome(table.toString(), rooms);
    }
  }

  @Command(name = "who", description = "List who is connected, or who is in a room.")
  @Needs(Right.WATCH)
  static final class Who extends Action {
    @Parameters(arity = "0..1", paramLabel = "ROOM", description = "Its members; else everyone.")
    private String room;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      return room == null ? everyone() : members(room(room));
    }

    private Outcome everyone() {
      Map<String, List<SessionInfo>> byName = new TreeMap<>();
      controls().sessions().list().stream()
          .filter(s -> s.name() != null)
          .forEach(
              s -> byName.computeIfAbsent(Names.fold(s.name()), _ -> new ArrayList<>()).add(s));
      Table table = new Table(DisplayWidth::of, "NAME", "ID", ">CONNECTIONS", "FROM");
      List<Map<String, Object>> json = new ArrayList<>();
      for (List<SessionInfo> sessions : byName.values()) {
        SessionInfo one = sessions.getFirst();
        List<String> from = sessions.stream().map(SessionInfo::address).distinct().toList();
        table.row(one.name(), one.person(), sessions.size(), String.join(", ", from));
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", one.name());
        entry.put("id", one.person());
        entry.put("connections", sessions.stream().map(SessionInfo::connection).toList());
        entry.put("addresses", from);
        json.add(entry);
      }
      return new Outcome(table.toString(), json);
    }

    private Outcome members(String name) throws Refusal, InterruptedException {
      List<PersonInfo> members = new ArrayList<>();
      Reply.MemberList page;
      do {
        String after = members.isEmpty() ? null : members.getLast().name();
        page =
            ask(Reply.MemberList.class, new ListMembers(null, caller().asker(), name, after, true));
        members.addAll(page.members());
      } while (Boolean.TRUE.equals(page.more()) && members.size() < MOST);
      Table table = new Table(DisplayWidth::of, "NAME", "STATE", "ROLE");
      members.forEach(
          m ->
              table.row(
                  m.name(),
                  !m.online() ? "not connected" : m.away() == null ? "online" : "away",
                  m.roomRole() == null ? "" : m.roomRole().wire()));
      return new Outcome(table.toString(), members);
    }
  }

  @Command(name = "whois", description = "Show what is known of a person.")
  @Needs(Right.WATCH)
  static final class Whois extends Action {
    @Parameters(paramLabel = "NAME", description = "The person.")
    private String name;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      PersonInfo person =
          ask(
                  Reply.PersonFound.class,
                  new parley.server.decide.Act.Whois(null, caller().asker(), name(name)))
              .person();
      List<SessionInfo> sessions =
          controls().sessions().list().stream()
              .filter(s -> person.id().equals(s.person()))
              .sorted(Comparator.comparingLong(SessionInfo::connection))
              .toList();
      boolean operator = Boolean.TRUE.equals(person.operator());
      String text =
          "%s (%s), %s%s"
              .formatted(
                  person.name(),
                  person.id(),
                  person.online() ? "online" : "not connected",
                  operator ? ", operator" : "");
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", person.name());
      json.put("id", person.id());
      json.put("online", person.online());
      json.put("operator", operator);
      json.put("connections", sessions.stream().map(LookCommands::json).toList());
      return new Outcome(sessions.isEmpty() ? text : text + "\n" + table(sessions), json);
    }
  }

  private static String table(List<SessionInfo> sessions) {
    Table table =
        new Table(
            DisplayWidth::of,
            ">#",
            "NAME",
            "MODE",
            "TLS",
            "ADDRESS",
            ">OPEN",
            ">IDLE",
            ">IN",
            ">OUT",
            ">WAITING");
    Instant now = Instant.now();
    for (SessionInfo s : sessions) {
      table.row(
          s.connection(),
          s.name(),
          word(s.mode()),
          s.tls(),
          s.address(),
          Units.duration(Duration.between(s.since(), now)),
          Units.duration(Duration.between(s.lastRead(), now)),
          Units.bytes(s.bytesIn()),
          Units.bytes(s.bytesOut()),
          Units.bytes(s.outboxBytes()) + (s.behind() ? " behind" : ""));
    }
    return table.toString();
  }

  private static Map<String, Object> json(SessionInfo s) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("connection", s.connection());
    json.put("name", s.name());
    json.put("id", s.person());
    json.put("mode", word(s.mode()));
    json.put("tls", s.tls());
    json.put("address", s.address());
    json.put("since", time(s.since()));
    json.put("lastRead", time(s.lastRead()));
    json.put("bytesIn", s.bytesIn());
    json.put("bytesOut", s.bytesOut());
    json.put("outboxBytes", s.outboxBytes());
    json.put("behind", s.behind());
    json.values().removeIf(Objects::isNull);
    return json;
  }

  private static String word(String mode) {
    return mode.toLowerCase(Locale.ROOT);
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
