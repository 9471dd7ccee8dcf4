package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import parley.client.link.SavedSessionFile;
import parley.protocol.Reply;
import parley.protocol.Request;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of what is done to a message that was said, and the doing. To ask twice is harmless,
 * so a line that breaks before the answer is mended and it is asked again.
 */
public final class ChangeOptions {
  private static final Duration MENDED = Duration.ofSeconds(60);

  @Mixin ServerOptions options;
  @Mixin SavedSessionOptions where;

  @Option(
      names = {"-r", "--room"},
      paramLabel = "ROOM",
      description = "Join this room before; where the place is not in it already.")
  String room;

  @Option(names = "--json", description = "Print the server's answer as a line of JSON.")
  boolean json;

  /** Asks for it, and answers the exit code. */
  int ask(Function<String, Request> question) throws IOException, InterruptedException {
    try (SavedSessionFile file = where.claim()) {
      ScriptRequest[] request = new ScriptRequest[1];
      request[0] =
          new ScriptRequest(
              options,
              options.address(where.server.text),
              MENDED,
              room,
              file,
              question,
              answer -> {
                if (json && answer instanceof Reply.Ok ok) {
                  Console.OUT.println(Console.json(ok));
                  Console.flushed();
                }
                request[0].enough();
              });
      return request[0].run();
    }
  }
}
