package parley.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.testkit.Trust;
import parley.text.Hosts;

class ServerTlsTest {
  @TempDir Path folder;
  private ServerTls tls;

  @BeforeEach
  void open() throws UserError {
    tls = ServerTls.open(settings());
  }

  @Test
  void theFirstStartMakesAnIdentityAndTheNextUsesIt() throws Exception {
    assertTrue(tls.created());
    ServerTls again = ServerTls.open(settings());
    assertFalse(again.created());
    assertEquals(tls.fingerprint(), again.fingerprint());
    assertEquals(tls.authorityFingerprint(), again.authorityFingerprint());
    assertEquals(folder.resolve("certs/ca.crt"), tls.authorityFile());
    assertTrue(tls.fingerprint().matches("SHA256(:[0-9a-f]{2}){32}"), tls.fingerprint());
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, TLS_AES_128_GCM_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
  })
  void speaksBothVersionsWithTheSuiteOfItsChoice(String version, String suite) throws Exception {
    try (TlsEcho echo = new TlsEcho(tls);
        SSLSocket client = connect(echo, "localhost", new String[] {version})) {
      assertEcho(client, "héllo");
      assertEquals(version + " " + suite + " []", echo.handshake());
      X509Certificate leaf = (X509Certificate) client.getSession().getPeerCertificates()[0];
      assertEquals(tls.fingerprint(), Identity.fingerprint(leaf));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "::1", "chat.example.org", "10.1.2.3"})
  void isValidForItsNames(String name) throws Exception {
    try (TlsEcho echo = new TlsEcho(tls);
        SSLSocket client = connect(echo, name, null)) {
      assertEcho(client, "hi");
    }
  }

  /** Whatever may be set is what a client looks for, which spells it by the same rules. */
  @ParameterizedTest
  @CsvSource({
    "bücher.test, BÜCHER.test",
    "XN--BCHER-KVA.test., bücher.test",
    "straße.example, straße.example",
    "\ud83d\ude00.example, \ud83d\ude00.example",
    "*.bücher.test, www.bücher.test",
    "chat-1, CHAT-1",
    "a.example。, a.example",
    "2001:DB8:0:0::5, 2001:db8::5",
    "::ffff:10.9.8.7, 10.9.8.7",
    "127.1, 127.0.0.1",
  })
  void isValidForAnyNameThatMayBeSet(String set, String dialled) throws Exception {
    tls = ServerTls.open(Settings.of("certs.dir=" + folder.resolve("named"), "tls.names=" + set));
    String fingerprint = tls.fingerprint();
    try (TlsEcho echo = new TlsEcho(tls);
        SSLSocket client = connect(echo, Hosts.canonical(dialled), null)) {
      assertEcho(client, "hi");
    }
    tls.reload(Settings.of("certs.dir=" + folder.resolve("named"), "tls.names=" + set));
    assertEquals(fingerprint, tls.fingerprint(), "it lacks nothing");
  }

  @Test
  void isNotValidForAnotherName() throws Exception {
    try (TlsEcho echo = new TlsEcho(tls)) {
      assertThrows(SSLException.class, () -> connect(echo, "evil.example.org", null));
    }
  }

  @ParameterizedTest
  @CsvSource({"chat/1, chat/1", "http/1.1;chat/1, chat/1", "http/1.1, ''", "h2;http/1.1, ''"})
  void promisesFramedOnlyToWhoAsksForIt(String offered, String chosen) throws Exception {
    try (TlsEcho echo = new TlsEcho(tls);
        SSLSocket client = connect(echo, "localhost", null, offered.split(";"))) {
      assertEcho(client, "hi");
      assertEquals(chosen, client.getApplicationProtocol());
      assertTrue(echo.handshake().endsWith("[" + chosen + "]"));
    }
  }

  @Test
  void plainTextEndsTheHandshakeAndNothingElse() throws Exception {
    try (TlsEcho echo = new TlsEcho(tls)) {
      try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), echo.port())) {
        plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
        assertTrue(echo.handshake().contains("SSLException"));
      }
      try (SSLSocket client = connect(echo, "localhost", null)) {
        assertEcho(client, "still there");
      }
    }
  }

  @Test
  void aReloadChangesTheCertificateAndDropsNobody() throws Exception {
    try (TlsEcho echo = new TlsEcho(tls);
        SSLSocket before = connect(echo, "localhost", null)) {
      assertEcho(before, "before");
      String old = tls.fingerprint();

      new CertificateFolder(settings()).renew();
      tls.reload(settings());

      assertNotEquals(old, tls.fingerprint());
      assertEcho(before, "after");
      // The same client context as before, so that resuming its session would be possible.
      try (SSLSocket after = connect(echo, "localhost", null)) {
        assertEcho(after, "new");
        X509Certificate leaf = (X509Certificate) after.getSession().getPeerCertificates()[0];
        assertEquals(tls.fingerprint(), Identity.fingerprint(leaf));
      }
    }
  }

  @Test
  void aReloadOfBadFilesKeepsTheOldCertificate() throws Exception {
    try (TlsEcho echo = new TlsEcho(tls);
        SSLSocket before = connect(echo, "localhost", null)) {
      String old = tls.fingerprint();
      Files.writeString(folder.resolve("certs/server.crt"), "rubbish");

      UserError refusal = assertThrows(UserError.class, () -> tls.reload(settings()));

      assertEquals(
          folder.resolve("certs/server.crt")
              + " holds no PEM certificate (-----BEGIN CERTIFICATE-----)."
              + " The certificate in use stays as it is.",
          refusal.getMessage());
      assertEquals(old, tls.fingerprint());
      assertEcho(before, "open");
      try (SSLSocket after = connect(echo, "localhost", null)) {
        assertEcho(after, "new");
      }
    }
  }

  private Settings settings() throws UserError {
    return Settings.of(
        "certs.dir=" + folder.resolve("certs"), "tls.names=chat.example.org,10.1.2.3");
  }

  private SSLContext context;

  /** A client that trusts ca.crt alone and checks that the certificate is for {@code name}. */
  private SSLSocket connect(TlsEcho echo, String name, String[] versions, String... alpn)
      throws Exception {
    if (context == null) {
      context = Trust.in(tls.authorityFile());
    }
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), echo.port());
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, name, echo.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(alpn);
    if (versions != null) {
      parameters.setProtocols(versions);
    }
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(60_000);
    try {
      socket.startHandshake();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private static void assertEcho(SSLSocket client, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    client.getOutputStream().write(bytes);
    byte[] back = client.getInputStream().readNBytes(bytes.length);
    assertTrue(Arrays.equals(bytes, back), new String(back, UTF_8));
  }
}
