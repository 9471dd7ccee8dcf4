package parley.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Json;
import parley.server.Server;
import parley.server.config.Settings;
import parley.server.config.UserError;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** {@code chat-server admin} over the real socket of a running server. */
class AdminSocketTest {
  @TempDir private Path dir;
  private Server server;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop();
    }
  }

  @Test
  void runsACommandAndTakesItsExitCode() throws Exception {
    start();
    assertEquals(0, admin("who"));
    assertTrue(out.toString().startsWith("NAME"), out::toString);
    assertEquals(0, admin("say", "it's", "--room", "text"), err::toString);
    assertEquals("", err.toString());
    assertEquals(1, admin("whois", "nobody"));
    assertTrue(err.toString().contains("nobody"), err::toString);
    assertEquals(2, admin("kick"));
    assertTrue(err.toString().endsWith("Try: chat-server admin help kick\n"), err::toString);
  }

  @Test
  void jsonIsForPrograms() throws Exception {
    start();
    assertEquals(0, admin("stats", "--json"));
    JsonNode figures = Json.MAPPER.readTree(out.toString());
    assertEquals(0, figures.get("connections").get("now").intValue());
  }

  @Test
  void helpNeedsNoServer() {
    assertEquals(0, admin());
    assertTrue(out.toString().contains("close-room"), out::toString);
    assertEquals(0, admin("help", "ban"));
    assertTrue(out.toString().contains("Usage: chat-server admin ban"), out::toString);
  }

  @Test
  void withoutAServerOneSentenceSaysSo() {
    assertEquals(1, admin("stats"));
    assertTrue(
        err.toString().matches("admin: No server runs on .* \\(it has no admin\\.sock\\); .*\n"),
        err::toString);
  }

  @Test
  void onlyTheOwnerMayOpenIt() throws Exception {
    start();
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("admin.sock"))));
  }

  @Test
  void aSocketThatAKilledServerLeftIsReplaced() throws Exception {
    startAndStop();
    Path file = dir.resolve("admin.sock");
    try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(file));
    }
    assertTrue(Files.exists(file));
    assertEquals(1, admin("stats"));
    assertTrue(err.toString().contains("does not answer"), err::toString);
    start();
    assertEquals(0, admin("stats"), err::toString);
    server.stop();
    server = null;
    assertFalse(Files.exists(file), "a stopped server leaves none");
  }

  @Test
  void aFileOfThatNameIsLeftAlone() throws Exception {
    startAndStop();
    Path file = Files.writeString(dir.resolve("admin.sock"), "mine");
    UserError refused = assertThrows(UserError.class, this::start);
    assertTrue(refused.getMessage().contains("is no socket"), refused::getMessage);
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void aRequestIsALineOfJson() throws Exception {
    start();
    assertEquals(0, raw("{\"line\":\"say it's \\\"all good\\\"\"}\n").get("exit").intValue());
    assertEquals(2, raw("{\"line\":\"say \\\"\"}\n").get("exit").intValue());
    assertEquals(0, raw("{}\n").get("exit").intValue());
  }

  @Test
  void nonsenseAndFloodsEndTheConnectionAlone() throws Exception {
    start();
    assertEquals(null, raw("null\n"));
    assertEquals(null, raw("[1]\n"));
    assertEquals(null, raw("{\"line\":\"" + "x".repeat(200_000) + "\"}\n"));
    assertEquals(0, admin("stats"));
  }

  /** The answer; null where the server ended without one. */
  private JsonNode raw(String request) throws Exception {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(dir.resolve("admin.sock")))) {
      ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(UTF_8));
      StringBuilder answer = new StringBuilder();
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        ByteBuffer part = ByteBuffer.allocate(65_536);
        while (channel.read(part) >= 0) {
          part.flip();
          answer.append(UTF_8.decode(part));
          part.clear();
        }
      } catch (java.io.IOException e) {
        return null;
      }
      return answer.isEmpty() ? null : Json.MAPPER.readTree(answer.toString());
    }
  }

  private void start() throws UserError {
    server =
        Server.start(
            Settings.of(
                "data.dir=" + dir,
                "listen.plain=127.0.0.1:0",
                "accounts.guests=on",
                "listen.tls=off",
                "listen.metrics=off"));
  }

  /** So that the folder has its log: beside a socket alone, no server begins one. */
  private void startAndStop() throws UserError {
    start();
    server.stop();
    server = null;
  }

  private int admin(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = new CommandLine(new AdminCommand());
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    line.setExecutionExceptionHandler(UserError::handle);
    String[] args = new String[words.length + 2];
    args[0] = "--set";
    args[1] = "data.dir=" + dir;
    System.arraycopy(words, 0, args, 2, words.length);
    return line.execute(args);
  }
}
