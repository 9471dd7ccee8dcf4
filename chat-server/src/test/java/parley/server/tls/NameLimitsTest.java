package parley.server.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.testkit.Programs;

/** An authority of the server's own can vouch for no other server than that. */
class NameLimitsTest {
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path folder;

  private CertificateFolder folder(String names) throws UserError {
    return new CertificateFolder(
        Settings.of("certs.dir=" + folder.resolve("certs"), "tls.names=" + names));
  }

  private CertificateFolder made() throws UserError {
    CertificateFolder made = folder("chat.example.org,*.example.net,10.1.2.3,2001:db8::7");
    made.open();
    return made;
  }

  private static X509Certificate leaf(Authority authority, String... names) {
    return authority.issue(Authority.newKey(), List.of(names), Instant.now(), YEAR).certificate();
  }

  /**
   * What Java makes of a certificate by this authority. Of a certificate that it is told to trust
   * it takes name and key alone, so these are the anchor, and the authority is a part of the path.
   */
  private static void validate(X509Certificate authority, X509Certificate leaf) throws Exception {
    PKIXParameters parameters =
        new PKIXParameters(
            Set.of(
                new TrustAnchor(
                    authority.getSubjectX500Principal(), authority.getPublicKey(), null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf, authority)),
            parameters);
  }

  private static Path write(Path file, X509Certificate certificate) throws Exception {
    StringWriter pem = new StringWriter();
    try (PemWriter writer = new PemWriter(pem)) {
      writer.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
    }
    return Files.writeString(file, pem.toString());
  }

  @Test
  void theLimitsAreCriticalAndTold() throws Exception {
    X509Certificate authority = made().authority().identity().certificate();
    assertTrue(authority.getCriticalExtensionOIDs().contains("2.5.29.30"));
    assertTrue(
        NameLimits.told(authority)
            .containsAll(
                List.of(
                    "chat.example.org",
                    "example.net",
                    "10.1.2.3",
                    "2001:db8::7",
                    "localhost",
                    "127.0.0.1",
                    "::1")),
        NameLimits.told(authority).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "chat.example.org, true",
    "below.chat.example.org, true",
    "*.example.net, true",
    "any.example.net, true",
    "localhost, true",
    "10.1.2.3, true",
    "2001:db8::7, true",
    "::1, true",
    "example.org, false",
    "notchat.example.org.evil.example, false",
    "evilexample.net, false",
    "*.example.org, false",
    "bank.example, false",
    "10.1.2.4, false",
    "2001:db8::8, false",
    "8.8.8.8, false",
  })
  void programsRefuseWhatItMayNotVouchFor(String name, boolean permitted) throws Exception {
    Programs.need("openssl");
    Authority authority = made().authority();
    X509Certificate by = authority.identity().certificate();
    X509Certificate leaf = leaf(authority, name);
    if (permitted) {
      assertDoesNotThrow(() -> validate(by, leaf));
    } else {
      assertThrows(CertPathValidatorException.class, () -> validate(by, leaf));
    }
    assertEquals(permitted ? List.of() : List.of(name), NameLimits.beyond(by, List.of(name)));
    write(folder.resolve("leaf.crt"), leaf);
    OpenSsl.Outcome outcome =
        new OpenSsl(folder).run("", "verify", "-CAfile", "certs/ca.crt", "leaf.crt");
    assertEquals(permitted, outcome.exitCode() == 0, outcome.output());
    assertEquals(!permitted, outcome.output().contains("permitted subtree violation"));
  }

  /** One name too many spoils a certificate for all. */
  @Test
  void aForeignNameBesideItsOwnIsNoWayRound() throws Exception {
    Authority authority = made().authority();
    X509Certificate leaf = leaf(authority, "chat.example.org", "bank.example");
    assertThrows(
        CertPathValidatorException.class, () -> validate(authority.identity().certificate(), leaf));
  }

  @Test
  void whatTheServerServesKeepsToThem() throws Exception {
    CertificateFolder made = made();
    Identity served = made.open();
    assertDoesNotThrow(() -> validate(served.chain().getLast(), served.certificate()));
    assertEquals(List.of(), made.beyondAuthority());
  }

  /** Set later: the certificate does without it, works for the others, and is not made anew. */
  @Test
  void aNameThatComesLaterIsLeftOutAndSaid() throws Exception {
    X509Certificate authority = made().authority().identity().certificate();
    CertificateFolder later = folder("irc.example.com,a.example.net");
    Identity served = later.open();
    assertEquals(authority, served.chain().getLast());
    assertTrue(CertificateFolder.names(served.certificate()).contains("a.example.net"));
    assertFalse(CertificateFolder.names(served.certificate()).contains("irc.example.com"));
    assertDoesNotThrow(() -> validate(authority, served.certificate()));
    assertEquals(served.certificate(), later.open().certificate(), "once");
    String told = later.beyondAuthority().getFirst();
    assertTrue(told.contains("may not vouch for irc.example.com, so"), told);
    assertTrue(told.contains("certs new-authority"), told);

    Identity other = later.replaceAuthority();
    assertNotEquals(authority.getPublicKey(), other.chain().getLast().getPublicKey());
    assertTrue(CertificateFolder.names(other.certificate()).contains("irc.example.com"));
    assertDoesNotThrow(() -> validate(other.chain().getLast(), other.certificate()));
    assertEquals(List.of(), later.beyondAuthority());
    assertEquals(other.certificate(), later.open().certificate());
    Path old = folder.resolve("certs/old-1");
    assertEquals(authority, PemReader.certificates(old.resolve("ca.crt")).getFirst());
    for (String name : List.of("ca.key", "server.crt", "server.key")) {
      assertTrue(Files.exists(old.resolve(name)), name);
    }
    later.replaceAuthority();
    assertTrue(Files.exists(folder.resolve("certs/old-2/ca.crt")));
  }

  /** Made by an earlier version: it has no limits, gets none, and is not made anew. */
  @Test
  void anAuthorityFromBeforeGoesOnAsItIs() throws Exception {
    Path certs = folder.resolve("certs");
    Authority before =
        Authority.of(
            Authority.newKey(), Authority.name("Parley authority of box"), Instant.now(), null);
    CertificateFile.makeFolder(certs);
    CertificateFile.writeKey(certs.resolve("ca.key"), before.identity());
    CertificateFile.writeCertificate(certs.resolve("ca.crt"), before.identity());
    byte[] file = Files.readAllBytes(certs.resolve("ca.crt"));
    folder("").open();
    Identity named = folder("irc.example.com").open();
    assertArrayEquals(file, Files.readAllBytes(certs.resolve("ca.crt")));
    assertTrue(CertificateFolder.names(named.certificate()).contains("irc.example.com"));
    assertEquals(List.of(), folder("irc.example.com").beyondAuthority());
    assertDoesNotThrow(() -> validate(named.chain().getLast(), named.certificate()));
    assertEquals(null, NameLimits.in(before.again().identity().certificate()));
  }

  @Test
  void madeAgainItKeepsThem() throws Exception {
    Authority authority = made().authority();
    X509Certificate again = authority.again().identity().certificate();
    assertEquals(NameLimits.told(authority.identity().certificate()), NameLimits.told(again));
  }
}
