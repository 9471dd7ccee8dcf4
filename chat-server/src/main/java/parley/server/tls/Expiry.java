package parley.server.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import parley.text.Counted;

/** Says that a certificate is about to end, thirty days, seven days and one day before it does. */
final class Expiry {
  private static final int[] DAYS = {1, 7, 30};

  private X509Certificate certificate;

  /** What was said of it last, in days. */
  private int told;

  /**
   * Looks at the certificate in use.
   *
   * @return a sentence, once for each of the days
   */
  Optional<String> look(X509Certificate inUse, Instant now) {
    if (!inUse.equals(certificate)) {
      certificate = inUse;
      told = Integer.MAX_VALUE;
    }
    Instant end = inUse.getNotAfter().toInstant();
    Duration left = Duration.between(now, end);
    for (int days : DAYS) {
      if (left.compareTo(Duration.ofDays(days)) < 0) {
        boolean news = days < told;
        told = days;
        return news ? Optional.of(sentence(end, left)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private String sentence(Instant end, Duration left) {
    long days = left.toDays();
    String in =
        left.isNegative() ? "is over" : days == 0 ? "less than a day" : Counted.of(days, "day");
    return "The certificate of \"%s\" ends on %s (%s): put a new one in its place, and reload."
        .formatted(certificate.getSubjectX500Principal().getName(), end, in);
  }
}
