package parley.client.net;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Who vouches for a server's certificate besides itself, so that a renewed one can be told from a
 * stranger's. Each of them vouches only for a chain that is whole (RFC 5280: signatures, times, the
 * right to issue, use for servers) and for the host that was dialled (RFC 9525).
 */
sealed interface Voucher {
  /** As a pin remembers it: never a fingerprint. */
  String SYSTEM_WORD = "system";

  /** Nobody: the certificate is all that there is to remember. */
  record Nobody() implements Voucher {}

  /** An authority that this machine trusts for everybody's servers. */
  record Machine() implements Voucher {}

  /**
   * The server's own authority, self-signed and in its chain.
   *
   * @param fingerprint of the authority
   */
  record Own(String fingerprint) implements Voucher {}

  /** What a pin remembers of it; null for nobody. */
  default String pinned() {
    return switch (this) {
      case Nobody _ -> null;
      case Machine _ -> SYSTEM_WORD;
      case Own own -> own.fingerprint;
    };
  }

  /**
   * Finds who vouches for a chain.
   *
   * @param socket in its handshake, set to check the host's name
   */
  static Voucher of(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    try {
      if (vouches(null, chain, type, socket)) {
        return new Machine();
      }
      X509Certificate last = chain[chain.length - 1];
      return chain.length > 1 && isSelfSigned(last) && vouches(last, chain, type, socket)
          ? new Own(Fingerprint.of(last))
          : new Nobody();
    } catch (IOException | GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  /**
   * Whether an authority in the chain has this fingerprint and signed the certificate, for whatever
   * host: whoever names a server's own authority means the server.
   */
  static boolean isSigned(X509Certificate[] chain, String type, String fingerprint)
      throws CertificateException {
    try {
      for (int i = 1; i < chain.length; i++) {
        if (Fingerprint.of(chain[i]).equals(fingerprint) && vouches(chain[i], chain, type, null)) {
          return true;
        }
      }
      return false;
    } catch (IOException | GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    try {
      certificate.verify(certificate.getPublicKey());
      return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * @param authority null for those that the machine trusts
   * @param socket whose host it is for, null for any
   */
  private static boolean vouches(
      X509Certificate authority, X509Certificate[] chain, String type, Socket socket)
      throws IOException, GeneralSecurityException {
    KeyStore store = null;
    if (authority != null) {
      store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("authority", authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      // A machine may trust nobody, which JSSE takes for a fault.
      if (manager instanceof X509ExtendedTrustManager checks
          && checks.getAcceptedIssuers().length > 0) {
        try {
          if (socket == null) {
            checks.checkServerTrusted(chain, type);
          } else {
            checks.checkServerTrusted(chain, type, socket);
          }
          return true;
        } catch (CertificateException e) {
          return false;
        }
      }
    }
    return false;
  }
}
