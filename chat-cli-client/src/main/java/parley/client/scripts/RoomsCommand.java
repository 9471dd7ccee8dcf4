package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import parley.client.terminal.DisplayWidth;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;
import parley.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chat rooms}: the rooms there are. */
@Command(name = "rooms", description = "List the rooms: name, people, topic.")
public final class RoomsCommand implements Callable<Integer> {
  @Mixin ServerOptions options;
  @Mixin ServerAddress.Alone server;

  @Option(names = "--json", description = "Each room as one line of JSON.")
  boolean json;

  private ScriptRequest request;
  private String after;

  @Override
  public Integer call() throws IOException, InterruptedException {
    request =
        new ScriptRequest(
            options,
            options.address(server.text()),
            Duration.ZERO,
            id -> new Request.Rooms(id, after),
            this::show);
    return request.run();
  }

  private void show(Object answer) {
    if (answer instanceof Reply.RoomList list) {
      print(list.rooms());
      Console.flushed();
      if (Boolean.TRUE.equals(list.more()) && !list.rooms().isEmpty()) {
        after = list.rooms().getLast().room();
        request.askAgain();
      } else {
        request.enough();
      }
    }
  }

  private void print(List<RoomInfo> rooms) {
    Table table = Table.bare(DisplayWidth::of, false, true, false);
    for (RoomInfo room : rooms) {
      if (json) {
        Console.OUT.println(Console.json(room));
      } else {
        table.row(room.room(), room.members(), room.topic());
      }
    }
    if (!json && !rooms.isEmpty()) {
      Console.OUT.println(table);
    }
  }
}
