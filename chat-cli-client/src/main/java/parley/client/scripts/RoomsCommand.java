package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;
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
    int width = rooms.stream().mapToInt(r -> Printable.line(r.room()).length()).max().orElse(1);
    for (RoomInfo room : rooms) {
      String topic = room.topic() == null ? "" : Printable.line(room.topic());
      Console.OUT.println(
          json
              ? Console.json(room)
              : ("%-" + width + "s %6d  %s")
                  .formatted(Printable.line(room.room()), room.members(), topic)
                  .stripTrailing());
    }
  }
}
