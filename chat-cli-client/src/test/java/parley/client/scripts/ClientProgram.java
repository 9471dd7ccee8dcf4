package parley.client.scripts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import parley.client.Peer;
import parley.protocol.Event;
import parley.protocol.Request;
import parley.testkit.OwnJvm;

/** The client as a program of its own, from the class path of the tests. */
final class ClientProgram {
  private ClientProgram() {}

  /**
   * @param words what is typed behind its name
   */
  static List<String> command(List<String> words) {
    return command(OwnJvm.command(ClientProgram::send), words);
  }

  private static List<String> command(List<String> java, List<String> words) {
    List<String> command = new ArrayList<>(java);
    command.add("-XX:CompileThresholdScaling=4"); // little of it runs often enough to pay
    command.add("parley.client.Chat");
    command.addAll(words);
    return command;
  }

  /** One message is sent. */
  private static void send(List<String> java, Path home) throws IOException, InterruptedException {
    try (Peer peer = new Peer()) {
      String server = "alice@127.0.0.1:" + peer.port();
      ProcessBuilder builder =
          new ProcessBuilder(
              command(java, List.of("send", "--plain", "--server", server, "lobby", "hi")));
      builder.environment().put("HOME", home.toString());
      Process send =
          builder
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Peer.Conversation line = peer.accept();
      line.welcome("g1", "s1", "log", 40);
      line.ok(line.receive(Request.Send.class), 51);
      Request.Bye bye = line.receive(Request.Bye.class);
      line.send(new Event.Bye(bye.id(), "bye", "Bye."));
      send.waitFor(60, TimeUnit.SECONDS);
    }
  }
}
