package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import parley.client.link.SavedSessionFile;
import parley.client.terminal.FoundMessage;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chat search}: finds messages; its exit code is that of {@code grep}. */
@Command(
    name = "search",
    description =
        "Find messages by their words, and print the newest of them, oldest first. The exit code"
            + " is 0 where something is found, 1 where nothing is, and above 1 where the search"
            + " failed.",
    footer = {
      "",
      "In the query: words, \"a phrase\", begin*, -not, from:NAME, room:NAME, after:2026-01-01,"
          + " before:2026-01-31.",
      "Only what you may read is searched: a room that you name is joined for it.",
      "",
      "Examples:",
      "  chat search --room ops 'disk full'",
      "  chat search --room lobby 'deploy* -staging after:2026-11-01' --json | jq -r .text"
    })
public final class SearchCommand implements Callable<Integer> {
  private static final int MOST = 10_000;
  private static final String FOUND = "\033[1;33m";
  private static final String PLAIN = "\033[0m";

  @Mixin ServerOptions options;
  @Mixin SavedSessionOptions where;
  @Spec CommandSpec command;

  @Option(
      names = {"-r", "--room"},
      paramLabel = "ROOM",
      converter = NameConverters.Room.class,
      description = "Only in this room.")
  String room;

  @Option(
      names = "--from",
      paramLabel = "NAME",
      converter = NameConverters.Person.class,
      description = "Only what this person said.")
  String from;

  @Option(names = "--before", paramLabel = "SEQ", description = "Only messages before this number.")
  Long before;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "COUNT",
      defaultValue = "" + Limits.HISTORY_DEFAULT,
      description = "How many at most (${DEFAULT-VALUE}).")
  int limit;

  @Option(names = "--json", description = "Each message as one line of JSON.")
  boolean json;

  @Parameters(arity = "1..*", paramLabel = "QUERY", description = "What to look for.")
  List<String> query;

  private final Deque<Event.Message> found = new ArrayDeque<>();
  private ScriptRequest request;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (limit < 1 || limit > MOST) {
      throw new ParameterException(command.commandLine(), "--limit goes from 1 to " + MOST + ".");
    }
    try (SavedSessionFile file = where.claim()) {
      request =
          new ScriptRequest(
              options,
              options.address(where.server.text),
              Duration.ZERO,
              room,
              file,
              id ->
                  new Request.Search(
                      id,
                      String.join(" ", query),
                      room,
                      from,
                      Math.min(limit - found.size(), Limits.HISTORY_MAX),
                      before),
              this::take);
      int code = request.run();
      boolean coloured =
          Console.isTerminal() && options.environment().getOrDefault("NO_COLOR", "").isEmpty();
      found.forEach(
          m ->
              Console.OUT.println(
                  json ? MessageLines.json(m) : MessageLines.rows(line(m, coloured))));
      Console.flushed();
      if (code == ExitCode.OK && found.isEmpty()) {
        if (room == null && where.sessionFile == null) {
          Console.say("Nothing found. A visitor is in no room: --room joins one for the search.");
        }
        return ExitCode.NOT_FOUND;
      }
      return code == ExitCode.REFUSED ? ExitCode.FAULT : code;
    }
  }

  private void take(Object answer) {
    if (answer
        instanceof Reply.History(_, List<Event.Message> messages, boolean more, String note)) {
      if (note != null && found.isEmpty()) {
        Console.say(Printable.line(note));
      }
      messages.reversed().forEach(found::addFirst);
      if (!more || messages.isEmpty() || found.size() >= limit) {
        request.enough();
      } else {
        before = found.getFirst().seq();
        request.askAgain();
      }
    }
  }

  private static String line(Event.Message message, boolean coloured) {
    FoundMessage hit = FoundMessage.of(message);
    StringBuilder line = new StringBuilder();
    line.append('#')
        .append(hit.seq())
        .append(' ')
        .append(MessageLines.time(message.at()))
        .append(' ');
    line.append(hit.where()).append(' ').append(Printable.line(message.from())).append(": ");
    for (FoundMessage.Piece piece : hit.pieces()) {
      line.append(piece.found() && coloured ? FOUND + piece.text() + PLAIN : piece.text());
    }
    return line.toString();
  }
}
