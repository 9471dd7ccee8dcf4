package parley.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import parley.server.config.UserError;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** A file that somebody named for a certificate or a key, and what is told of it. */
public final class PemFuzzTest extends FuzzTest {
  static final Path FILE = file();

  @Override
  protected void read(byte[] input) throws IOException {
    Files.write(FILE, input);
    try {
      PemReader.key(FILE);
    } catch (UserError e) {
      assertEquals(null, Clean.faultInLine(e.getMessage()));
    }
    try {
      PemReader.certificates(FILE).forEach(PemFuzzTest::told);
    } catch (UserError e) {
      assertEquals(null, Clean.faultInLine(e.getMessage()));
    }
  }

  /** All that is read out of a certificate of others. */
  static void told(X509Certificate certificate) {
    Listing listing = new Listing();
    listing.add("authority", FILE, certificate);
    assertEquals(null, Clean.faultInText(listing.text()));
    CertificateFolder.names(certificate);
    NameLimits.beyond(certificate, List.of("chat.example.org", "*.example.org", "192.0.2.1"));
    Authority.isOwn(certificate);
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile("parley", ".pem");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected int bytesForByte() {
    return 4_096;
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(PemReader.class, org.bouncycastle.openssl.PEMParser.class);
  }
}
