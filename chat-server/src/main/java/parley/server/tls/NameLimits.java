package parley.server.tls;

import java.net.InetAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import parley.text.Hosts;

/**
 * Whom an authority may vouch for: the name constraints of its certificate (RFC 5280, 4.2.1.10). So
 * who trusts a chat server's authority trusts it for that server, and for no bank.
 */
final class NameLimits {
  private NameLimits() {}

  /** Of an authority for these names and addresses, a wildcard for all below its name. */
  static NameConstraints of(List<String> names) {
    GeneralSubtree[] permitted =
        names.stream()
            .map(name -> Hosts.isAddress(name) ? alone(name) : below(name))
            .distinct()
            .map(GeneralSubtree::new)
            .toArray(GeneralSubtree[]::new);
    return new NameConstraints(permitted, null);
  }

  private static GeneralName below(String name) {
    return new GeneralName(GeneralName.dNSName, parent(name));
  }

  /** An address, and as many ones as it has bits. */
  private static GeneralName alone(String address) {
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    byte[] range = Arrays.copyOf(bytes, 2 * bytes.length);
    Arrays.fill(range, bytes.length, range.length, (byte) 0xff);
    return new GeneralName(GeneralName.iPAddress, new DEROctetString(range));
  }

  private static String parent(String name) {
    return name.startsWith("*.") ? name.substring(2) : name;
  }

  /** Null where a certificate has none. */
  static NameConstraints in(X509Certificate authority) {
    try {
      Extension limits =
          new JcaX509CertificateHolder(authority).getExtension(Extension.nameConstraints);
      return limits == null ? null : NameConstraints.getInstance(limits.getParsedValue());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e); // it was decoded from this form
    }
  }

  /** What of some names and addresses an authority may not vouch for. */
  static List<String> beyond(X509Certificate authority, List<String> names) {
    NameConstraints limits = in(authority);
    if (limits == null || limits.getPermittedSubtrees() == null) {
      return List.of();
    }
    List<GeneralName> permitted =
        Stream.of(limits.getPermittedSubtrees()).map(GeneralSubtree::getBase).toList();
    return names.stream()
        .filter(
            name ->
                Hosts.isAddress(name)
                    ? isOutside(permitted, GeneralName.iPAddress, base -> holds(base, name))
                    : isOutside(permitted, GeneralName.dNSName, base -> isBelow(name, base)))
        .toList();
  }

  private interface Test {
    boolean holds(GeneralName base);
  }

  /** What is of a kind that is not limited is permitted. */
  private static boolean isOutside(List<GeneralName> permitted, int kind, Test test) {
    List<GeneralName> ofKind = permitted.stream().filter(b -> b.getTagNo() == kind).toList();
    return !ofKind.isEmpty() && ofKind.stream().noneMatch(test::holds);
  }

  private static boolean isBelow(String name, GeneralName base) {
    String domain = Hosts.canonical(base.getName().toString());
    String own = parent(name);
    return own.equals(domain) || own.endsWith("." + domain);
  }

  private static boolean holds(GeneralName base, String address) {
    byte[] range = ASN1OctetString.getInstance(base.getName()).getOctets();
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    if (range.length != 2 * bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (((bytes[i] ^ range[i]) & range[bytes.length + i]) != 0) {
        return false;
      }
    }
    return true;
  }

  /** As people read them. */
  static List<String> told(X509Certificate authority) {
    NameConstraints limits = in(authority);
    return limits == null || limits.getPermittedSubtrees() == null
        ? List.of()
        : Stream.of(limits.getPermittedSubtrees())
            .map(GeneralSubtree::getBase)
            .map(NameLimits::told)
            .toList();
  }

  private static String told(GeneralName base) {
    if (base.getTagNo() != GeneralName.iPAddress) {
      return base.getName().toString();
    }
    byte[] range = ASN1OctetString.getInstance(base.getName()).getOctets();
    try {
      return Hosts.text(InetAddress.getByAddress(Arrays.copyOf(range, range.length / 2)));
    } catch (java.net.UnknownHostException e) {
      return "an address";
    }
  }
}
