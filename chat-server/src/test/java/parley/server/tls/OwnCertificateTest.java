package parley.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.testkit.Programs;

/** A person's own certificate and key, in every form that people have them, and every mistake. */
class OwnCertificateTest {
  @TempDir Path folder;
  private OpenSsl openssl;

  @BeforeAll
  static void need() {
    Programs.need("openssl");
  }

  @BeforeEach
  void openssl() {
    openssl = new OpenSsl(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256, BEGIN PRIVATE KEY",
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384, BEGIN PRIVATE KEY",
    "ecparam -name prime256v1 -genkey, BEGIN EC PRIVATE KEY",
    "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048, BEGIN PRIVATE KEY",
    "genrsa -traditional 2048, BEGIN RSA PRIVATE KEY",
  })
  void isServed(String generate, String form) throws Exception {
    makeKey(generate);
    assertTrue(Files.readString(folder.resolve("my.key")).contains(form));
    makeCertificate("my.crt", "my.key", 30);

    ServerTls tls = ServerTls.open(settings());

    assertFalse(tls.created());
    assertNull(tls.authorityFingerprint());
    assertFalse(Files.exists(folder.resolve("certs")), "no authority is made beside it");
    try (TlsEcho echo = new TlsEcho(tls)) {
      OpenSsl.Outcome outcome =
          openssl.run(
              "Q\n",
              "s_client",
              "-connect",
              "127.0.0.1:" + echo.port(),
              "-CAfile",
              "my.crt",
              "-verify_return_error");
      assertEquals(0, outcome.exitCode(), outcome::output);
    }
  }

  @Test
  void isServedWithItsWholeChain() throws Exception {
    Authority authority = Authority.of(Authority.newKey(), "host", List.of("localhost"));
    Identity identity = authority.issue(Authority.newKey(), List.of("localhost"));
    CertificateFile.writeCertificate(folder.resolve("my.crt"), identity);
    CertificateFile.writeKey(folder.resolve("my.key"), identity);
    try (TlsEcho echo = new TlsEcho(ServerTls.open(settings()))) {
      OpenSsl.Outcome outcome =
          openssl.run("Q\n", "s_client", "-showcerts", "-connect", "127.0.0.1:" + echo.port());
      assertEquals(2, outcome.output().split("BEGIN CERTIFICATE", -1).length - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pkcs8 -topk8 -v2 aes-256-cbc", "rsa -traditional -aes128"})
  void anEncryptedKeyIsRefused(String encrypt) throws Exception {
    makeKey("genrsa 2048");
    makeCertificate("my.crt", "my.key", 30);
    openssl.ok((encrypt + " -in my.key -out secret.key -passout pass:secret").split(" "));
    assertEquals(
        "%1$s is encrypted, and a server that starts by itself can't be asked for the password; write"
                .formatted(folder.resolve("secret.key"))
            + " it without one: openssl pkey -in %s -out server.key."
                .formatted(folder.resolve("secret.key")),
        refusal("my.crt", "secret.key"));
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    makeKey("genrsa 2048");
    makeCertificate("my.crt", "my.key", 30);
    for (String generate :
        new String[] {
          "genrsa -out other.key 2048", "ecparam -name prime256v1 -genkey -out other.key"
        }) {
      openssl.ok(generate.split(" "));
      assertEquals(
          "The key in %s belongs to no certificate in %s."
              .formatted(folder.resolve("other.key"), folder.resolve("my.crt")),
          refusal("my.crt", "other.key"));
    }
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    Authority authority = Authority.of(Authority.newKey(), "host", List.of("localhost"));
    Identity ended =
        authority.issue(
            Authority.newKey(), List.of("localhost"), Instant.now(), Duration.ofMinutes(30));
    CertificateFile.writeCertificate(folder.resolve("my.crt"), ended);
    CertificateFile.writeKey(folder.resolve("my.key"), ended);
    String refusal = refusal("my.crt", "my.key");
    assertTrue(refusal.contains(" expired on 20"), refusal);
    assertTrue(refusal.endsWith("; put a new one there."), refusal);
  }

  @Test
  void weakAndUncommonKeysAreRefused() throws Exception {
    makeKey("genrsa 1024");
    makeCertificate("my.crt", "my.key", 30);
    assertTrue(
        refusal("my.crt", "my.key").endsWith("has an RSA key of 1024 bits; use 2048 or more."));
    makeKey("genpkey -algorithm ED25519");
    makeCertificate("my.crt", "my.key", 30);
    assertTrue(
        refusal("my.crt", "my.key")
            .contains("holds a key of a kind that not all TLS clients know"));
    makeKey("ecparam -name secp256k1 -genkey");
    makeCertificate("my.crt", "my.key", 30);
    assertTrue(
        refusal("my.crt", "my.key")
            .contains("holds a key of a kind that not all TLS clients know"));
  }

  @Test
  void aKeyWithoutItsCurveIsRefused() throws Exception {
    PrivateKeyInfo key =
        new PrivateKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey), DERNull.INSTANCE);
    String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    Files.writeString(
        folder.resolve("my.key"),
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(base64));
    assertTrue(
        refusal("my.crt", "my.key")
            .contains("holds a key of a kind that not all TLS clients know"));
  }

  @Test
  void oneWithoutTheOtherIsRefused() throws Exception {
    assertEquals(
        "tls.certificate and tls.key belong together: set tls.key too, or neither.",
        assertThrows(
                UserError.class,
                () -> ServerTls.open(Settings.of("certs.dir=" + folder, "tls.certificate=my.crt")))
            .getMessage());
    assertEquals(
        "tls.certificate and tls.key belong together: set tls.certificate too, or neither.",
        assertThrows(
                UserError.class,
                () -> ServerTls.open(Settings.of("certs.dir=" + folder, "tls.key=my.key")))
            .getMessage());
  }

  @Test
  void filesThatAreNotThereOrMixedUpAreNamed() throws Exception {
    makeKey("genrsa 2048");
    makeCertificate("my.crt", "my.key", 30);
    assertEquals(
        folder.resolve("none.key") + " can't be read: no such file or folder.",
        refusal("my.crt", "none.key"));
    assertEquals(
        folder.resolve("my.crt") + " holds no PEM private key (-----BEGIN PRIVATE KEY-----).",
        refusal("my.key", "my.crt"));
    assertTrue(refusal("my.crt", ".").startsWith(folder + " can't be read: "));
  }

  /** No damage to a file makes anything but a sentence of it. */
  @Test
  void damagedFilesAreRefusedBySentence() throws Exception {
    makeKey("ecparam -name prime256v1 -genkey");
    makeCertificate("my.crt", "my.key", 30);
    Random random = new Random(20261121);
    for (String name : new String[] {"my.crt", "my.key"}) {
      byte[] intact = Files.readAllBytes(folder.resolve(name));
      for (int round = 0; round < 300; round++) {
        byte[] damaged = intact.clone();
        for (int flips = 0; flips <= round % 4; flips++) {
          // A letter of base64 damages the contents, another byte the form.
          damaged[random.nextInt(damaged.length)] =
              (byte) (round % 2 == 0 ? 'A' + random.nextInt(26) : random.nextInt(256));
        }
        Files.write(folder.resolve("damaged"), damaged);
        try {
          if (name.equals("my.crt")) {
            PemReader.certificates(folder.resolve("damaged"));
          } else {
            PemReader.key(folder.resolve("damaged"));
          }
        } catch (UserError sentence) {
          assertTrue(sentence.getMessage().startsWith(folder.resolve("damaged") + " "));
        }
      }
    }
  }

  @Test
  void whatIsTooLargeIsNotRead() throws Exception {
    Files.writeString(folder.resolve("my.crt"), "x".repeat((1 << 20) + 1));
    assertTrue(
        refusal("my.crt", "my.crt").endsWith("is larger than any certificate file (1 MiB)."));
    makeKey("ecparam -name prime256v1 -genkey");
    makeCertificate("my.crt", "my.key", 30);
    Files.writeString(
        folder.resolve("my.crt"), Files.readString(folder.resolve("my.crt")).repeat(17));
    assertTrue(refusal("my.crt", "my.key").contains("holds 17 certificates"));
  }

  private void makeKey(String command) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("my.key"), openssl.ok(command.split(" ")));
  }

  private void makeCertificate(String certificate, String key, int days)
      throws IOException, InterruptedException {
    openssl.ok(
        "req -x509 -new -subj /CN=localhost -key %s -out %s -days %d"
            .formatted(key, certificate, days)
            .split(" "));
  }

  private String refusal(String certificate, String key) throws UserError {
    Settings settings =
        Settings.of(
            "certs.dir=" + folder.resolve("certs"),
            "tls.certificate=" + folder.resolve(certificate),
            "tls.key=" + folder.resolve(key));
    return assertThrows(UserError.class, () -> ServerTls.open(settings)).getMessage();
  }

  private Settings settings() throws UserError {
    return Settings.of(
        "certs.dir=" + folder.resolve("certs"),
        "tls.certificate=" + folder.resolve("my.crt"),
        "tls.key=" + folder.resolve("my.key"));
  }
}
