package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Mode;
import parley.testkit.Client;
import parley.testkit.Ports;

/** Through a real haproxy, which looks at the server's health in the same way. */
@DisabledIf(value = "haproxyIsMissing", disabledReason = "there is no haproxy here")
class HaproxyTest {
  private static final String CLIENT = "127.0.0.33";

  @TempDir Path folder;
  private TestServer server;
  private Process haproxy;
  private int plain;
  private int secure;
  private int ending;

  static boolean haproxyIsMissing() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("haproxy", "-v").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() != 0;
    } catch (IOException e) {
      return true;
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = TestServer.in(folder, "listen.tls=127.0.0.1:0", "listen.proxies=127.0.0.1");
    plain = Ports.free();
    secure = Ports.free();
    ending = Ports.free();
  }

  private void through(String version) throws Exception {
    Path certs = folder.resolve("data").resolve("certs");
    Files.writeString(
        folder.resolve("both.pem"),
        Files.readString(certs.resolve("server.crt"))
            + Files.readString(certs.resolve("server.key")));
    Files.writeString(
        folder.resolve("haproxy.cfg"),
        """
        defaults
          mode tcp
          timeout connect 10s
          timeout client 1m
          timeout server 1m
        listen plain
          bind 127.0.0.1:%1$d
          server parley 127.0.0.1:%4$d %6$s check inter 200ms
        listen secure
          bind 127.0.0.1:%2$d
          server parley 127.0.0.1:%5$d %6$s check inter 200ms
        listen ending
          bind 127.0.0.1:%3$d ssl crt %7$s
          server parley 127.0.0.1:%4$d send-proxy-v2 proxy-v2-options authority,ssl,crc32c
        """
            .formatted(
                plain,
                secure,
                ending,
                server.plain().getPort(),
                server.tls().getPort(),
                version,
                folder.resolve("both.pem")));
    haproxy =
        new ProcessBuilder("haproxy", "-f", folder.resolve("haproxy.cfg").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("haproxy.txt").toFile())
            .start();
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              new Socket(InetAddress.getLoopbackAddress(), plain).close();
              return true;
            });
  }

  @AfterEach
  void stop() throws Exception {
    if (haproxy != null) {
      haproxy.destroy();
      assertTrue(haproxy.waitFor(60, TimeUnit.SECONDS));
    }
    server.close();
  }

  private static Socket to(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.ofLiteral(CLIENT), 0);
  }

  private List<String> addresses() {
    return server.server.sessions().list().stream().map(s -> s.address()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"send-proxy", "send-proxy-v2"})
  void clientsHaveTheirOwnAddresses(String version) throws Exception {
    through(version);
    try (Client one = new Client(to(plain), Mode.FRAMED);
        Client two = new Client(server.tlsOver(to(secure), Mode.ALPN), Mode.FRAMED)) {
      one.hello("one");
      two.hello("two");
      assertEquals(List.of(CLIENT, CLIENT), addresses());
    }
    assertEquals(0, server.figure("refused", "proxy"), "looks at its health are welcome");
    assertEquals(0, server.figure("messages", "refusedRequests"));
  }

  /** What they dialled is the proxy's, and so is the name they asked for. */
  @Test
  void whereTheProxyEndsTlsItTellsTheName() throws Exception {
    through("send-proxy");
    InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), ending);
    try (Typist typist = new Typist(server.tlsSocket("chat.example", at))) {
      typist.type("alice");
      typist.await("-- you are in lobby");
      typist.type("/upload a.txt 1 " + "0".repeat(64));
      typist.await("| openssl s_client -quiet -connect chat.example:" + ending + " ");
      assertEquals(List.of("127.0.0.1"), addresses());
    }
  }

  /** A proxy that was not told to send the header is noticed, and nothing is served by it. */
  @Test
  void withoutTheHeaderNobodyComesIn() throws Exception {
    through("");
    try (Typist typist = new Typist(to(plain))) {
      typist.type("alice in wonderland");
      typist.await("and the header of the PROXY protocol is missing.");
    }
    assertEquals(List.of(), addresses());
  }
}
