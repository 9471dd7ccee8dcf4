package parley.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is wrong with a certificate and its key and does not keep the server from serving them: most
 * clients refuse it, or others can read what should be secret. Sentences for whoever runs it.
 */
final class CertificateWarnings {
  private static final String SERVERS = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_USE = "2.5.29.37.0";

  private CertificateWarnings() {}

  static List<String> of(Path certificateFile, Path keyFile, CertificateChain chain) {
    List<String> remarks = new ArrayList<>();
    X509Certificate own = chain.own();
    if (CertificateFolder.names(own).isEmpty()) {
      remarks.add(
          "The certificate in %s has no subject alternative name, and clients look for the host's"
                  .formatted(certificateFile)
              + " name nowhere else; get one for that name.");
    }
    if (!isForServers(own)) {
      remarks.add(
          "The certificate in %s is not for servers (extended key usage serverAuth, key usage"
                  .formatted(certificateFile)
              + " digitalSignature), and clients refuse it.");
    }
    for (X509Certificate other : chain.others()) {
      remarks.add(
          "%s holds the certificate of \"%s\", which has no part in the chain of the key's own; it"
                  .formatted(certificateFile, other.getSubjectX500Principal().getName())
              + " is left out.");
    }
    if (!chain.leadsOn()) {
      remarks.add(
          "%s holds no certificate of \"%s\", which signed the server's; clients that don't know"
                  .formatted(certificateFile, own.getIssuerX500Principal().getName())
              + " it refuse the connection. Put it behind the server's (the file is often called"
              + " fullchain).");
    }
    remarks.addAll(ofKey(keyFile));
    return remarks;
  }

  /** A host that people are told, and whose certificate this is not. */
  static List<String> ofHost(String host, X509Certificate own) {
    String parent = "*" + host.substring(Math.max(0, host.indexOf('.')));
    Set<String> names = CertificateFolder.names(own);
    return names.contains(host) || host.indexOf('.') > 0 && names.contains(parent)
        ? List.of()
        : List.of(
            "server.address tells people %s, and the certificate is not for that name."
                .formatted(host));
  }

  private static boolean isForServers(X509Certificate certificate) {
    try {
      List<String> uses = certificate.getExtendedKeyUsage();
      boolean[] key = certificate.getKeyUsage();
      return (uses == null || uses.contains(SERVERS) || uses.contains(ANY_USE))
          && (key == null || key[0]);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /**
   * Whether others than the owner can read a key, where there is one. A group may read what is
   * root's: that is how a machine gives its keys to the accounts of its servers.
   */
  static List<String> ofKey(Path keyFile) {
    try {
      PosixFileAttributes file = Files.readAttributes(keyFile, PosixFileAttributes.class);
      Set<PosixFilePermission> may = file.permissions();
      boolean group =
          may.contains(PosixFilePermission.GROUP_READ) && !file.owner().getName().equals("root");
      if (group || may.contains(PosixFilePermission.OTHERS_READ)) {
        return List.of(
            "The private key %s can be read by other accounts of this machine (%s); chmod 600 it."
                .formatted(keyFile, PosixFilePermissions.toString(may)));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // It is not there, or this is no Unix, where files have no such modes.
    }
    return List.of();
  }
}
