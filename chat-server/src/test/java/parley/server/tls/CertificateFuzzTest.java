package parley.server.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import parley.server.config.UserError;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** A certificate of others, with its subject and the names and limits in it: its DER bytes. */
public final class CertificateFuzzTest extends FuzzTest {
  @Override
  protected void read(byte[] input) throws IOException {
    String pem =
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(input));
    Files.write(PemFuzzTest.FILE, pem.getBytes(US_ASCII));
    try {
      PemReader.certificates(PemFuzzTest.FILE).forEach(PemFuzzTest::told);
    } catch (UserError e) {
      assertEquals(null, Clean.faultInLine(e.getMessage()));
    }
  }

  @Override
  protected int bytesForByte() {
    return 4_096;
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(Listing.class, org.bouncycastle.asn1.ASN1InputStream.class);
  }
}
