package parley.client.net;

import java.security.cert.CertificateException;

/** The server's certificate is not the one to trust; the message says why and what to do. */
public final class CertificateRefused extends CertificateException {
  private static final long serialVersionUID = 1L;

  public CertificateRefused(String message) {
    super(message);
  }
}
