package parley.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.config.UserError;
import parley.testkit.Programs;

/** Files of certificates as people put them together, of a root, an intermediate and a server. */
class CertificateChainTest {
  @TempDir Path folder;
  private OpenSsl openssl;

  @BeforeAll
  static void need() {
    Programs.need("openssl");
  }

  @BeforeEach
  void certificates() throws Exception {
    openssl = new OpenSsl(folder);
    Files.writeString(folder.resolve("none.cnf"), "[req]\ndistinguished_name=dn\n[dn]\n");
    make("root", "", "basicConstraints=critical,CA:TRUE");
    make("inter", "root", "basicConstraints=critical,CA:TRUE");
    make("old", "root", "basicConstraints=critical,CA:TRUE");
    make("leaf", "inter", "subjectAltName=DNS:localhost");
    Files.setPosixFilePermissions(
        folder.resolve("leaf.key"), PosixFilePermissions.fromString("rw-------"));
  }

  private void make(String name, String by, String... extensions) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ("req -x509 -new -config none.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256"
                        + " -noenc -days 90 -subj /CN=%1$s -keyout %1$s.key -out %1$s.crt")
                    .formatted(name)
                    .split(" ")));
    if (!by.isEmpty()) {
      command.addAll(List.of("-CA", by + ".crt", "-CAkey", by + ".key"));
    }
    for (String extension : extensions) {
      command.addAll(List.of("-addext", extension));
    }
    openssl.ok(command.toArray(String[]::new));
  }

  private String text(String... names) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(Files.readString(folder.resolve(name + ".crt")));
    }
    return text.toString();
  }

  private CertificateChain chain() throws UserError {
    return CertificateChain.of(
            PemReader.key(folder.resolve("leaf.key")),
            PemReader.certificates(folder.resolve("my.crt")))
        .orElseThrow();
  }

  private static List<String> names(CertificateChain chain) {
    return chain.certificates().stream().map(c -> c.getSubjectX500Principal().getName()).toList();
  }

  private List<String> remarks() throws UserError {
    return CertificateWarnings.of(folder.resolve("my.crt"), folder.resolve("leaf.key"), chain());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leaf inter",
        "inter leaf",
        "leaf leaf inter",
        "inter leaf inter leaf",
        "leaf inter inter"
      })
  void anyOrderAndDoublesAreServedInOrder(String order) throws Exception {
    Files.writeString(folder.resolve("my.crt"), text(order.split(" ")));
    assertEquals(List.of("CN=leaf", "CN=inter"), names(chain()));
    assertEquals(List.of(), remarks());
  }

  @Test
  void theRootMayStandThereToo() throws Exception {
    Files.writeString(folder.resolve("my.crt"), text("root", "inter", "leaf"));
    assertEquals(List.of("CN=leaf", "CN=inter", "CN=root"), names(chain()));
    assertEquals(List.of(), remarks());
  }

  @Test
  void anotherAuthoritysIntermediateIsLeftOutAndTold() throws Exception {
    Files.writeString(folder.resolve("my.crt"), text("leaf", "old", "inter"));
    assertEquals(List.of("CN=leaf", "CN=inter"), names(chain()));
    assertEquals(1, remarks().size());
    assertTrue(remarks().getFirst().contains("\"CN=old\", which has no part"), remarks()::toString);

    Files.writeString(folder.resolve("my.crt"), text("leaf", "old"));
    assertEquals(List.of("CN=leaf"), names(chain()));
    assertEquals(2, remarks().size());
    assertTrue(remarks().getLast().contains("no certificate of \"CN=inter\""), remarks()::toString);
  }

  @Test
  void whatEditorsAndCatLeaveIsReadOver() throws Exception {
    Path file = folder.resolve("my.crt");
    String glued = text("leaf").strip() + text("inter");
    String marked = "\ufeff" + text("leaf") + "\ufeff" + text("inter");
    for (String text : List.of(glued, marked, marked.replace("\n", "\r\n"))) {
      Files.writeString(file, text);
      assertEquals(List.of("CN=leaf", "CN=inter"), names(chain()));
    }
    for (var wide : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Files.writeString(file, "\ufeff" + text("leaf", "inter"), wide);
      assertEquals(List.of("CN=leaf", "CN=inter"), names(chain()));
    }
    Path key = folder.resolve("leaf.key");
    Files.writeString(key, "\ufeff" + Files.readString(key));
    assertEquals(List.of("CN=leaf", "CN=inter"), names(chain()));
  }

  @Test
  void whatClientsRefuseIsTold() throws Exception {
    make("leaf", "inter", "extendedKeyUsage=clientAuth");
    Files.writeString(folder.resolve("my.crt"), text("leaf", "inter"));
    Files.setPosixFilePermissions(
        folder.resolve("leaf.key"), PosixFilePermissions.fromString("rw-r--r--"));
    List<String> all = remarks();
    assertEquals(3, all.size(), all::toString);
    assertTrue(all.get(0).contains("no subject alternative name"), all::toString);
    assertTrue(all.get(1).contains("is not for servers"), all::toString);
    assertTrue(all.get(2).contains("can be read by other accounts"), all::toString);

    make("leaf", "inter", "subjectAltName=DNS:localhost", "keyUsage=critical,keyCertSign");
    Files.setPosixFilePermissions(
        folder.resolve("leaf.key"), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(folder.resolve("my.crt"), text("leaf"));
    all = remarks();
    assertEquals(2, all.size(), all::toString);
    assertTrue(all.get(0).contains("is not for servers"), all::toString);
    assertTrue(all.get(1).contains("no certificate of \"CN=inter\""), all::toString);
  }

  @Test
  void anAddressThatIsToldAndNotInItIsNamed() throws Exception {
    make("leaf", "inter", "subjectAltName=DNS:chat.example,DNS:*.chat.example,IP:2001:db8::5");
    var own = PemReader.certificates(folder.resolve("leaf.crt")).getFirst();
    for (String covered : List.of("chat.example", "eu.chat.example", "2001:db8::5")) {
      assertEquals(List.of(), CertificateWarnings.ofHost(covered, own));
    }
    for (String other :
        List.of("example", "a.b.chat.example", "chat.test", "10.0.0.1", "localhost")) {
      assertEquals(
          List.of(
              "server.address tells people "
                  + other
                  + ", and the certificate is not for that name."),
          CertificateWarnings.ofHost(other, own));
    }
  }

  @Test
  void aKeyOfNoneOfThemIsAnotherThing() throws Exception {
    Files.writeString(folder.resolve("my.crt"), text("inter", "root"));
    assertFalse(
        CertificateChain.of(
                PemReader.key(folder.resolve("leaf.key")),
                PemReader.certificates(folder.resolve("my.crt")))
            .isPresent());
  }
}
