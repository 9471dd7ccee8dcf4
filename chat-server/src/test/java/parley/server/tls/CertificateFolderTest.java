package parley.server.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.config.Settings;
import parley.server.config.UserError;

class CertificateFolderTest {
  @TempDir Path home;

  @Test
  void keysAreForTheOwnerAlone() throws Exception {
    open();
    assertEquals("rwx------", mode(""));
    assertEquals("rw-------", mode("ca.key"));
    assertEquals("rw-------", mode("server.key"));
    assertEquals("rw-r--r--", mode("ca.crt"));
    assertEquals("rw-r--r--", mode("server.crt"));
    try (Stream<Path> files = Files.list(certs())) {
      assertEquals(4, files.count(), "nothing else is left behind");
    }
  }

  /** Whatever of the four files a start that was cut short had not yet written. */
  @ParameterizedTest
  @ValueSource(strings = {"server.crt", "server.crt server.key", "ca.crt server.crt server.key"})
  void theNextStartCompletesOneThatWasCutShort(String missing) throws Exception {
    open();
    byte[] authorityKey = Files.readAllBytes(certs().resolve("ca.key"));
    for (String name : missing.split(" ")) {
      Files.delete(certs().resolve(name));
    }

    Identity identity = open();

    assertTrue(identity.matches());
    assertEquals(identity.chain(), Identity.read(file("server.crt"), file("server.key")).chain());
    assertArrayEquals(authorityKey, Files.readAllBytes(file("ca.key")));
    Identity.read(file("ca.crt"), file("ca.key"));
  }

  @Test
  void aRenewalThatWasCutShortIsCompletedToo() throws Exception {
    open();
    CertificateFile.writeKey(file("server.key"), new Identity(Authority.newKey(), open().chain()));
    byte[] newKey = Files.readAllBytes(file("server.key"));

    assertTrue(open().matches());

    assertArrayEquals(newKey, Files.readAllBytes(file("server.key")));
  }

  @Test
  void aRenewalChangesKeyAndCertificateButNotTheAuthority() throws Exception {
    Identity old = open();
    Identity renewed = folder("").renew();
    assertNotEquals(old.certificate().getPublicKey(), renewed.certificate().getPublicKey());
    assertEquals(old.chain().getLast(), renewed.chain().getLast());
    assertEquals(renewed.chain(), open().chain());
  }

  @Test
  void aCertificateAboutToEndIsRenewedAtTheStart() throws Exception {
    Identity old = open();
    Identity ending =
        folder("")
            .authority()
            .issue(old.key(), List.of("localhost"), Instant.now(), CertificateFolder.RENEW_BEFORE);
    CertificateFile.writeCertificate(file("server.crt"), ending);

    Identity renewed = open();

    assertTrue(renewed.expires().isAfter(ending.expires()));
    assertNotEquals(old.key(), renewed.key());
  }

  /** The clock was two years ahead at the first start, and then set right. */
  @Test
  void whatWasMadeUnderAClockThatWasAheadIsMadeAnew() throws Exception {
    write(Instant.now().plus(Duration.ofDays(730)));
    Identity now = open();
    valid(now);
    assertEquals(now.chain(), open().chain(), "once");
  }

  /** The clock began in 1970, as on a machine without a battery. */
  @Test
  void soIsWhatWasMadeIn1970() throws Exception {
    write(Instant.EPOCH);
    Identity old = Identity.readAnyTime(file("ca.crt"), file("ca.key"));
    Identity now = open();
    valid(now);
    assertEquals(old.certificate().getPublicKey(), now.chain().getLast().getPublicKey());
    assertEquals(
        old.certificate().getSubjectX500Principal(),
        now.chain().getLast().getSubjectX500Principal(),
        "whoever trusts that key under that name still does");
  }

  /** Only the server's: the authority, which people trust, is only hours from being valid. */
  @Test
  void aClockThatIsALittleBehindMakesNoOtherAuthority() throws Exception {
    write(Instant.now().plus(Duration.ofHours(3)));
    byte[] authority = Files.readAllBytes(file("ca.crt"));
    Identity now = open();
    assertTrue(now.certificate().getNotBefore().toInstant().isBefore(Instant.now()));
    assertArrayEquals(authority, Files.readAllBytes(file("ca.crt")));
  }

  @Test
  void anAuthorityThatEndsIsMadeAnewBeforeAndAPersonsOwnIsNot() throws Exception {
    write(Instant.now().minus(Duration.ofDays(3652 - 20)));
    valid(open());
    Identity own =
        Authority.of(Authority.newKey(), Authority.name("Our company"), Instant.EPOCH, null)
            .identity();
    CertificateFile.writeCertificate(file("ca.crt"), own);
    CertificateFile.writeKey(file("ca.key"), own);
    Files.delete(file("server.crt"));
    String refusal = assertThrows(UserError.class, this::open).getMessage();
    assertTrue(refusal.startsWith("The certificate in " + file("ca.crt") + " expired"), refusal);
  }

  /** As a first start would, by a clock of its own. */
  private void write(Instant then) throws UserError {
    Authority authority =
        Authority.of(Authority.newKey(), Authority.name("Parley authority of box"), then, null);
    Identity server =
        authority.issue(Authority.newKey(), List.of("localhost"), then, Duration.ofDays(397));
    CertificateFile.makeFolder(certs());
    CertificateFile.writeKey(file("ca.key"), authority.identity());
    CertificateFile.writeCertificate(file("ca.crt"), authority.identity());
    CertificateFile.writeKey(file("server.key"), server);
    CertificateFile.writeCertificate(file("server.crt"), server);
  }

  private static void valid(Identity identity) throws Exception {
    for (X509Certificate certificate : identity.chain()) {
      certificate.checkValidity();
      assertTrue(
          certificate
              .getNotAfter()
              .toInstant()
              .isAfter(Instant.now().plus(CertificateFolder.RENEW_BEFORE)));
    }
    identity.certificate().verify(identity.chain().getLast().getPublicKey());
  }

  @Test
  void aNewNameNeedsANewCertificateAndAKnownOneDoesNot() throws Exception {
    Identity old = folder("tls.names=*.example.org").open();
    Identity named = folder("tls.names=chat.example.org,::1").open();
    assertNotEquals(old.certificate(), named.certificate());
    assertEquals(
        "chat.example.org", List.copyOf(CertificateFolder.names(named.certificate())).getFirst());
    assertEquals(named.certificate(), folder("tls.names=CHAT.example.org.").open().certificate());
    assertEquals(named.certificate(), open().certificate());
  }

  @Test
  void aPersonsOwnCertificateInTheFolderIsNeverWrittenOver() throws Exception {
    open();
    Path elsewhere = home.resolve("elsewhere");
    new CertificateFolder(Settings.of("certs.dir=" + elsewhere)).open();
    for (String name : List.of("server.crt", "server.key")) {
      Files.writeString(file(name), Files.readString(elsewhere.resolve(name)));
    }
    byte[] own = Files.readAllBytes(file("server.crt"));

    folder("tls.names=chat.example.org").open();
    UserError refusal = assertThrows(UserError.class, () -> folder("").renew());

    assertArrayEquals(own, Files.readAllBytes(file("server.crt")));
    assertTrue(refusal.getMessage().contains("renew it where it came from"));

    Files.delete(file("server.key"));
    assertThrows(UserError.class, this::open);
    assertArrayEquals(own, Files.readAllBytes(file("server.crt")));
  }

  @Test
  void anAuthorityWhoseKeyIsKeptElsewhereServesOnButMakesNothing() throws Exception {
    Identity old = open();
    Files.delete(file("ca.key"));
    assertEquals(old.certificate(), open().certificate());
    Files.delete(file("server.key"));
    Files.delete(file("server.crt"));
    UserError refusal = assertThrows(UserError.class, this::open);
    assertEquals(file("ca.key") + " can't be read: no such file or folder.", refusal.getMessage());
  }

  @Test
  void aFolderThatCantBeMadeIsOneSentence() throws Exception {
    Files.writeString(home.resolve("file"), "");
    UserError refusal =
        assertThrows(
            UserError.class,
            () -> ServerTls.open(Settings.of("certs.dir=" + home.resolve("file/certs"))));
    assertEquals(
        "The certificate folder %s can't be made: Not a directory; set certs.dir to one that can be written."
            .formatted(home.resolve("file/certs")),
        refusal.getMessage());
  }

  @Test
  void aFolderThatCantBeWrittenIsOneSentence() throws Exception {
    assumeFalse(System.getProperty("user.name").equals("root"), "root may write everywhere");
    Files.createDirectory(
        certs(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
    UserError refusal = assertThrows(UserError.class, this::open);
    assertEquals(file("ca.key") + " can't be written: permission denied.", refusal.getMessage());
  }

  private Identity open() throws UserError {
    return folder("").open();
  }

  private CertificateFolder folder(String setting) throws UserError {
    return new CertificateFolder(
        setting.isEmpty()
            ? Settings.of("certs.dir=" + certs())
            : Settings.of("certs.dir=" + certs(), setting));
  }

  private Path certs() {
    return home.resolve("certs");
  }

  private Path file(String name) {
    return certs().resolve(name);
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(certs().resolve(name)));
  }
}
