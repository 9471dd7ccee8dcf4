package parley.client.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Peer;
import parley.protocol.Reply;
import parley.protocol.Request;

/** Real TLS: who is trusted, who is not, and what a person is told. */
class DialerTest {
  @TempDir Path folder;

  private final List<String> said = new CopyOnWriteArrayList<>();

  private ChatConnection dial(int port, Security security) throws IOException {
    Address address = new Address(null, "localhost", port);
    return new Dialer(address, security, Duration.ofSeconds(5), said::add).dial();
  }

  private Security firstUse() {
    return new Security.FirstUse(new KnownHosts(folder.resolve("known-hosts")), null);
  }

  private static int talk(Peer peer, ChatConnection clientSocket) throws Exception {
    clientSocket.send(Request.Hello.as("1", "alice"));
    peer.accept().welcome("g1", "s", "log", 5);
    return clientSocket.receive() instanceof Reply.Welcome welcome ? (int) welcome.last() : -1;
  }

  @Test
  void theFirstCertificateIsRememberedAndAnotherIsRefused() throws Exception {
    int port;
    try (Peer peer = new Peer(new Certificates("one").listener("localhost", 0))) {
      port = peer.port();
      try (ChatConnection clientSocket = dial(port, firstUse())) {
        assertEquals(5, talk(peer, clientSocket));
        assertEquals("TLSv1.3", clientSocket.protection());
      }
      assertEquals(1, said.size());
      assertTrue(said.getFirst().contains("SHA256:"), said.getFirst());
      try (ChatConnection clientSocket = dial(port, firstUse())) {
        assertEquals(5, talk(peer, clientSocket));
      }
      assertEquals(1, said.size(), "said once");
    }
    Path file = folder.resolve("known-hosts");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    String before = Files.readString(file);

    try (Peer other = new Peer(new Certificates("two").listener("localhost", port))) {
      CannotConnect refused = assertThrows(CannotConnect.class, () -> dial(port, firstUse()));
      assertTrue(refused.distrusted());
      assertTrue(refused.getMessage().contains("HAS CHANGED"), refused.getMessage());
      assertTrue(refused.getMessage().contains("chat --fingerprint SHA256:"));
      assertEquals(before, Files.readString(file));

      String shown = refused.getMessage().replaceAll("(?s).*--fingerprint (\\S+).*", "$1");
      Security told =
          new Security.FirstUse(
              new KnownHosts(file), Fingerprint.parse(shown.toUpperCase(Locale.ROOT)));
      try (ChatConnection clientSocket = dial(port, told)) {
        assertEquals(5, talk(other, clientSocket));
      }
      try (ChatConnection clientSocket = dial(port, firstUse())) {
        assertEquals(5, talk(other, clientSocket));
      }
    }
  }

  @Test
  void aRenewalByTheSameAuthorityIsTakenAndSaid() throws Exception {
    Certificates authority = new Certificates("one");
    int port;
    try (Peer peer = new Peer(authority.listener("localhost", 0))) {
      port = peer.port();
      dial(port, firstUse()).close();
    }
    try (Peer peer = new Peer(authority.listener("localhost", port))) {
      dial(peer.port(), firstUse()).close();
      assertTrue(said.get(1).contains("renewed by the same authority"), said.get(1));
    }
  }

  private Security invited(String fingerprint) {
    return new Security.FirstUse(new KnownHosts(folder.resolve("known-hosts")), null, fingerprint);
  }

  /** By its authority, or by itself; and then it is known like any other. */
  @Test
  void anInvitationNamesTheServerAndAnotherIsRefused() throws Exception {
    Certificates authority = new Certificates("one");
    String right = Fingerprint.of(authority.authority);
    String wrong = Fingerprint.of(new Certificates("two").authority);
    int port;
    try (Peer peer = new Peer(authority.listener("localhost", 0))) {
      port = peer.port();
      CannotConnect refused = assertThrows(CannotConnect.class, () -> dial(port, invited(wrong)));
      assertTrue(refused.distrusted());
      assertTrue(refused.getMessage().contains("not the one that invited you"));
      assertFalse(Files.exists(folder.resolve("known-hosts")), "nothing is remembered of it");
      try (ChatConnection clientSocket = dial(port, invited(right))) {
        assertEquals(5, talk(peer, clientSocket));
      }
      dial(port, firstUse()).close();
      assertEquals(1, said.size(), said::toString);
    }
    String leaf = Files.readString(folder.resolve("known-hosts")).split(" ")[1];
    assertEquals(right, Files.readString(folder.resolve("known-hosts")).strip().split(" ")[2]);
    try (Peer _ = new Peer(authority.listener("localhost", port))) {
      dial(port, invited(right)).close();
      assertTrue(
          assertThrows(CannotConnect.class, () -> dial(port, invited(leaf))).distrusted(),
          "a renewed certificate is not the one that was named");
    }
  }

  /** A line that somebody pasted is no reason to forget whom one knew. */
  @Test
  void anInvitationOverrulesNothingThatIsKnown() throws Exception {
    int port;
    try (Peer peer = new Peer(new Certificates("one").listener("localhost", 0))) {
      port = peer.port();
      dial(port, firstUse()).close();
    }
    Certificates other = new Certificates("two");
    try (Peer _ = new Peer(other.listener("localhost", port))) {
      CannotConnect refused =
          assertThrows(
              CannotConnect.class, () -> dial(port, invited(Fingerprint.of(other.authority))));
      assertTrue(refused.getMessage().contains("HAS CHANGED"), refused.getMessage());
    }
  }

  @Test
  void theServersAuthorityVouchesForItsNameAlone() throws Exception {
    Certificates authority = new Certificates("one");
    int port;
    try (Peer peer = new Peer(authority.listener("localhost", 0))) {
      port = peer.port();
      dial(port, firstUse()).close();
    }
    try (Peer _ = new Peer(authority.listener("evil.test", port))) {
      CannotConnect refused = assertThrows(CannotConnect.class, () -> dial(port, firstUse()));
      assertTrue(refused.distrusted());
      assertTrue(refused.getMessage().contains("HAS CHANGED"), refused.getMessage());
    }
  }

  @Test
  void aPublicAuthorityVouchesForOneNameWhateverIsBetween() throws Exception {
    Certificates root = new Certificates("root");
    Certificates first = new Certificates("first", root);
    Certificates second = new Certificates("second", root);
    Path store = folder.resolve("machine.p12");
    root.trustedBy(store);
    System.setProperty("javax.net.ssl.trustStore", store.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
    try {
      int port;
      try (Peer peer = new Peer(first.listener("localhost", 0))) {
        port = peer.port();
        dial(port, firstUse()).close();
        assertTrue(said.getFirst().contains("that this machine trusts"), said.getFirst());
      }
      try (Peer _ = new Peer(first.listener("evil.test", port))) {
        assertTrue(
            assertThrows(CannotConnect.class, () -> dial(port, firstUse())).distrusted(),
            "another name by the same intermediate authority");
      }
      try (Peer _ = new Peer(second.listener("localhost", port))) {
        dial(port, firstUse()).close();
        assertTrue(said.getLast().contains("renewed by the same authority"), said.getLast());
      }
      try (Peer _ = new Peer(new Certificates("own").listener("localhost", port))) {
        assertTrue(
            assertThrows(CannotConnect.class, () -> dial(port, firstUse())).distrusted(),
            "an authority of its own for what a public one vouched for");
      }
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
    }
  }

  @Test
  void anIntermediateThatAnEarlierClientRememberedIsTakenWhereTheMachineTrustsIt()
      throws Exception {
    Certificates root = new Certificates("root");
    Certificates first = new Certificates("first", root);
    int port;
    try (Peer peer = new Peer(first.listener("localhost", 0))) {
      port = peer.port();
      new KnownHosts(folder.resolve("known-hosts"))
          .keep(
              "localhost:" + port,
              new KnownHosts.Pin("SHA256:00:11", Fingerprint.of(first.authority)));
      Path store = folder.resolve("machine.p12");
      System.setProperty("javax.net.ssl.trustStore", store.toString());
      System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
      assertTrue(
          assertThrows(CannotConnect.class, () -> dial(port, firstUse())).distrusted(),
          "the machine trusts nobody");
      root.trustedBy(store);
      dial(port, firstUse()).close();
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
    }
  }

  @Test
  void aHostIsOneHoweverItIsSpelt() throws Exception {
    try (Peer peer = new Peer(new Certificates("one").listener("localhost", 0))) {
      for (String spelt : List.of("localhost", "LOCALHOST", "localhost.")) {
        Address address = Address.parse(spelt + ":" + peer.port(), 1);
        new Dialer(address, firstUse(), Duration.ofSeconds(5), said::add).dial().close();
      }
      assertEquals(1, said.size(), "met once: " + said);
    }
  }

  @Test
  void whicheverAddressAnswersIsTaken() throws Exception {
    InetAddress refusing = InetAddress.ofLiteral("127.0.0.77");
    InetAddress silent = InetAddress.ofLiteral("127.0.0.78");
    InetAddress good = InetAddress.ofLiteral("127.0.0.79");
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 5, good);
        ServerSocket full = new ServerSocket(server.getLocalPort(), 1, silent)) {
      // Nobody accepts there: those beyond the backlog are neither taken nor refused.
      for (int i = 0; i < 4; i++) {
        Socket one = new Socket();
        waiting.add(one);
        Thread.startVirtualThread(() -> connectSomehow(one, full));
      }
      await().until(() -> waiting.stream().filter(Socket::isConnected).count() >= 2);
      try (Socket socket =
          ConnectionRace.connect(
              List.of(refusing, silent, good), server.getLocalPort(), Duration.ofSeconds(30))) {
        assertEquals(good, socket.getInetAddress());
      }
      assertThrows(
          java.net.ConnectException.class,
          () ->
              ConnectionRace.connect(
                  List.of(refusing), server.getLocalPort(), Duration.ofSeconds(5)));
    } finally {
      waiting.forEach(Dialer::closeQuietly);
    }
  }

  private static void connectSomehow(Socket socket, ServerSocket server) {
    try {
      socket.connect(server.getLocalSocketAddress());
    } catch (IOException e) {
      // It is one of those for which there is no room.
    }
  }

  @Test
  void anAuthorityInAFileIsTrustedForTheRightHostOnly() throws Exception {
    Certificates authority = new Certificates("one");
    Path file = folder.resolve("ca.pem");
    authority.write(file);
    try (Peer peer = new Peer(authority.listener("localhost", 0))) {
      try (ChatConnection clientSocket = dial(peer.port(), new Security.Authority(file))) {
        assertEquals(5, talk(peer, clientSocket));
      }
      CannotConnect unknown =
          assertThrows(CannotConnect.class, () -> dial(peer.port(), new Security.SystemTrust()));
      assertTrue(unknown.distrusted());
    }
    try (Peer peer = new Peer(authority.listener("elsewhere.example", 0))) {
      CannotConnect wrong =
          assertThrows(CannotConnect.class, () -> dial(peer.port(), new Security.Authority(file)));
      assertTrue(wrong.distrusted());
    }
    try (Peer peer = new Peer(new Certificates("other").listener("localhost", 0))) {
      assertTrue(
          assertThrows(CannotConnect.class, () -> dial(peer.port(), new Security.Authority(file)))
              .distrusted());
    }
    Path missing = folder.resolve("missing.pem");
    try (Peer peer = new Peer(authority.listener("localhost", 0))) {
      CannotConnect e =
          assertThrows(
              CannotConnect.class, () -> dial(peer.port(), new Security.Authority(missing)));
      assertTrue(e.getMessage().contains("missing.pem"), e.getMessage());
    }
  }

  @Test
  void plainAndTlsConfusedIsSaid() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (var socket = plain.accept()) {
                  socket.getOutputStream().write("This port is plain.\r\n".getBytes(UTF_8));
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // The client has seen enough.
                }
              });
      CannotConnect e =
          assertThrows(CannotConnect.class, () -> dial(plain.getLocalPort(), firstUse()));
      assertTrue(e.getMessage().contains("--plain"), e.getMessage());
      assertFalse(e.distrusted());
    }
  }

  @Test
  void nothingListeningAndNoSuchHostAreSaid() throws Exception {
    // Bound and not listening: nobody else can take the port meanwhile.
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      CannotConnect e =
          assertThrows(
              CannotConnect.class, () -> dial(silent.getLocalPort(), new Security.Plain()));
      assertTrue(e.getMessage().contains("Is the server running?"), e.getMessage());
    }
    Address nowhere = new Address(null, "no-such-host.invalid", 1);
    Dialer dialer = new Dialer(nowhere, new Security.Plain(), Duration.ofSeconds(5), said::add);
    assertTrue(
        assertThrows(CannotConnect.class, dialer::dial).getMessage().contains("no host named"));
  }
}
