package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import parley.client.link.SavedSessionFile;
import parley.client.terminal.DisplayWidth;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.TalkInfo;
import parley.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chat talks}: with whom one talks. */
@Command(
    name = "talks",
    description =
        "List those with whom you exchanged direct messages, the newest first: name, id, unread"
            + " messages, time of the last one.",
    footer = {"", "Example:", "  chat talks --session-file robot.session --json"})
public final class TalksCommand implements Callable<Integer> {
  @Mixin ServerOptions options;
  @Mixin SavedSessionOptions where;

  @Option(names = "--json", description = "Each talk as one line of JSON.")
  boolean json;

  private ScriptRequest request;
  private Long before;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (SavedSessionFile file = where.claim()) {
      request =
          new ScriptRequest(
              options,
              options.address(where.server.text),
              Duration.ZERO,
              null,
              file,
              id -> new Request.Talks(id, before),
              this::show);
      return request.run();
    }
  }

  private void show(Object answer) {
    if (answer instanceof Reply.TalkList list) {
      print(list.talks());
      Console.flushed();
      boolean on = list.before() != null && (before == null || list.before() < before);
      if (on) {
        before = list.before();
        request.askAgain();
      } else {
        request.enough();
      }
    }
  }

  private void print(List<TalkInfo> talks) {
    Table table = Table.bare(DisplayWidth::of, false, false, true, false, false);
    for (TalkInfo talk : talks) {
      if (json) {
        Console.OUT.println(Console.json(talk));
        continue;
      }
      table.row(
          talk.with(),
          talk.withId(),
          talk.unread(),
          MessageLines.time(talk.at()),
          talk.gone() == null ? "" : "gone");
    }
    if (!json && !talks.isEmpty()) {
      Console.OUT.println(table);
    }
  }
}
