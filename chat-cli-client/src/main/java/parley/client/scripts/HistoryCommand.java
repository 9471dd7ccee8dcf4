package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import parley.client.link.SavedSessionFile;
import parley.protocol.Addressee;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chat history}: messages of a room read back, oldest first. */
@Command(
    name = "history",
    description = "Print messages of a room, oldest first: the last ones, or those beside one.",
    footer = {"", "Example:", "  chat history lobby --before 48211 --limit 20"})
public final class HistoryCommand implements Callable<Integer> {
  private static final int MOST = 100_000;

  @Mixin ServerOptions options;
  @Mixin SavedSessionOptions where;
  @Spec CommandSpec command;

  @Option(
      names = "--before",
      paramLabel = "SEQ",
      description = "Only messages before this number: the last of them.")
  Long before;

  @Option(
      names = "--after",
      paramLabel = "SEQ",
      description = "Only messages after this number: the first of them.")
  Long after;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "COUNT",
      defaultValue = "" + Limits.HISTORY_DEFAULT,
      description = "How many at most (${DEFAULT-VALUE}).")
  int limit;

  @Option(names = "--json", description = "Each message as one line of JSON.")
  boolean json;

  @Parameters(
      index = "0",
      paramLabel = "ROOM",
      converter = NameConverters.Either.class,
      description = "A room, or @NAME for one person.")
  Addressee target;

  private final Deque<Event.Message> read = new ArrayDeque<>();
  private ScriptRequest request;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (limit < 1 || limit > MOST) {
      throw new ParameterException(command.commandLine(), "--limit goes from 1 to " + MOST + ".");
    }
    if (before != null && after != null) {
      throw new ParameterException(
          command.commandLine(), "Give --before or --after, and not both.");
    }
    try (SavedSessionFile file = where.claim()) {
      request =
          new ScriptRequest(
              options,
              options.address(where.server.text),
              Duration.ZERO,
              target.room(),
              file,
              id ->
                  new Request.History(
                      id,
                      target.room(),
                      target.person(),
                      before,
                      after,
                      Math.min(limit - read.size(), Limits.HISTORY_MAX),
                      target.personId()),
              this::take);
      int code = request.run();
      read.forEach(
          m ->
              Console.OUT.println(
                  json ? MessageLines.json(m) : MessageLines.rows(MessageLines.numbered(m))));
      Console.flushed();
      return code;
    }
  }

  private void take(Object answer) {
    if (answer instanceof Reply.History(_, List<Event.Message> messages, boolean more, _)) {
      if (after != null) {
        messages.forEach(read::addLast);
      } else {
        messages.reversed().forEach(read::addFirst);
      }
      if (!more || messages.isEmpty() || read.size() >= limit) {
        request.enough();
      } else {
        if (after != null) {
          after = read.getLast().seq();
        } else {
          before = read.getFirst().seq();
        }
        request.askAgain();
      }
    }
  }
}
