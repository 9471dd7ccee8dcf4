package parley.client.scripts;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import parley.protocol.Json;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chat rooms}: the rooms there are. */
@Command(name = "rooms", description = "List the rooms: name, people, topic.")
public final class RoomsCommand implements Callable<Integer> {
  @Mixin ServerOptions options;

  @Option(names = "--json", description = "Each room as one line of JSON.")
  boolean json;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "[NAME@]HOST[:PORT]",
      description = "The server (PARLEY_SERVER, or localhost).")
  String server;

  private Visit visit;
  private String after;

  @Override
  public Integer call() throws InterruptedException {
    visit =
        new Visit(
            options,
            options.address(server),
            Duration.ZERO,
            id -> new Request.Rooms(id, after),
            this::show);
    return visit.run();
  }

  private void show(Object answer) {
    if (answer instanceof Reply.Ok ok && ok.rooms() != null) {
      print(ok.rooms());
      Console.flushed();
      if (Boolean.TRUE.equals(ok.more()) && !ok.rooms().isEmpty()) {
        after = ok.rooms().getLast().room();
        visit.askAgain();
      } else {
        visit.enough();
      }
    }
  }

  private void print(List<RoomInfo> rooms) {
    int width = rooms.stream().mapToInt(r -> Printable.line(r.room()).length()).max().orElse(1);
    for (RoomInfo room : rooms) {
      String topic = room.topic() == null ? "" : Printable.line(room.topic());
      Console.OUT.println(
          json
              ? Json.MAPPER.writeValueAsString(room)
              : ("%-" + width + "s %6d  %s")
                  .formatted(Printable.line(room.room()), room.members(), topic)
                  .stripTrailing());
    }
  }
}
