package parley.client.scripts;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import parley.protocol.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chat edit}: gives one's own message another text. */
@Command(
    name = "edit",
    description =
        "Give your own message another text. You are who you were with the --session-file of the"
            + " call that sent it.",
    footer = {
      "",
      "Example:",
      "  seq=$(chat send --session-file bot --acks - ops 'Building ...' | jq .seq)",
      "  chat edit --session-file bot $seq 'Built.'"
    })
public final class EditCommand implements Callable<Integer> {
  @Mixin ChangeOptions change;

  @Parameters(index = "0", paramLabel = "SEQ", description = "The message's number.")
  long seq;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "TEXT", description = "The new text.")
  List<String> words;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return change.ask(id -> new Request.Edit(id, seq, String.join(" ", words), null));
  }
}
