package parley.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.mode.WireMode;
import parley.server.mode.WireModes;
import parley.testkit.Client;

/** A fourth wire mode is one entry and one class: {@link PingMode}. */
class AnotherModeTest {
  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = server();
  }

  private TestServer server(String... more) throws Exception {
    List<WireMode> modes = new ArrayList<>(Server.MODES.all());
    modes.add(modes.size() - 1, new PingMode());
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("listen.tls=127.0.0.1:0");
    settings.add("certs.dir=" + folder.resolve("certs"));
    return TestServer.in(new WireModes(modes), folder, settings.toArray(String[]::new));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static final class Line implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Line(Socket socket) throws IOException {
      this.socket = socket;
      socket.setSoTimeout(60_000);
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    static Line to(InetSocketAddress at) throws IOException {
      return new Line(new Socket(at.getAddress(), at.getPort()));
    }

    void write(String bytes) throws IOException {
      socket.getOutputStream().write(bytes.getBytes(US_ASCII));
    }

    String read() throws IOException {
      return in.readLine();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Waits until the server has read so many bytes, so that what follows comes by itself. */
  private void awaitRead(long bytes) {
    await()
        .until(
            () ->
                ((Number) ((Map<?, ?>) server.server.figures().get("traffic")).get("bytesIn"))
                        .longValue()
                    >= bytes);
  }

  @Test
  void itsFirstWordIsRecognisedHoweverItIsCut() throws Exception {
    try (Line line = Line.to(server.plain())) {
      long came = 0;
      for (String part : List.of("P", "IN", "G\nPING\n")) {
        line.write(part);
        came += part.length();
        awaitRead(came);
      }
      assertEquals("PONG", line.read());
      assertEquals("PONG", line.read());
      assertEquals(1, server.figure("connections", "ping"));
      assertEquals(1, server.figure("connections", "totalPing"));
      assertEquals(
          List.of("ping"), server.server.sessions().list().stream().map(s -> s.mode()).toList());
    }
  }

  @Test
  void whoTypesIsRecognisedLast() throws Exception {
    try (Line line = Line.to(server.plain())) {
      line.write("Pia\n");
      assertTrue(line.read().endsWith("Welcome to the chat!"));
    }
    try (Line line = Line.to(server.plain())) {
      line.write("PI");
      line.socket.shutdownOutput();
      assertTrue(line.read().endsWith("Welcome to the chat!"), "there is no more to come");
    }
  }

  @Test
  void itTakesPartInTheChat() throws Exception {
    try (Line line = Line.to(server.plain());
        Client other =
            new Client(
                new Socket(server.plain().getAddress(), server.plain().getPort()), Mode.FRAMED)) {
      line.write("PING\nNAME Pia\n");
      assertEquals("PONG", line.read());
      assertEquals("OK", line.read());
      other.ask(Reply.Welcome.class, Request.Hello.as("h", "Otto"));
      other.ask(Reply.Ok.class, new Request.Join("j", "lobby"));
      other.ask(Reply.Ok.class, Request.Send.toRoom("s", "lobby", "hello there"));
      assertEquals("SAID hello there", line.read());
      server.server.askToStop("a test is done");
      server.server.stop();
      assertEquals("BYE shutdown", line.read());
      assertNull(line.read());
    }
  }

  @Test
  void itIsPromisedByAlpnAndRefusedInItsOwnWords() throws Exception {
    try (SSLSocket socket = server.tlsSocket("ping/1");
        Line line = new Line(socket)) {
      assertEquals("ping/1", socket.getApplicationProtocol());
      line.write("PING\n");
      assertEquals("PONG", line.read());
    }
    server.close();
    server = server("limits.connections=1");
    try (Line first = Line.to(server.plain())) {
      first.write("PING\n");
      assertEquals("PONG", first.read());
      try (Line second = Line.to(server.plain())) {
        second.write("PING\n");
        assertEquals("NO Server is full. Try again later.", second.read());
      }
    }
  }
}
