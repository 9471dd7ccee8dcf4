package parley.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private static X509Certificate certificate(int days) {
    return Authority.of(Authority.newKey(), "host", List.of("localhost"))
        .issue(Authority.newKey(), List.of("localhost"), Instant.now(), Duration.ofDays(days))
        .certificate();
  }

  @Test
  void theEndIsToldThirtySevenAndOneDayBefore() {
    X509Certificate certificate = certificate(90);
    Instant end = certificate.getNotAfter().toInstant();
    Expiry expiry = new Expiry();
    int told = 0;
    for (int hours = 60 * 24; hours >= 0; hours -= 12) {
      Optional<String> said = expiry.look(certificate, end.minus(Duration.ofHours(hours)));
      boolean due = hours == 30 * 24 - 12 || hours == 7 * 24 - 12 || hours == 12;
      assertEquals(due, said.isPresent(), hours + " h before");
      told += said.isPresent() ? 1 : 0;
    }
    assertEquals(3, told);
  }

  @Test
  void aStartTellsAtOnceAndANewCertificateBeginsAnew() {
    Expiry expiry = new Expiry();
    Optional<String> said = expiry.look(certificate(6), Instant.now());
    assertTrue(said.orElseThrow().contains("(5 days)"), said::toString);
    assertTrue(expiry.look(certificate(20), Instant.now()).isPresent());
    assertEquals(Optional.empty(), expiry.look(certificate(90), Instant.now()));
  }
}
