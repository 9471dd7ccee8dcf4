package parley.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.net.Network;
import parley.server.stats.Counter;
import parley.server.stats.Stats;
import parley.testkit.Trust;

/** What a stranger can have computed by a hello that costs the stranger nothing. */
class HandshakesTest {
  @TempDir Path folder;
  private final Stats stats = new Stats();
  private ServerTls tls;
  private SSLContext context;

  @BeforeEach
  void open() throws Exception {
    tls = ServerTls.open(Settings.of("certs.dir=" + folder.resolve("certs")));
    context = Trust.in(tls.authorityFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x25519", "secp256r1", "secp384r1"})
  void cheapGroupsAreTaken(String group) throws Exception {
    try (TlsEcho echo = new TlsEcho(tls, handshakes(0))) {
      for (String version : List.of("TLSv1.3", "TLSv1.2")) {
        try (SSLSocket client = client(echo, "127.0.0.1", group, version)) {
          assertEcho(client);
        }
      }
    }
  }

  /** Nobody needs them, and the largest cost ten times what the others do. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "secp521r1",
        "x448",
        "ffdhe2048",
        "ffdhe3072",
        "ffdhe4096",
        "ffdhe6144",
        "ffdhe8192"
      })
  void dearGroupsAreNot(String group) throws Exception {
    try (TlsEcho echo = new TlsEcho(tls, handshakes(0))) {
      assertThrows(
          SSLException.class, () -> client(echo, "127.0.0.1", group, "TLSv1.3").close(), group);
      assertTrue(echo.handshake().contains("Exception"));
    }
  }

  @Test
  void whoIsTooFastWaitsAndOthersDoNot() throws Exception {
    try (TlsEcho echo = new TlsEcho(tls, handshakes(1));
        SSLSocket first = client(echo, "127.0.0.1", "x25519", "TLSv1.3");
        SSLSocket second = client(echo, "127.0.0.1", "x25519", "TLSv1.3")) {
      assertEquals(0, stats.value(Counter.HANDSHAKES_DELAYED));
      List<Socket> crowd = new ArrayList<>();
      byte[] hello = hello(echo);
      for (int i = 0; i < 20; i++) {
        Socket one = socket(echo, "127.0.0.1");
        one.getOutputStream().write(hello);
        crowd.add(one);
      }
      await().until(() -> stats.value(Counter.HANDSHAKES_DELAYED) >= 18);
      try (SSLSocket other = client(echo, "127.0.0.2", "x25519", "TLSv1.3")) {
        assertEcho(other);
      }
      assertEcho(first);
      assertEcho(second);
      for (Socket one : crowd) {
        one.close();
      }
    }
  }

  /** Each change of keys costs the server a derivation; 3,000 of them fit one record. */
  @Test
  void whoSendsNothingButNewKeysIsEnded() throws Exception {
    try (TlsEcho echo = new TlsEcho(tls, handshakes(10_000));
        SSLSocket client = client(echo, "127.0.0.1", "x25519", "TLSv1.3")) {
      for (int i = 0; i < 2_000; i++) {
        client.startHandshake(); // changes the keys, once there are some
        if (i % 100 == 0) {
          assertEcho(client);
        }
      }
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 20_000; i++) {
              client.startHandshake();
            }
          });
    }
  }

  @Test
  void manyOfOneNetworkWaitForAProcessorAsOne() throws Exception {
    Handshakes handshakes = handshakes(0);
    Network crowd = Network.of(InetAddress.ofLiteral("192.0.2.6"));
    Network other = Network.of(InetAddress.ofLiteral("192.0.2.7"));
    int processors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    for (int i = 0; i < processors; i++) {
      handshakes.compute(Network.of(InetAddress.ofLiteral("10.0.0." + i)));
    }
    BlockingQueue<Network> computing = new LinkedBlockingQueue<>();
    List<Thread> waiting = new ArrayList<>();
    for (Network network : List.of(crowd, crowd, crowd, crowd, other)) {
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    try {
                      handshakes.compute(network);
                      computing.add(network);
                    } catch (IOException e) {
                      // The test is over.
                    }
                  });
      await().until(() -> thread.getState() == Thread.State.WAITING);
      waiting.add(thread);
    }
    handshakes.rest(Network.of(InetAddress.ofLiteral("10.0.0.0")));
    assertEquals(crowd, computing.poll(60, TimeUnit.SECONDS));
    handshakes.rest(crowd);
    assertEquals(other, computing.poll(60, TimeUnit.SECONDS), "one of the crowd was before it");
    waiting.forEach(Thread::interrupt);
  }

  /** A processor is held for what is computed, never for what is waited for. */
  @Test
  void thoseWhoStopInTheMiddleHoldNobodyUp() throws Exception {
    try (TlsEcho echo = new TlsEcho(tls, handshakes(0))) {
      byte[] hello = hello(echo);
      List<Socket> crowd = new ArrayList<>();
      int processors = Runtime.getRuntime().availableProcessors();
      for (int i = 0; i < 3 * processors; i++) {
        for (int length : List.of(1, 5, hello.length - 1, hello.length)) {
          Socket one = socket(echo, "127.0.0.1");
          one.getOutputStream().write(hello, 0, length);
          crowd.add(one);
        }
        // And those whose hello is nonsense: their handshake ends by an exception.
        Socket broken = socket(echo, "127.0.0.1");
        broken.getOutputStream().write(new byte[] {22, 3, 1, 0, 4, 1, 0, 0, 0});
        crowd.add(broken);
      }
      try (SSLSocket client = client(echo, "127.0.0.1", "x25519", "TLSv1.3")) {
        assertEcho(client);
      }
      for (Socket one : crowd) {
        one.close();
      }
    }
  }

  @Test
  void aHandshakeThatDoesNotEndIsEnded() throws Exception {
    try (TlsEcho echo = new TlsEcho(tls, handshakes(0));
        Socket socket = socket(echo, "127.0.0.1")) {
      byte[] hello = hello(echo);
      socket.getOutputStream().write(hello);
      // Records that TLS 1.3 has a server pass over (RFC 8446, D.4).
      byte[] nothing = {20, 3, 3, 0, 1, 1};
      assertThrows(
          SocketException.class,
          () -> {
            for (int i = 0; i < 1_000_000; i++) {
              socket.getOutputStream().write(nothing);
            }
          });
    }
  }

  /** In TLS 1.3 a second handshake is a request for new keys, of 43 bytes. */
  @Test
  void newKeysComeNoFasterThanTheRate() throws Exception {
    try (TlsEcho echo = new TlsEcho(tls, handshakes(1));
        SSLSocket client = client(echo, "127.0.0.1", "x25519", "TLSv1.3")) {
      long before = System.nanoTime();
      for (int i = 0; i < 150; i++) {
        client.startHandshake();
      }
      assertEcho(client);
      // 50 a second, 100 at once: the others take most of a second. Without a rate: 0.06.
      assertTrue(System.nanoTime() - before > 400_000_000L);
    }
  }

  private Handshakes handshakes(int perSecond) throws UserError {
    Settings settings = Settings.of("limits.handshakes-per-second-per-address=" + perSecond);
    return new Handshakes(settings::limits, stats);
  }

  /** A hello as a client sends it, which never goes on. */
  private byte[] hello(TlsEcho echo) throws IOException {
    var out = ByteBuffer.allocate(32_768);
    var engine = context.createSSLEngine("localhost", echo.port());
    engine.setUseClientMode(true);
    engine.wrap(ByteBuffer.allocate(0), out);
    byte[] hello = new byte[out.position()];
    out.get(0, hello);
    assertFalse(hello.length == 0);
    return hello;
  }

  private static Socket socket(TlsEcho echo, String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.port()));
    socket.setSoTimeout(60_000);
    return socket;
  }

  private SSLSocket client(TlsEcho echo, String from, String group, String version)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(socket(echo, from), "localhost", echo.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    // TLS 1.2 has the curve of the certificate among the groups (RFC 8422, 5.1).
    parameters.setNamedGroups(
        (version.equals("TLSv1.2") ? Stream.of(group, "secp256r1").distinct() : Stream.of(group))
            .toArray(String[]::new));
    parameters.setProtocols(new String[] {version});
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private static void assertEcho(SSLSocket client) throws IOException {
    byte[] bytes = "still there".getBytes(UTF_8);
    client.getOutputStream().write(bytes);
    assertArrayEquals(bytes, client.getInputStream().readNBytes(bytes.length));
  }
}
