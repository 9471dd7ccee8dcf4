package parley.server.session;

/**
 * What a client's certificate says of who is coming; that they have its key was proved by TLS.
 *
 * @param name whose it is, as it stands in the certificate; null where it proves nothing
 * @param fault a sentence that says why it proves nothing; null where it does, or there is none
 */
public record ShownCertificate(String name, String fault) {
  public static final ShownCertificate NONE = new ShownCertificate(null, null);
}
