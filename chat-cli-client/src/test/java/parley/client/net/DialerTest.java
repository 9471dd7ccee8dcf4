package parley.client.net;

import static java.nio.charset.StandardCharsets.UTF_8;
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

  private Line dial(int port, Security security) throws IOException {
    Address address = new Address(null, "localhost", port);
    return new Dialer(address, security, Duration.ofSeconds(5), said::add).dial();
  }

  private Security firstUse() {
    return new Security.FirstUse(new KnownHosts(folder.resolve("known-hosts")), null);
  }

  private static int talk(Peer peer, Line line) throws Exception {
    line.send(Request.Hello.as("1", "alice"));
    peer.accept().welcome("g1", "s", "log", 5);
    return line.receive() instanceof Reply.Welcome welcome ? (int) welcome.last() : -1;
  }

  @Test
  void theFirstCertificateIsRememberedAndAnotherIsRefused() throws Exception {
    int port;
    try (Peer peer = new Peer(new Certificates("one").listener("localhost", 0))) {
      port = peer.port();
      try (Line line = dial(port, firstUse())) {
        assertEquals(5, talk(peer, line));
        assertEquals("TLSv1.3", line.protection());
      }
      assertEquals(1, said.size());
      assertTrue(said.getFirst().contains("SHA256:"), said.getFirst());
      try (Line line = dial(port, firstUse())) {
        assertEquals(5, talk(peer, line));
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
      try (Line line = dial(port, told)) {
        assertEquals(5, talk(other, line));
      }
      try (Line line = dial(port, firstUse())) {
        assertEquals(5, talk(other, line));
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

  @Test
  void anAuthorityInAFileIsTrustedForTheRightHostOnly() throws Exception {
    Certificates authority = new Certificates("one");
    Path file = folder.resolve("ca.pem");
    authority.write(file);
    try (Peer peer = new Peer(authority.listener("localhost", 0))) {
      try (Line line = dial(peer.port(), new Security.Authority(file))) {
        assertEquals(5, talk(peer, line));
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
