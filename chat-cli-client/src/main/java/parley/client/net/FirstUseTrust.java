package parley.client.net;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trust on first use: the first certificate of a place is remembered, and only it is taken later;
 * or a newer one signed by the same authority, which is what a renewal looks like.
 */
final class FirstUseTrust extends X509ExtendedTrustManager {
  private final String place;
  private final Security.FirstUse security;
  private final Consumer<String> says;

  FirstUseTrust(String place, Security.FirstUse security, Consumer<String> says) {
    this.place = place;
    this.security = security;
    this.says = says;
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    String shown = Fingerprint.of(chain[0]);
    try {
      Optional<KnownHosts.Pin> known = security.known().find(place);
      if (security.expected() != null && !security.expected().equals(shown)) {
        throw new CertificateRefused(
            "The certificate of "
                + place
                + " is not the expected one. It is\n  "
                + shown
                + "\nand --fingerprint asked for\n  "
                + security.expected());
      }
      if (known.isEmpty()) {
        meet(chain, shown);
      } else if (!known.get().certificate().equals(shown)) {
        meetAgain(chain, shown, known.get());
      }
    } catch (IOException e) {
      throw new CertificateRefused("Cannot use " + security.known().file() + ": " + e.getMessage());
    }
  }

  private void meet(X509Certificate[] chain, String shown)
      throws CertificateException, IOException {
    security.known().keep(place, new KnownHosts.Pin(shown, authority(chain)));
    says.accept(
        "First visit to "
            + place
            + ". Its certificate has the SHA-256 fingerprint\n  "
            + shown
            + "\nIt is remembered; compare it with what the server printed when it started.");
  }

  private void meetAgain(X509Certificate[] chain, String shown, KnownHosts.Pin known)
      throws CertificateException, IOException {
    boolean renewed = known.authority() != null && known.authority().equals(authority(chain));
    if (renewed || security.expected() != null) {
      security.known().keep(place, new KnownHosts.Pin(shown, authority(chain)));
      says.accept(
          "The certificate of "
              + place
              + " was renewed"
              + (renewed ? " by the same authority" : "")
              + ":\n  "
              + shown);
      return;
    }
    throw new CertificateRefused(
        "THE CERTIFICATE OF "
            + place
            + " HAS CHANGED. Someone may be listening in between, or"
            + " the server was set up anew.\n  remembered "
            + known.certificate()
            + "\n  shown now  "
            + shown
            + "\nAsk whoever runs the server for its fingerprint. If it is the new one, remember it"
            + " with\n  chat --fingerprint "
            + shown
            + " "
            + place);
  }

  /** The fingerprint of the authority in the chain, if it did sign the server's certificate. */
  private static String authority(X509Certificate[] chain) throws CertificateException {
    X509Certificate last = chain[chain.length - 1];
    if (chain.length < 2 || last.getBasicConstraints() < 0) {
      return null;
    }
    try {
      for (int i = 0; i + 1 < chain.length; i++) {
        boolean mayIssue = chain[i + 1].getBasicConstraints() >= i;
        chain[i].checkValidity();
        chain[i].verify(chain[i + 1].getPublicKey());
        if (!mayIssue) {
          return null;
        }
      }
      return Fingerprint.of(last);
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("a client takes no client's certificate");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
