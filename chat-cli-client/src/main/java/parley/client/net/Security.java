package parley.client.net;

import java.nio.file.Path;

/** How a connection is protected, and what makes a server's certificate a good one. */
public sealed interface Security {

  /** No protection: for a plain listener on this machine. */
  record Plain() implements Security {}

  /**
   * TLS; the first certificate seen from a place is remembered, another one there is refused.
   *
   * @param known what was seen before
   * @param expected the fingerprint that the first one must have, null to take any
   * @param invited the fingerprint that an invitation names: of the certificate, or of the
   *     authority that signed it; null where there was none
   */
  record FirstUse(KnownHosts known, String expected, String invited) implements Security {
    /** Without an invitation. */
    public FirstUse(KnownHosts known, String expected) {
      this(known, expected, null);
    }
  }

  /** TLS; the certificate must be signed by an authority of this PEM file, for this host name. */
  record Authority(Path file) implements Security {}

  /** TLS; the certificate must be signed by an authority that Java trusts, for this host name. */
  record SystemTrust() implements Security {}

  default int defaultPort() {
    return this instanceof Plain ? Address.PLAIN_PORT : Address.TLS_PORT;
  }
}
