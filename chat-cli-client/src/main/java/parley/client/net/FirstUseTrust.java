package parley.client.net;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import parley.protocol.Printable;

/**
 * Trust on first use: the first certificate of a place is remembered, and only it is taken later,
 * or a newer one for which the same {@link Voucher} vouches, which is what a renewal looks like.
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

  private void check(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
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
      if (security.invited() != null && !isInvited(chain, type, shown)) {
        throw new CertificateRefused(
            "The server at "
                + place
                + " is not the one that invited you. Its certificate is\n  "
                + shown
                + "\nand the invitation names\n  "
                + security.invited()
                + "\n"
                + "Someone may be listening in between, or the server was set up anew: ask whoever"
                + " invited you.");
      }
      if (known.isEmpty()) {
        meet(Voucher.of(chain, type, socket), shown);
      } else if (!known.get().certificate().equals(shown)) {
        meetAgain(chain, Voucher.of(chain, type, socket), shown, known.get());
      }
    } catch (IOException e) {
      throw new CertificateRefused("Cannot use " + security.known().file() + ": " + e.getMessage());
    }
  }

  private boolean isInvited(X509Certificate[] chain, String type, String shown)
      throws CertificateException {
    return shown.equals(security.invited()) || Voucher.isSigned(chain, type, security.invited());
  }

  /** Remembers it; why that could not be done, empty where it was. */
  private String keep(KnownHosts.Pin pin) {
    try {
      security.known().keep(place, pin);
      return "";
    } catch (IOException e) {
      return Printable.line(security.known().file().toString()) + " can't be written";
    }
  }

  private void meet(Voucher voucher, String shown) throws IOException {
    String lost = keep(new KnownHosts.Pin(shown, voucher.pinned()));
    if (security.invited() != null && lost.isEmpty()) {
      says.accept(
          "First visit to "
              + place
              + ". Its certificate is the one that the invitation names; it is remembered.");
      return;
    }
    says.accept(
        "First visit to "
            + place
            + ". Its certificate has the SHA-256 fingerprint\n  "
            + shown
            + "\n"
            + (lost.isEmpty() ? remembered(voucher) : notRemembered(lost)));
  }

  private static String notRemembered(String why) {
    return "It can't be remembered (%s), so the next visit will be a first one again; compare it with what the server printed when it started."
        .formatted(why);
  }

  private static String remembered(Voucher voucher) {
    return switch (voucher) {
      case Voucher.Machine _ ->
          "An authority that this machine trusts vouches for it and for that name; from now"
              + " on one such must.";
      case Voucher.Own _ ->
          "It is remembered, and so is the server's own authority, which may renew it;"
              + " compare it with what the server printed when it started.";
      case Voucher.Nobody _ ->
          "It is remembered, and no other is taken; compare it with what the server printed"
              + " when it started.";
    };
  }

  private void meetAgain(
      X509Certificate[] chain, Voucher voucher, String shown, KnownHosts.Pin known)
      throws CertificateException, IOException {
    boolean renewed = isSame(voucher, known.authority(), chain);
    if (renewed || security.expected() != null) {
      String lost = keep(new KnownHosts.Pin(shown, voucher.pinned()));
      says.accept(
          "The certificate of "
              + place
              + " was renewed"
              + (renewed ? " by the same authority" : "")
              + (lost.isEmpty() ? "" : ", which can't be remembered (" + lost + ")")
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

  /** Whether who vouches now is who was remembered. */
  private static boolean isSame(Voucher voucher, String pinned, X509Certificate[] chain)
      throws CertificateException {
    if (pinned == null || pinned.equals(voucher.pinned())) {
      return pinned != null;
    }
    // Earlier clients remembered a public authority's intermediate as if it were the server's own.
    boolean inChain = false;
    for (int i = 1; i < chain.length; i++) {
      inChain |= Fingerprint.of(chain[i]).equals(pinned);
    }
    return voucher instanceof Voucher.Machine && inChain;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("without a connection no host can be checked");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
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
