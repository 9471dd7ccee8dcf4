package parley.server;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.config.UserError;
import parley.testkit.Client;

/** What is shown once is shown by the first start that comes to its end. */
class FirstStartTest {
  @TempDir Path temp;

  private void aTokenIsShownNow() throws Exception {
    try (TestServer server = TestServer.in(temp)) {
      String token = server.server.freshOperatorToken().orElseThrow();
      try (Client ann = Client.in(server.plain(), "ann", "lobby")) {
        ann.ask(Reply.AdminText.class, new Request.Admin("1", "claim " + token));
        ann.ask(Reply.AdminText.class, new Request.Admin("2", "who"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "tls", "metrics"})
  void aStartWhosePortIsTakenKeepsTheTokenForTheNextOne(String listener) throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String[] settings = {
        "listen." + listener + "=127.0.0.1:" + busy.getLocalPort(),
        "certs.dir=" + temp.resolve("certs")
      };
      assertThrows(UserError.class, () -> TestServer.in(temp, settings));
    }
    aTokenIsShownNow();
  }

  @Test
  void soDoesOneWhoseAdminSocketCantBe() throws Exception {
    Path socket = temp.resolve("data").resolve("admin.sock");
    Files.createDirectories(socket);
    assertThrows(UserError.class, () -> TestServer.in(temp));
    Files.delete(socket);
    aTokenIsShownNow();
    try (TestServer server = TestServer.in(temp)) {
      assertTrue(server.server.freshOperatorToken().isEmpty(), "it is shown once");
    }
  }
}
