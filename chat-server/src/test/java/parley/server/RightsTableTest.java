package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Event;
import parley.protocol.Request;
import picocli.CommandLine.Command;

/** Walks over {@code rights.txt}, each cell against a running server. */
@Execution(ExecutionMode.CONCURRENT)
class RightsTableTest {
  @TempDir Path folder;

  /** A row of a section: what is asked for, and what comes of it by who asks. */
  private record Row(String what, Map<String, String> cells) {
    /** Without what is special about it. */
    String plain() {
      return what.split(":")[0];
    }
  }

  private static List<Row> section(String name) throws IOException {
    try (InputStream in = RightsTableTest.class.getResourceAsStream("/rights.txt")) {
      List<String> lines =
          new String(in.readAllBytes(), UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#") && !line.isBlank())
              .dropWhile(line -> !line.equals("[" + name + "]"))
              .skip(1)
              .takeWhile(line -> !line.startsWith("["))
              .map(String::strip)
              .toList();
      if (lines.stream().noneMatch(line -> line.contains(" "))) {
        return lines.stream().map(line -> new Row(line, Map.of())).toList();
      }
      String[] who = lines.getFirst().split(" +");
      return lines.stream().skip(1).map(line -> row(who, line.split(" +"))).toList();
    }
  }

  private static Row row(String[] who, String[] cells) {
    assertEquals(who.length + 1, cells.length, cells[0]);
    Map<String, String> byWho = new TreeMap<>();
    for (int i = 0; i < who.length; i++) {
      byWho.put(who[i], cells[i + 1]);
    }
    return new Row(cells[0], byWho);
  }

  private static Set<String> named(String... sections) throws IOException {
    Set<String> named = new TreeSet<>();
    for (String section : sections) {
      section(section).forEach(row -> named.add(row.plain()));
    }
    return named;
  }

  // ---- nothing is left out --------------------------------------------------------------------

  /** The types on the wire of all that is one kind of message. */
  private static Set<String> types(Class<?> sealed) {
    Set<String> types = new TreeSet<>();
    for (Class<?> each : sealed.getPermittedSubclasses()) {
      JsonTypeName name = each.getAnnotation(JsonTypeName.class);
      types.addAll(name == null ? types(each) : Set.of(name.value()));
    }
    return types;
  }

  /** The names of all commands; a part of one has its own behind a hyphen. */
  private static Stream<String> commands(Class<?> of, String before) {
    return Stream.of(of.getAnnotation(Command.class).subcommands())
        .flatMap(
            each -> {
              String name = before + each.getAnnotation(Command.class).name();
              return Stream.concat(Stream.of(name), commands(each, name + "-"));
            });
  }

  @Test
  void everyRequestCommandAndEventHasItsRow() throws Exception {
    assertEquals(types(Request.class), named("server", "room", "talk", "open-room"));
    assertEquals(types(Event.class), named("room-event", "talk-event", "own-event"));
    Set<String> commands = new TreeSet<>();
    commands(Class.forName("parley.server.admin.AdminCommands"), "").forEach(commands::add);
    assertEquals(commands, named("command"));
  }

  // ---- each cell ------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"server", "room", "talk", "command"})
  void eachCellIsAsTheServerAnswers(String section) throws Exception {
    List<String> wrong = new ArrayList<>();
    int looked = 0;
    Map<String, RightsScene.Known> known = new TreeMap<>();
    try (TestServer server =
        TestServer.in(
            folder,
            "limits.connections-per-address=0",
            // Hundreds sign in.
            "accounts.password-memory=7168",
            "accounts.password-passes=1")) {
      for (Row row : section(section)) {
        for (Map.Entry<String, String> cell : row.cells().entrySet()) {
          if (!cell.getValue().equals(".")) {
            String found = RightsScene.play(server, section, row.what(), cell.getKey(), known);
            looked++;
            compare(section, row, cell.getKey(), found, wrong);
          }
        }
      }
      for (RightsScene.Known each : known.values()) {
        each.guest().close();
      }
    }
    assertTrue(looked > 50, section + " has " + looked + " cells");
    assertEquals(List.of(), wrong);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"open-room", "guest-room", "private-room", "read-only-room", "archived-room"})
  void eachCellOfARoomsKindIsAsTheServerAnswers(String section) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (TestServer server =
            TestServer.in(
                folder,
                "accounts.guests=lobby",
                "limits.connections-per-address=0",
                "accounts.password-memory=7168",
                "accounts.password-passes=1");
        RoomCast cast = new RoomCast(server)) {
      List<Row> rows = section(section);
      assertTrue(rows.size() > 3, section + " has " + rows.size() + " rows");
      for (Row row : rows) {
        for (Map.Entry<String, String> cell : row.cells().entrySet()) {
          if (!cell.getValue().equals(".")) {
            String found = cast.play(section, row.what(), cell.getKey());
            compare(section, row, cell.getKey(), found, wrong);
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static void compare(
      String section, Row row, String who, String found, List<String> wrong) {
    String told = row.cells().get(who);
    if (!told.equals(found)) {
      wrong.add(
          "[%s] %s of %s: %s in the table, %s by the server"
              .formatted(section, row.what(), who, told, found));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"room-event", "talk-event"})
  void eachEventIsSeenByThoseOfItsRow(String section) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (TestServer server = TestServer.in(folder, "limits.connections-per-address=0")) {
      List<Row> rows = section(section);
      assertTrue(rows.size() > 4, section + " has " + rows.size() + " rows");
      for (Row row : rows) {
        Map<String, Boolean> seen =
            WatchedEvent.play(server, section, row.what(), row.cells().keySet());
        seen.forEach((who, sees) -> compare(section, row, who, sees ? "sees" : "-", wrong));
      }
    }
    assertEquals(List.of(), wrong);
  }
}
