package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** The server as a process: how it ends, and when it does not begin. */
class StartAndStopIT {
  @TempDir Path home;

  @Test
  void sigtermSaysGoodbyeAndExitsWithZero() throws Exception {
    try (ServerProcess server = ServerProcess.shipped(home)) {
      server.start();
      try (Client link = Client.framed(server.plain(), 0, null)) {
        link.send(Request.Hello.as("1", "alice"));
        assertInstanceOf(Reply.Welcome.class, link.receive());
        assertEquals(0, server.stop());
        Event.Bye bye = assertInstanceOf(Event.Bye.class, link.receive());
        assertEquals("shutdown", bye.reason());
      }
    }
  }

  @Test
  void aSecondServerOnTheFolderIsRefusedBySentence() throws Exception {
    try (ServerProcess server = ServerProcess.shipped(home)) {
      server.start();
      Path said = home.resolve("second.txt");
      Process second =
          Programs.start(
              home,
              said,
              said,
              List.of(
                  Programs.bin("chat-server"),
                  "--set",
                  "data.dir=" + home.resolve("data"),
                  "--set",
                  "listen.plain=127.0.0.1:0",
                  "--set",
                  "listen.tls=off",
                  "--set",
                  "listen.metrics=off"));
      assertTrue(second.waitFor(60, TimeUnit.SECONDS), "it ends by itself");
      String sentence = Files.readString(said);
      assertEquals(1, second.exitValue(), sentence);
      assertTrue(sentence.startsWith("chat-server: "), sentence);
      assertEquals(1, sentence.lines().count(), sentence);
      assertFalse(sentence.contains("Exception"), sentence);
      try (Client link = Client.framed(server.plain(), 0, null)) {
        link.send(new Request.Ping("still", null));
        assertEquals("still", ((Reply.Pong) link.receive()).re(), "the first goes on");
      }
    }
  }
}
