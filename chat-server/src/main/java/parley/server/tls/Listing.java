package parley.server.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import parley.protocol.Printable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Certificates as people and programs are shown them. */
final class Listing {
  private final StringBuilder text = new StringBuilder();
  private final JsonMapper mapper = JsonMapper.shared();
  private final ArrayNode all = mapper.createArrayNode();

  void add(String role, Path file, X509Certificate certificate) {
    String subject = certificate.getSubjectX500Principal().getName();
    String issuer = certificate.getIssuerX500Principal().getName();
    List<String> names = List.copyOf(CertificateFolder.names(certificate));
    ObjectNode node = all.addObject();
    node.put("role", role).put("file", file.toString());
    node.put("subject", subject).put("issuer", issuer);
    ArrayNode nameNodes = node.putArray("names");
    names.forEach(nameNodes::add);
    List<String> limits = NameLimits.told(certificate);
    if (!limits.isEmpty()) {
      ArrayNode limitNodes = node.putArray("vouchesFor");
      limits.forEach(limitNodes::add);
    }
    node.put("from", certificate.getNotBefore().toInstant().toString());
    node.put("until", certificate.getNotAfter().toInstant().toString());
    node.put("fingerprint", Identity.fingerprint(certificate));

    text.append(text.isEmpty() ? "" : "\n");
    line(role, file.toString());
    line("subject", subject);
    line("issuer", issuer);
    if (!names.isEmpty()) {
      line("names", String.join(", ", names));
    }
    if (!limits.isEmpty()) {
      line("vouches for", String.join(", ", limits));
    }
    line("valid", node.get("from").asString() + " to " + node.get("until").asString());
    line("fingerprint", Identity.fingerprint(certificate));
  }

  private void line(String label, String value) {
    text.append("%-12s %s%n".formatted(label, Printable.line(value)));
  }

  String text() {
    return text.toString();
  }

  String json() {
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
  }
}
