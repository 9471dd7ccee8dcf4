package parley.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start prints is what holds. */
class BannerTest {
  @TempDir Path folder;

  private static String banner(TestServer server) {
    StringWriter text = new StringWriter();
    Banner.print(server.server, new PrintWriter(text));
    return text.toString();
  }

  private static void assumeSix() throws Exception {
    assumeTrue(
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(Inet6Address.class::isInstance));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "[::]"})
  void allAddressesAreThoseOfBothFamilies(String all) throws Exception {
    assumeSix();
    try (TestServer server =
        TestServer.in(folder, "listen.plain=" + all + ":0", "listen.metrics=" + all + ":0")) {
      int port = server.plain().getPort();
      String text = banner(server);
      assertTrue(text.contains("0.0.0.0:" + port + " [::]:" + port + "  "), text);
      assertTrue(text.contains("nc localhost " + port), text);
      int metrics = server.server.metricsAddress().orElseThrow().getPort();
      assertTrue(text.contains("0.0.0.0:" + metrics + " [::]:" + metrics + "  "), text);
      assertTrue(text.contains("curl http://localhost:" + metrics + "/metrics"), text);
      for (String address : new String[] {"127.0.0.1", "::1"}) {
        new Socket(InetAddress.ofLiteral(address), port).close();
        new Socket(InetAddress.ofLiteral(address), metrics).close();
      }
    }
  }

  @Test
  void oneAddressIsThatOneInItsShortForm() throws Exception {
    assumeSix();
    try (TestServer server =
        TestServer.in(folder, "listen.plain=[0:0:0:0:0:0:0:1]:0", "listen.metrics=[::1]:0")) {
      int port = server.plain().getPort();
      String text = banner(server);
      assertTrue(text.contains(" [::1]:" + port + "  "), text);
      assertTrue(text.contains("nc ::1 " + port), text);
      int metrics = server.server.metricsAddress().orElseThrow().getPort();
      assertTrue(text.contains("curl http://[::1]:" + metrics + "/metrics"), text);
      assertFalse(text.contains("0:0:0:0"), text);
      InetSocketAddress other = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
      try (Socket socket = new Socket()) {
        assertThrows(ConnectException.class, () -> socket.connect(other));
      }
    }
  }

  /** In a container, say: neither its host name nor its address is what people dial. */
  @ParameterizedTest
  @CsvSource({
    "chat.example:443, chat.example:443, chat.example:443",
    "chat.example:7443, chat.example, chat.example:7443",
    "[2001:DB8:0::1]:443, [2001:db8::1]:443, [2001:db8::1]:443",
  })
  void peopleAreToldWhereTheyReachIt(String address, String chat, String openssl) throws Exception {
    try (TestServer server =
        TestServer.in(
            folder,
            "listen.tls=0.0.0.0:0",
            "server.address=" + address,
            "tls.names=*.a.example,a.example")) {
      String text = banner(server);
      assertTrue(text.contains("bin/chat YOU@" + chat + "\n"), text);
      assertTrue(text.contains("-connect " + openssl + "\n"), text);
    }
  }

  @Test
  void elseByTheFirstNameOfTheCertificate() throws Exception {
    try (TestServer server =
        TestServer.in(folder, "listen.tls=0.0.0.0:0", "tls.names=*.a.example,a.example")) {
      String text = banner(server);
      assertTrue(text.contains("bin/chat YOU@a.example:" + server.tls().getPort()), text);
    }
  }
}
