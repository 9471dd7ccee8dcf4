package parley.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Event;
import parley.protocol.Mode;
import parley.protocol.Request;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.testkit.Client;

/** Connections that a proxy passes on, from 127.0.0.5; and who only pretends to be one. */
class ProxiesTest {
  private static final String PROXY = "127.0.0.5";
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  @TempDir Path folder;

  private TestServer server() throws Exception {
    return TestServer.in(folder, "listen.tls=127.0.0.1:0", "listen.proxies=" + PROXY);
  }

  private static Socket from(String address, InetSocketAddress at, byte[] first)
      throws IOException {
    Socket socket = new Socket(at.getAddress(), at.getPort(), InetAddress.ofLiteral(address), 0);
    socket.setSoTimeout(Client.PATIENCE_MILLIS);
    socket.getOutputStream().write(first);
    return socket;
  }

  private static byte[] line(String source) {
    String family = source.indexOf(':') < 0 ? "TCP4 %s 198.51.100.1" : "TCP6 %s 2001:db8::1";
    return ("PROXY " + family.formatted(source) + " 40000 443\r\n").getBytes(US_ASCII);
  }

  /** By version 2, with the name that TLS asked for at the proxy. */
  private static byte[] binary(String source, String asked) {
    byte[] name = asked.getBytes(US_ASCII);
    HexFormat hex = HexFormat.of();
    String addresses =
        hex.formatHex(InetAddress.ofLiteral(source).getAddress()) + "c6336401" + "9c40" + "01bb";
    String added = "02" + hex.toHexDigits((short) name.length) + hex.formatHex(name);
    int length = (addresses.length() + added.length()) / 2;
    return hex.parseHex(SIGNATURE + "2111" + hex.toHexDigits((short) length) + addresses + added);
  }

  private static String console(TestServer server, String line) {
    AdminResult result = server.server.admin().run(line, Caller.console());
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  private static List<String> addresses(TestServer server) {
    return server.server.sessions().list().stream().map(s -> s.address()).sorted().toList();
  }

  @Test
  void whoComesThroughAProxyHasTheirOwnAddress() throws Exception {
    try (TestServer server = server();
        Client four = new Client(from(PROXY, server.plain(), line("192.0.2.7")), Mode.FRAMED);
        Client six = new Client(from(PROXY, server.plain(), line("2001:db8:0:0::7")), Mode.NDJSON);
        Typist typist =
            new Typist(from(PROXY, server.plain(), binary("203.0.113.9", "chat.example")))) {
      four.hello("four");
      six.hello("six");
      typist.type("typist");
      typist.await("-- you are in lobby");
      assertEquals(List.of("192.0.2.7", "2001:db8::7", "203.0.113.9"), addresses(server));
      typist.type("/upload a.txt 1 " + "0".repeat(64));
      typist.await("openssl s_client -quiet -connect chat.example:443 ");

      assertEquals(
          "2001:db8::/64 is banned for ever; 1 connection was ended.",
          console(server, "ban 2001:db8::ffff"));
      assertEquals("banned", six.event(Event.Bye.class).reason());
      try (Client again =
          new Client(from(PROXY, server.plain(), line("2001:db8::8")), Mode.FRAMED)) {
        again.send(Request.Hello.as("1", "again"));
        assertEquals("banned", again.event(Event.Bye.class).reason());
      }
      console(server, "ban 192.0.2.0/24");
      assertEquals("banned", four.event(Event.Bye.class).reason());
      assertTrue(console(server, "bans").contains("2001:db8::/64"));
      console(server, "unban 2001:db8:0:0:1::/64");
      try (Client again =
          new Client(from(PROXY, server.plain(), line("2001:db8::8")), Mode.FRAMED)) {
        again.hello("again");
      }
    }
  }

  /** One address's share of places is the client's, not the proxy's. */
  @Test
  void limitsAreThoseOfTheClient() throws Exception {
    try (TestServer server =
            TestServer.in(
                folder, "listen.proxies=127.0.0.0/29", "limits.connections-per-address=1");
        Client one = new Client(from(PROXY, server.plain(), line("192.0.2.1")), Mode.FRAMED);
        Client two = new Client(from(PROXY, server.plain(), line("192.0.2.2")), Mode.FRAMED)) {
      one.hello("one");
      two.hello("two");
      // Whose header is read first has the place, so it comes when that is clear.
      try (Client more = new Client(from(PROXY, server.plain(), line("192.0.2.2")), Mode.FRAMED)) {
        more.send(Request.Hello.as("1", "more"));
        assertEquals("full", more.event(Event.Bye.class).reason());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theHeaderComesBeforeTls(boolean first) throws Exception {
    try (TestServer server = server()) {
      byte[] header = first ? line("192.0.2.7") : binary("192.0.2.7", "chat.example");
      Socket socket = from(PROXY, server.tls(), header);
      try (Client client = new Client(server.tlsOver(socket, Mode.ALPN), Mode.FRAMED)) {
        client.hello("alice");
        assertEquals(List.of("192.0.2.7"), addresses(server));
      }
    }
  }

  @Test
  void aLookAtItsHealthIsTheProxysOwn() throws Exception {
    try (TestServer server = server()) {
      from(PROXY, server.plain(), new byte[0]).close();
      byte[] local = HexFormat.of().parseHex(SIGNATURE + "20000000");
      try (Client client = new Client(from(PROXY, server.plain(), local), Mode.FRAMED)) {
        client.hello("probe");
        assertEquals(List.of(PROXY), addresses(server));
      }
      assertEquals(0, server.figure("refused", "proxy"));
    }
  }

  @Test
  void anUnknownSenderOfAHeaderIsToldSoInEveryForm() throws Exception {
    try (TestServer server = server()) {
      String refusal =
          "The PROXY protocol is taken from the addresses in listen.proxies alone, and 127.0.0.9 is"
              + " none of them.\r\n";
      List<byte[]> headers = List.of(line("192.0.2.7"), binary("192.0.2.7", "chat.example"));
      for (byte[] header : headers) {
        try (Typist plain = new Typist(from("127.0.0.9", server.plain(), header));
            Typist tls = new Typist(from("127.0.0.9", server.tls(), header))) {
          assertEquals("! " + refusal, plain.rest());
          assertEquals(refusal, tls.await("\r\n"));
        }
      }
      assertEquals(4, server.figure("refused", "proxy"));
      await().until(() -> server.figure("connections", "now") == 0);
      try (Typist person = Typist.at(server.plain())) {
        person.type("PROXY");
        person.await("-- you are in lobby");
      }
    }
  }

  @Test
  void aProxyWithoutAHeaderIsToldSo() throws Exception {
    try (TestServer server = server();
        Typist plain =
            new Typist(from(PROXY, server.plain(), "alice likes tea\n".getBytes(US_ASCII)))) {
      assertEquals(
          "127.0.0.5 is in listen.proxies, and the header of the PROXY protocol is missing.\r\n",
          plain.rest());
      assertEquals(1, server.figure("refused", "proxy"));
      server.server.settings().set("listen.proxies", "");
      try (Client client = new Client(from(PROXY, server.plain(), new byte[0]), Mode.FRAMED)) {
        client.hello("alice");
      }
    }
  }
}
