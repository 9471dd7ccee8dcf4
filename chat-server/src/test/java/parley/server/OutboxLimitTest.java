package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Mode;
import parley.testkit.Client;

/** A reader who takes nothing, and what may wait for it. */
class OutboxLimitTest {
  @TempDir Path folder;

  private static Client narrow(TestServer server, Socket socket, String name) throws IOException {
    socket.setReceiveBufferSize(4_096);
    socket.connect(server.plain());
    Client client = new Client(socket, Mode.FRAMED);
    client.hello(name);
    client.join("lobby");
    return client;
  }

  @Test
  void theLimitOfAnOutboxChangesWhileTheServerRuns() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.outbox-bytes=16777216");
        Socket socket = new Socket();
        Client talker = Client.in(server.plain(), "talker", "lobby")) {
      narrow(server, socket, "deaf");
      String text = "x".repeat(16_000);
      while (server.figure("outboxes", "largest") < 1_000_000) {
        talker.say("lobby", text);
      }
      assertEquals(0, server.figure("outboxes", "fellBehind"));
      server.server.settings().set("limits.outbox-bytes", "65536");
      talker.say("lobby", text);
      await().until(() -> server.figure("outboxes", "fellBehind") == 1);
      assertTrue(server.figure("outboxes", "behind") == 1);
    }
  }
}
