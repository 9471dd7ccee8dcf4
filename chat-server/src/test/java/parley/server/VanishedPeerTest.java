package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Mode;
import parley.testkit.Client;

/** Machines that are gone without a word: every packet from and to them is dropped. */
@Tag("campaign")
@DisabledIf(value = "packetsCantBeDropped", disabledReason = "that takes root and iptables")
class VanishedPeerTest {
  private static final String FAR = "127.0.0.77";

  @TempDir Path folder;

  static boolean packetsCantBeDropped() throws InterruptedException {
    return !run("iptables", "-w", "-L", "INPUT", "-n");
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void drop(String what, InetSocketAddress from) throws InterruptedException {
    String port = Integer.toString(from.getPort());
    assertTrue(
        run(
            "iptables",
            "-w",
            what,
            "INPUT",
            "-p",
            "tcp",
            "-s",
            FAR,
            "--dport",
            port,
            "-j",
            "DROP"));
    assertTrue(
        run(
            "iptables",
            "-w",
            what,
            "OUTPUT",
            "-p",
            "tcp",
            "-d",
            FAR,
            "--sport",
            port,
            "-j",
            "DROP"));
  }

  private static Socket far(InetSocketAddress at) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(FAR), 0));
    socket.connect(at);
    return socket;
  }

  /** In a busy room something is on its way, in a quiet one TCP itself asks. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endInAboutAMinuteInEveryMode(boolean busy) throws Exception {
    try (TestServer server = TestServer.in(folder, "timeout.idle=1h");
        Client witness = Client.in(server.plain(), "witness", busy ? "lobby" : "elsewhere");
        Client framed = new Client(far(server.plain()), Mode.FRAMED);
        Client ndjson = new Client(far(server.plain()), Mode.NDJSON);
        Typist typist = new Typist(far(server.plain()))) {
      for (Client client : List.of(framed, ndjson)) {
        client.hello(client.mode.name());
        client.join("lobby");
      }
      typist.type("typist");
      typist.await("-- you are in lobby");
      drop("-I", server.plain());
      try {
        long began = System.nanoTime();
        await()
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofSeconds(2))
            .until(
                () -> {
                  if (busy) {
                    witness.say("lobby", "is anyone there?");
                  }
                  return server.figure("connections", "now") == 1;
                });
        System.out.printf(
            "%s room: gone after %d s%n",
            busy ? "busy" : "quiet", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
        assertEquals(3, server.figure("ended", "timeout"));
      } finally {
        drop("-D", server.plain());
      }
    }
  }
}
