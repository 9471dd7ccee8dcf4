package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Json;
import parley.protocol.Request;
import parley.testkit.Client;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;
import tools.jackson.databind.JsonNode;

/** What a whole server logs of its life and of those who come, and who reads it. */
class ServerLogTest {
  private static final Path FILTER =
      Path.of(System.getProperty("parley.root"), "docs", "fail2ban", "filter.conf");

  /** Would end a value of JSON, and begin another, where it was not written as a value's text. */
  private static final String NASTY = "a\",\"message\",\"b";

  @TempDir Path folder;

  @Test
  void jsonTellsOfStartChangesEndsAndTheStop() throws Exception {
    try (ServerProcess server =
        ServerProcess.onClassPath(
            folder,
            List.of(),
            Map.of(),
            "log.format=json",
            "limits.rooms=6",
            "stats.log-every=1s")) {
      server.start();
      Client alice = Client.in(server.address(), "alice", "lobby");
      assertEquals(ErrorCode.BAD_PASSWORD, wrong(server, NASTY));
      server.admin("limits", "set", "limits.rooms", "7");
      assertEquals("lobby", alice.join("lobby").room());
      alice.close();
      await().until(() -> lines(server, "gone:").size() == 2);
      await().until(() -> !lines(server, "connections 0").isEmpty());
      assertEquals(0, server.stop());

      List<JsonNode> all = lines(server, "");
      JsonNode ready = all.stream().filter(l -> text(l).endsWith("is ready")).findFirst().get();
      assertEquals(folder.resolve("data").toString(), ready.get("data").asString());
      assertEquals("127.0.0.1:" + server.plain(), ready.get("plain").asString());
      assertEquals("off", ready.get("tls").asString());
      assertTrue(ready.get("format").asInt() >= 11, ready::toString);
      JsonNode set = lines(server, "settings that are not at their default:").getFirst();
      assertEquals("6", set.get("limits.rooms").asString());
      assertFalse(set.has("limits.guests"), set::toString);
      JsonNode changed = lines(server, "the setting limits.rooms changed").getFirst();
      assertEquals("6 7", changed.get("from").asString() + " " + changed.get("to").asString());
      JsonNode failed = lines(server, "sign-in failed").getFirst();
      assertEquals("sign-in failed from 127.0.0.1: bad-password", text(failed));
      assertEquals(NASTY, failed.get("as").asString());
      JsonNode gone =
          lines(server, "gone:").stream().filter(l -> l.has("id")).findFirst().orElseThrow();
      assertEquals("alice", gone.get("name").asString());
      assertEquals("127.0.0.1", gone.get("address").asString());
      assertEquals("half-close", gone.get("reason").asString());
      assertTrue(gone.get("in").asLong() > 50 && gone.get("out").asLong() > 100, gone::toString);
      assertTrue(gone.get("seconds").isNumber(), gone::toString);
      JsonNode figures = lines(server, "connections 0").getFirst().get("figures");
      assertTrue(figures.get("heapBytes").asLong() > 1_000_000, figures::toString);
      assertTrue(text(all.get(all.size() - 2)).startsWith("the server stops: a signal"));
      assertTrue(text(all.getLast()).startsWith("the server has stopped"));
      assertTrue(all.getLast().get("seconds").isNumber(), all.getLast()::toString);
      String first = server.printed();
      assertFalse(first.contains("parley://"), "an invitation is no line of a log");
      assertEquals(List.of("127.0.0.1"), found(server.output()));
    }
  }

  @Test
  void aFileIsItsOwnersAloneAndTheTerminalHasTheBanner() throws Exception {
    Path log = folder.resolve("server.log");
    try (ServerProcess server =
        ServerProcess.onClassPath(folder, List.of(), Map.of(), "log.file=" + log)) {
      server.start();
      assertEquals(ErrorCode.BAD_PASSWORD, wrong(server, NASTY));
      try (Client mallory = Client.in(server.address(), "mallory", "lobby")) {
        mallory.refused(new Request.Admin("c", "claim from 192.0.2.66: bad-token"));
        String refused = "hello from 127.0.0.1 was refused: name-taken as=mallory";
        try (Client other = Client.framed(server.address())) {
          other.refused(Request.Hello.as("h", "mallory"));
          await().until(() -> Files.readString(log).contains(refused));
        }
      }
      assertEquals(List.of("127.0.0.1", "127.0.0.1"), found(log));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log)));
      assertTrue(server.printed().contains("parley://"), server::printed);
      assertFalse(server.printed().contains("INFO"), server::printed);
    }
    try (ServerProcess server =
        ServerProcess.onClassPath(
            folder, List.of(), Map.of(), "log.file=" + log.resolve("below-a-file"))) {
      assertTrue(server.startInVain().contains("log.file: "), server::printed);
    }
  }

  /** The lines that are shipped to try the filter on. */
  @Test
  void theFilterFindsItsLinesAndNoOthers() throws Exception {
    Path lines = FILTER.resolveSibling("lines.txt");
    assertEquals(
        List.of("192.0.2.7", "192.0.2.7", "2001:db8::5", "fe80::1", "192.0.2.8", "192.0.2.9"),
        found(lines));
    assertEquals(List.of(), found(FILTER.resolveSibling("others.txt")));
  }

  private static ErrorCode wrong(ServerProcess server, String name) throws IOException {
    try (Client client = Client.ndjson(server.address())) {
      return client.refused(
          new Request.Hello("h", name, null, null, null, null, null, "guessed it", null));
    }
  }

  private static List<JsonNode> lines(ServerProcess server, String beginning) {
    // The last one may be half written.
    String printed = server.printed();
    return printed
        .substring(0, printed.lastIndexOf('\n') + 1)
        .lines()
        .map(Json.MAPPER::readTree)
        .filter(line -> text(line).startsWith(beginning))
        .toList();
  }

  private static String text(JsonNode line) {
    return line.get("message").asString();
  }

  /** The addresses that fail2ban takes from a log. */
  private List<String> found(Path log) throws Exception {
    Programs.need("fail2ban-regex");
    Path found = folder.resolve("found");
    List<String> command = new ArrayList<>(List.of("fail2ban-regex", "-o", "<ip>"));
    Stream.of(log, FILTER).map(Path::toString).forEach(command::add);
    Programs.start(folder, found, folder.resolve("errors"), command).waitFor();
    return Files.readAllLines(found).stream().filter(line -> !line.isBlank()).toList();
  }
}
