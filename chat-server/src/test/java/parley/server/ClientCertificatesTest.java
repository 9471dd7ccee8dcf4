package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Json;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.config.UserError;
import parley.server.tls.CertsCommand;
import parley.server.tls.PeoplesCertificates;
import parley.server.tls.PeoplesCertificates.Shown;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/**
 * Signing in by a certificate: whose it is, by whom it is, for how long, and that the key is there.
 */
class ClientCertificatesTest {
  @TempDir Path folder;

  private final PeoplesCertificates trusted = PeoplesCertificates.elsewhere();
  private final List<AutoCloseable> open = new ArrayList<>();
  private TestServer server;

  private void start(String... more) throws UserError {
    List<String> settings =
        new ArrayList<>(
            List.of("listen.tls=127.0.0.1:0", "tls.names=localhost", "certs.dir=" + certs()));
    settings.addAll(List.of(more));
    server = TestServer.in(folder, settings.toArray(String[]::new));
  }

  private void startTrusting() throws UserError {
    Path authority = folder.resolve("people.crt");
    trusted.write(authority);
    start("tls.client-ca=" + authority);
  }

  private Path certs() {
    return folder.resolve("certs");
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    server.close();
  }

  private String console(String line) {
    AdminResult result = server.server.admin().run(line, Caller.console());
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  private JsonNode hello(Shown shown, String name) throws IOException {
    return hello(shown, "{\"type\":\"hello\",\"id\":\"h\",\"name\":\"" + name + "\"}", "TLSv1.3");
  }

  private JsonNode hello(Shown shown, String request, String version) throws IOException {
    SSLContext context = PeoplesCertificates.showing(shown, certs().resolve("ca.crt"));
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", server.tls().getPort());
    open.add(socket);
    socket.setSoTimeout(60_000);
    socket.setEnabledProtocols(new String[] {version});
    socket.getOutputStream().write((request + "\n").getBytes(UTF_8));
    BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the connection ended");
    }
    return Json.MAPPER.readTree(line);
  }

  private static String outcome(JsonNode reply) {
    return reply.get("type").asString().equals("error")
        ? reply.get("code").asString()
        : reply.get("type").asString();
  }

  private void refused(Shown shown, String why) throws IOException {
    JsonNode reply = hello(shown, "alice");
    assertEquals("name-owned", outcome(reply), reply::toString);
    assertTrue(reply.get("message").asString().contains(why), reply::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void whoHasACertificateOfTheirAccountComesInByIt(String version) throws Exception {
    startTrusting();
    console("account add alice");
    String request = "{\"type\":\"hello\",\"id\":\"h\",\"name\":\"Alice\"}";
    JsonNode welcome = hello(trusted.of("alice"), request, version);
    assertEquals("welcome", outcome(welcome), welcome::toString);
    assertEquals("alice", welcome.get("account").asString());
    assertTrue(welcome.has("session"));
    console("account suspend alice --reason noise");
    assertEquals("forbidden", outcome(hello(trusted.of("alice"), request, version)));
  }

  @Test
  void aCertificateThatProvesNothingIsToldSo() throws Exception {
    startTrusting();
    console("account add alice");
    refused(trusted.expired("alice"), "expired on 20");
    refused(trusted.early("alice"), "valid only from");
    refused(PeoplesCertificates.elsewhere().of("alice"), "not trusted here");
    refused(PeoplesCertificates.elsewhere().itself(), "not trusted here");
    refused(trusted.itself(), "not one that people sign in with");
    refused(trusted.ofServer("alice"), "not one that people sign in with");
    JsonNode guest = hello(PeoplesCertificates.elsewhere().of("alice"), "bob");
    assertFalse(guest.has("account"), "whoever is nobody's owner comes as ever");
  }

  /** The key is what proves it: a certificate is no secret. */
  @Test
  void aCertificateWithoutItsKeyEndsTheHandshake() throws Exception {
    startTrusting();
    console("account add alice");
    Shown stolen = PeoplesCertificates.stolen(trusted.of("alice"));
    assertThrows(IOException.class, () -> hello(stolen, "alice"));
  }

  /** Spelt as the account is, and the whole of the name. */
  @ParameterizedTest
  @ValueSource(
      strings = {"ALICE", "alice ", " alice", "alice\u0000", "alice,CN=bob", "alicе", "ali"})
  void theNameIsTheAccountsExactly(String name) throws Exception {
    startTrusting();
    console("account add alice");
    JsonNode reply = hello(trusted.of(name), "alice");
    assertEquals("name-owned", outcome(reply), reply::toString);
  }

  @Test
  void nobodyComesUnderAnotherNameThanTheirs() throws Exception {
    startTrusting();
    console("account add alice");
    console("account add bob");
    assertEquals("name-owned", outcome(hello(trusted.of("alice"), "bob")));
    JsonNode nobody = hello(trusted.of("carol"), "carol");
    assertEquals("name-owned", outcome(nobody), "no certificate makes an account");
    assertFalse(console("account").contains("carol"));
  }

  @Test
  void theServersOwnAuthorityIssuesThemAndNoneIsAskedForBefore() throws Exception {
    start();
    console("account add alice");
    refused(trusted.of("alice"), "is an account's");
    Path base = folder.resolve("alice");
    CommandLine line = new CommandLine(CertsCommand.class);
    int code =
        line.execute(
            "issue",
            "--set",
            "certs.dir=" + certs(),
            "--client",
            "alice",
            "--out",
            base.toString());
    assertEquals(0, code);
    console("reload");
    Shown issued =
        PeoplesCertificates.read(folder.resolve("alice.crt"), folder.resolve("alice.key"));
    assertEquals("welcome", outcome(hello(issued, "alice")));
    refused(trusted.of("alice"), "not trusted here");
  }
}
