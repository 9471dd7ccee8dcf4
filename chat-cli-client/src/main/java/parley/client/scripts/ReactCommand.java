package parley.client.scripts;

import java.io.IOException;
import java.util.concurrent.Callable;
import parley.client.conversation.Emoji;
import parley.protocol.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chat react}: answers a message with an emoji. */
@Command(name = "react", description = "React to a message with an emoji.")
public final class ReactCommand implements Callable<Integer> {
  @Mixin ChangeOptions change;

  @Option(names = "--remove", description = "Take the reaction back.")
  boolean remove;

  @Parameters(
      index = "0",
      paramLabel = "EMOJI",
      description = "One character as people see it, or a name such as :+1:.")
  String emoji;

  @Parameters(index = "1", paramLabel = "SEQ", description = "The message's number.")
  long seq;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return change.ask(id -> new Request.React(id, seq, Emoji.of(emoji), remove ? true : null));
  }
}
