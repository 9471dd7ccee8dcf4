package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.testkit.ServerProcess;
import parley.testkit.Trust;

/**
 * A restart of the server, by an upgrade or by {@code kill -9}, is nobody's coming or going: those
 * who were in a room take their places back and see nothing of each other.
 */
@Timeout(600)
class QuietRestartIT {
  private static final int PEOPLE = 60;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private ServerProcess server;
  private SSLContext trust;
  private List<Guest> people = new ArrayList<>();

  /** Where each one's stream has come to. */
  private final long[] cursors = new long[PEOPLE];

  @BeforeEach
  void start() throws Exception {
    server = ServerProcess.shipped(home, "limits.connections-per-address=0", "session.grace=10m");
    server.start();
    trust = Trust.in(server.authority());
  }

  @AfterEach
  void stop() throws IOException {
    for (Guest guest : people) {
      guest.close();
    }
    server.close();
  }

  @Test
  void nobodySeesAnyoneComeOrGo() throws Exception {
    for (int i = 0; i < PEOPLE; i++) {
      people.add(Guest.in(server.plain(), "p" + i));
    }
    Guest ghost = Guest.in(server.plain(), "ghost");
    heard("everyone is here");
    people.forEach(Guest::forget);

    assertEquals(0, server.stop());
    List<Event> atTheEnd = new ArrayList<>();
    for (Guest guest : people) {
      atTheEnd.addAll(rest(guest));
    }
    assertEquals(List.of(), comingAndGoing(atTheEnd), "seen while the server stopped");
    assertEquals(PEOPLE, atTheEnd.stream().filter(Event.Bye.class::isInstance).count());
    ghost.close();
    server.start();
    everyoneReturns();
    heard("after the upgrade");

    server.kill();
    server.start();
    everyoneReturns();
    heard("after the crash");

    // Who does not come back is missed when the grace is over, and nobody else is.
    server.admin("limits", "set", "session.grace", "1s");
    for (Guest guest : people) {
      assertEquals("ghost", next(guest, Event.Left.class).name());
    }
    heard("at last");
    for (Guest guest : people) {
      List<Event> seen = comingAndGoing(guest.events);
      assertEquals(1, seen.size(), seen::toString);
    }
    System.out.printf(
        "%d people through a stop and a kill: 1 left, 0 joined, 0 online, 0 offline%n", PEOPLE);
  }

  private static <T extends Event> T next(Guest guest, Class<T> type) throws IOException {
    return guest.event(type, _ -> true);
  }

  /** The first one says something, and everyone has it. */
  private void heard(String text) throws IOException {
    Reply.Sent ok = people.getFirst().say(text);
    for (int i = 0; i < PEOPLE; i++) {
      people.get(i).event(Event.Message.class, m -> m.text().equals(text));
      cursors[i] = ok.seq();
    }
  }

  private void everyoneReturns() throws IOException {
    List<Guest> back = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      Reply.Welcome place = people.get(i).place;
      people.get(i).close();
      boolean tls = i % 2 == 0;
      Guest guest =
          Guest.back(tls ? server.tls() : server.plain(), tls ? trust : null, place, cursors[i]);
      assertEquals(place.id(), guest.place.id());
      assertEquals(place.name(), guest.place.name());
      assertEquals(List.of("lobby"), guest.place.rooms().stream().map(r -> r.room()).toList());
      back.add(guest);
    }
    people = back;
  }

  /** What came until the connection ended. */
  private static List<Event> rest(Guest guest) {
    List<Event> rest = new ArrayList<>(guest.events);
    try {
      while (true) {
        if (guest.link.receive() instanceof Event event) {
          rest.add(event);
        }
      }
    } catch (IOException e) {
      return rest;
    }
  }

  private static List<Event> comingAndGoing(List<Event> events) {
    return events.stream()
        .filter(
            e ->
                Stream.of(
                        Event.Joined.class,
                        Event.Left.class,
                        Event.Renamed.class,
                        Event.Online.class,
                        Event.Offline.class)
                    .anyMatch(type -> type.isInstance(e)))
        .toList();
  }
}
