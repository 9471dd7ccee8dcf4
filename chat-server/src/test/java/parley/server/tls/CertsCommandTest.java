package parley.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.config.Settings;
import parley.server.config.UserError;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CertsCommandTest {
  @TempDir Path folder;
  private String out;
  private String err;

  @Test
  void initMakesTheFilesOnceAndOverwritesNothing() throws Exception {
    assertEquals(0, run("init", "--set", "tls.names=chat.example.org"));
    assertTrue(out.contains("CN=chat.example.org"), out);
    String key = Files.readString(folder.resolve("certs/ca.key"));

    assertEquals(1, run("init"));

    assertEquals(
        "certs: %s exists; init overwrites nothing. \"chat-server certs renew\" makes a new server certificate.\n"
            .formatted(folder.resolve("certs/ca.crt")),
        err);
    assertEquals("", out);
    assertEquals(key, Files.readString(folder.resolve("certs/ca.key")));
  }

  @Test
  void showPrintsWhatTheServerServes() throws Exception {
    run("init");
    ServerTls tls = ServerTls.open(Settings.of("certs.dir=" + folder.resolve("certs")));

    assertEquals(0, run("show"));
    assertTrue(out.contains(tls.fingerprint()), out);
    assertTrue(out.contains(tls.authorityFingerprint()), out);
    assertTrue(out.contains("localhost, 127.0.0.1, ::1"), out);

    assertEquals(0, run("show", "--json"));
    JsonNode all = JsonMapper.shared().readTree(out);
    assertEquals("authority", all.at("/0/role").stringValue());
    assertEquals(tls.fingerprint(), all.at("/1/fingerprint").stringValue());
    assertEquals(tls.expires().toString(), all.at("/1/until").stringValue());
  }

  @Test
  void showMakesNothing() {
    assertEquals(1, run("show"));
    assertEquals(
        "certs: There is no certificate in %s yet; \"chat-server certs init\" makes one.\n"
            .formatted(folder.resolve("certs")),
        err);
    assertFalse(Files.exists(folder.resolve("certs")));
  }

  @Test
  void issueMakesAnotherForTheNamesGiven() throws Exception {
    run("init", "--set", "tls.names=irc.example.org,10.0.0.9");
    Path base = folder.resolve("other");
    assertEquals(0, run("issue", "--out", base.toString(), "Irc.Example.org", "10.0.0.9"));
    Identity issued = Identity.read(folder.resolve("other.crt"), folder.resolve("other.key"));
    assertEquals(
        List.of("irc.example.org", "10.0.0.9"),
        List.copyOf(CertificateFolder.names(issued.certificate())));

    assertEquals(1, run("issue", "--out", base.toString(), "irc.example.org"));
    assertTrue(err.contains("exists; name another file with --out."), err);
    assertEquals(1, run("issue", "--out", base.toString(), "not a name"));
    assertTrue(
        err.contains(
            "it must be a list of host names, in letters, digits and hyphens, and of IP addresses"),
        err);
  }

  @Test
  void anAuthorityVouchesForItsNamesUntilThereIsANewOne() throws Exception {
    run("init", "--json");
    JsonNode before = JsonMapper.shared().readTree(out);
    assertTrue(before.at("/0/vouchesFor").toString().contains("\"localhost\""), out);
    String base = folder.resolve("other").toString();
    assertEquals(1, run("issue", "--out", base, "irc.example.org"));
    assertTrue(err.contains("may not vouch for irc.example.org: it was made for "), err);
    assertFalse(Files.exists(folder.resolve("other.crt")));

    assertEquals(0, run("new-authority", "--json", "--set", "tls.names=irc.example.org"));
    JsonNode after = JsonMapper.shared().readTree(out);
    assertNotEquals(before.at("/0/fingerprint"), after.at("/0/fingerprint"));
    assertEquals("irc.example.org", after.at("/0/vouchesFor/0").stringValue());
    assertEquals("irc.example.org", after.at("/1/names/0").stringValue());
    assertTrue(Files.exists(folder.resolve("certs/old-1/ca.key")));
    assertEquals(0, run("issue", "--out", base, "irc.example.org"));
  }

  @Test
  void renewMakesANewServerCertificateByTheSameAuthority() throws Exception {
    assertEquals(1, run("renew"));
    assertTrue(err.contains("\"chat-server certs init\" makes one"), err);

    run("init", "--json");
    JsonNode before = JsonMapper.shared().readTree(out);
    assertEquals(0, run("renew"));
    run("show", "--json");
    JsonNode after = JsonMapper.shared().readTree(out);
    assertEquals(before.get(0), after.get(0));
    assertNotEquals(before.at("/1/fingerprint"), after.at("/1/fingerprint"));
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--set", "certs.dir=" + folder.resolve("certs")));
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exitCode =
        new CommandLine(CertsCommand.class)
            .setOut(new PrintWriter(outText))
            .setErr(new PrintWriter(errText))
            .setExecutionExceptionHandler(UserError::handle)
            .execute(all.toArray(String[]::new));
    out = outText.toString();
    err = errText.toString();
    return exitCode;
  }
}
