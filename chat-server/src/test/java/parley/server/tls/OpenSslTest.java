package parley.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.config.Settings;
import parley.testkit.Programs;

/** What a program that shares no code with the server makes of its certificates and handshakes. */
class OpenSslTest {
  @TempDir Path folder;
  private OpenSsl openssl;
  private ServerTls tls;

  @BeforeAll
  static void need() {
    Programs.need("openssl");
  }

  @BeforeEach
  void open() throws Exception {
    openssl = new OpenSsl(folder);
    tls =
        ServerTls.open(
            Settings.of(
                "certs.dir=" + folder, "tls.names=chat.example.org,*.example.net,10.1.2.3"));
  }

  @Test
  void theServersCertificateSaysWhatItIsFor() throws Exception {
    String text = openssl.ok("x509", "-in", "server.crt", "-noout", "-text");
    for (String expected :
        List.of(
            "ASN1 OID: prime256v1",
            "ecdsa-with-SHA256",
            "DNS:chat.example.org",
            "DNS:*.example.net",
            "DNS:localhost",
            "IP Address:10.1.2.3",
            "IP Address:127.0.0.1",
            "IP Address:0:0:0:0:0:0:0:1",
            "TLS Web Server Authentication",
            "CA:FALSE",
            "Digital Signature",
            "X509v3 Authority Key Identifier",
            "X509v3 Subject Key Identifier")) {
      assertTrue(text.contains(expected), expected + " is not in\n" + text);
    }
    assertFalse(text.contains("Certificate Sign"), text);
  }

  @Test
  void theAuthorityIsOne() throws Exception {
    String text = openssl.ok("x509", "-in", "ca.crt", "-noout", "-text");
    for (String expected :
        List.of("CA:TRUE, pathlen:0", "Certificate Sign, CRL Sign", "ASN1 OID: prime256v1")) {
      assertTrue(text.contains(expected), expected + " is not in\n" + text);
    }
  }

  @Test
  void theFingerprintIsTheOneThatOpensslShows() throws Exception {
    String shown = openssl.ok("x509", "-in", "server.crt", "-noout", "-fingerprint", "-sha256");
    assertEquals(
        shown.strip().replaceFirst(".*=", "").toLowerCase(Locale.ROOT),
        tls.fingerprint().replaceFirst("SHA256:", ""));
  }

  @Test
  void theKeysBelongToTheirCertificates() throws Exception {
    for (String name : List.of("ca", "server")) {
      assertEquals(
          openssl.ok("x509", "-in", name + ".crt", "-noout", "-pubkey"),
          openssl.ok("pkey", "-in", name + ".key", "-pubout"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-verify_hostname, localhost, true",
    "-verify_hostname, chat.example.org, true",
    "-verify_hostname, any.example.net, true",
    "-verify_hostname, example.com, false",
    "-verify_ip, 127.0.0.1, true",
    "-verify_ip, ::1, true",
    "-verify_ip, 10.1.2.3, true",
    "-verify_ip, 10.1.2.4, false",
  })
  void verifiesAgainstTheAuthorityForItsNamesOnly(String check, String name, boolean valid)
      throws Exception {
    try (TlsEcho echo = new TlsEcho(tls)) {
      OpenSsl.Outcome outcome =
          client(echo, "-CAfile", "ca.crt", "-verify_return_error", check, name);
      assertEquals(valid, outcome.exitCode() == 0, outcome.output());
      assertEquals(valid, outcome.output().contains("Verify return code: 0 (ok)"));
    }
  }

  @ParameterizedTest
  @CsvSource({"-tls1_3, TLSv1.3", "-tls1_2, TLSv1.2"})
  void speaksTheVersionsThatAreSound(String option, String version) throws Exception {
    try (TlsEcho echo = new TlsEcho(tls)) {
      OpenSsl.Outcome outcome = client(echo, option);
      assertEquals(0, outcome.exitCode(), outcome.output());
      assertTrue(outcome.output().contains(version), outcome.output());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-tls1_1 -cipher ALL:@SECLEVEL=0",
        "-tls1 -cipher ALL:@SECLEVEL=0",
        "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0",
        "-tls1_2 -cipher AES128-GCM-SHA256:@SECLEVEL=0",
        "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0",
      })
  void refusesWhatIsNot(String options) throws Exception {
    try (TlsEcho echo = new TlsEcho(tls)) {
      OpenSsl.Outcome outcome = client(echo, options.split(" "));
      assertNotEquals(0, outcome.exitCode(), outcome.output());
      assertTrue(outcome.output().contains("alert"), "the server says so:\n" + outcome.output());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chat/1, ALPN protocol: chat/1",
    "'h2,chat/1', ALPN protocol: chat/1",
    "http/1.1, No ALPN negotiated"
  })
  void choosesFramedOrNothing(String offered, String said) throws Exception {
    try (TlsEcho echo = new TlsEcho(tls)) {
      OpenSsl.Outcome outcome = client(echo, "-alpn", offered);
      assertEquals(0, outcome.exitCode(), outcome.output());
      assertTrue(outcome.output().contains(said), outcome.output());
    }
  }

  @Test
  void aClientCantStartTheHandshakeAgain() throws Exception {
    try (TlsEcho echo = new TlsEcho(tls)) {
      OpenSsl.Outcome outcome =
          openssl.run("R\nhello\n", "s_client", "-tls1_2", "-connect", "127.0.0.1:" + echo.port());
      assertTrue(outcome.output().contains("RENEGOTIATING"), outcome.output());
      assertTrue(outcome.output().contains("alert"), outcome.output());
    }
  }

  private OpenSsl.Outcome client(TlsEcho echo, String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("s_client", "-connect", "127.0.0.1:" + echo.port()));
    arguments.addAll(List.of(options));
    return openssl.run("Q\n", arguments.toArray(String[]::new));
  }
}
