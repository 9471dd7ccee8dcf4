package parley.client.scripts;

import java.io.IOException;
import java.util.concurrent.Callable;
import parley.protocol.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chat delete}: takes a message back. */
@Command(
    name = "delete",
    description = "Take a message back for good: your own, or any one with the operator's token.")
public final class DeleteCommand implements Callable<Integer> {
  @Mixin ChangeOptions change;

  @Parameters(index = "0", paramLabel = "SEQ", description = "The message's number.")
  long seq;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return change.ask(id -> new Request.Delete(id, seq));
  }
}
