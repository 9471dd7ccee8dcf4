package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.admin.Caller;
import parley.server.admin.Guest;
import parley.testkit.Ports;
import parley.testkit.Programs;
import tools.jackson.databind.JsonNode;

/** {@code examples/ldap-checker.py} against OpenLDAP's slapd, a process of the test's own. */
class LdapCheckerTest {
  private static final Path SLAPD = Path.of("/usr/sbin/slapd");
  private static final String PEOPLE = "ou=people,dc=example,dc=org";

  @TempDir Path folder;

  private Process slapd;
  private TestServer server;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    Programs.need("ldapsearch", "python3");
    boolean there = Files.isExecutable(SLAPD);
    assertFalse(!there && "true".equals(System.getenv("CI")), "slapd is missing");
    assumeTrue(there, "This test needs slapd; install it to run the test.");
    Path data = Files.createDirectories(folder.resolve("ldap"));
    Path config = folder.resolve("slapd.conf");
    Files.writeString(
        config,
        """
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include /etc/ldap/schema/inetorgperson.schema
        modulepath /usr/lib/ldap
        moduleload back_mdb
        database mdb
        maxsize 10485760
        suffix "dc=example,dc=org"
        rootdn "cn=root,dc=example,dc=org"
        directory %s
        access to attrs=userPassword by anonymous auth by * none
        access to * by self read by * none
        """
            .formatted(data));
    Path people = folder.resolve("people.ldif");
    Files.writeString(
        people,
        """
        dn: dc=example,dc=org
        objectClass: dcObject
        objectClass: organization
        o: Example
        dc: example

        dn: ou=people,dc=example,dc=org
        objectClass: organizationalUnit
        ou: people

        dn: uid=alice,ou=people,dc=example,dc=org
        objectClass: inetOrgPerson
        uid: alice
        cn: Alice
        sn: Alice
        userPassword: open sesame: 'a "b\\*

        dn: uid=mr.bob,ou=people,dc=example,dc=org
        objectClass: inetOrgPerson
        uid: mr.bob
        uid: alice
        cn: Bob
        sn: Bob
        userPassword: pass
        """);
    Path log = folder.resolve("slapd.log");
    Process add =
        Programs.start(
            folder,
            log,
            log,
            List.of("/usr/sbin/slapadd", "-f", config.toString(), "-l", people.toString()));
    assertEquals(0, add.waitFor(), () -> text(log));
    int port = Ports.free();
    slapd =
        Programs.start(
            folder,
            log,
            log,
            List.of(
                SLAPD.toString(),
                "-f",
                config.toString(),
                "-h",
                "ldap://127.0.0.1:" + port,
                "-d",
                "0"));
    await().atMost(Duration.ofSeconds(60)).until(() -> answers(port));
    Path checker = folder.resolve("ldap-checker.py");
    Files.copy(
        Path.of(System.getProperty("parley.root"), "examples", "ldap-checker.py"),
        checker,
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(
        folder.resolve("ldap-checker.json"),
        "{\"server\": \"ldap://127.0.0.1:" + port + "\", \"people\": \"" + PEOPLE + "\"}");
    server =
        TestServer.in(
            folder,
            "accounts.checker=" + checker,
            "accounts.checker-time=60s",
            "accounts.checker-makes=on");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    if (server != null) {
      server.close();
    }
    if (slapd != null) {
      slapd.destroy();
      slapd.waitFor();
    }
  }

  private JsonNode hello(String name, String password) throws IOException {
    Guest guest = Guest.silent(server.plain(), "127.0.0.1");
    open.add(guest);
    return guest.ask("hello", "name", name, "password", password);
  }

  private String outcome(String name, String password) throws IOException {
    JsonNode reply = hello(name, password);
    return reply.get("type").asString().equals("error")
        ? reply.get("code").asString()
        : reply.get("type").asString();
  }

  @Test
  void whoTheDirectoryKnowsComesInByItsPassword() throws Exception {
    String password = "open sesame: 'a \"b\\*";
    JsonNode welcome = hello("Alice", password);
    assertEquals("welcome", welcome.get("type").asString(), welcome::toString);
    assertEquals("Alice", welcome.get("account").asString());
    assertEquals(welcome.get("id"), hello("alice", password).get("id"));
    assertEquals("bad-password", outcome("alice", "open sesame"));
    assertEquals("bad-password", outcome("alice", "*"));
    assertEquals("bad-password", outcome("nobody-there", password));
    assertEquals("bad-password", outcome("alice", "\u0000"), "no bind without a password");
    assertEquals("bad-password", outcome("bob", "pass"));
    assertTrue(server.server.admin().run("account suspend alice", Caller.console()).ok());
    assertEquals("forbidden", outcome("alice", password));
    slapd.destroy();
    slapd.waitFor();
    assertEquals("rate-limited", outcome("alice", password), "nobody can say");
  }
}
