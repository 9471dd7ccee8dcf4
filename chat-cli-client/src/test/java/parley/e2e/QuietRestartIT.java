package parley.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
import parley.testkit.Programs;
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

  @Test
  void aScriptIsSeenByWhatItSaysAloneAndOutlivesARestart() throws Exception {
    Guest ann = Guest.in(server.plain(), "ann");
    people.add(ann);
    ann.event(Event.Joined.class, e -> e.name().equals("ann"));
    ann.forget();
    long before = ann.say("before").seq();
    assertEquals("", run(0, "send", "lobby", "one"));
    long one = ann.event(Event.Message.class, m -> m.text().equals("one")).seq();
    long after = ann.say("after").seq();
    assertEquals(List.of(before + 2, one + 2), List.of(one, after), "came, said, expired");
    assertEquals(List.of(), comingAndGoing(ann.events));

    String typo = run(1, "send", "loby", "never");
    assertTrue(typo.contains("There is no room loby") && typo.contains("Near it: lobby."), typo);
    assertEquals("", run(0, "send", "--create", "attic", "made"));

    // By TLS, whose certificate is remembered at the first visit; nobody is there to be visited.
    assertEquals(0, server.stop());
    Process waits = chat("send", "--retry-for", "300", "lobby", "two");
    await().until(() -> said().contains("Trying again"));
    server.start();
    end(0, waits);
    Process piped = chat("send", "lobby");
    piped.getOutputStream().write("three\n".getBytes(UTF_8));
    piped.getOutputStream().flush();
    Guest bob = Guest.in(server.plain(), "bob");
    people.add(bob);
    history(bob, List.of("two", "three"));
    server.kill();
    server.start();
    piped.getOutputStream().write("four\n".getBytes(UTF_8));
    piped.getOutputStream().close();
    end(0, piped);
    history(Guest.in(server.plain(), "carl"), List.of("two", "three", "four"));
  }

  /** What was said since the first part, in whichever order the two scripts came. */
  private void history(Guest guest, List<String> texts) throws Exception {
    people.add(guest);
    await()
        .untilAsserted(
            () ->
                assertEquals(
                    new TreeSet<>(texts),
                    Guest.messages(server.plain(), "lobby").stream()
                        .map(Event.Message::text)
                        .filter(text -> !List.of("before", "one", "after").contains(text))
                        .collect(Collectors.toCollection(TreeSet::new))));
  }

  private Process chat(String... words) throws IOException {
    List<String> line = new ArrayList<>(List.of(Programs.bin("chat")));
    line.addAll(List.of(words));
    line.addAll(1 + 1, List.of("-s", "zoe@127.0.0.1:" + server.tls()));
    Path output = home.resolve("script.txt");
    Files.deleteIfExists(output);
    return Programs.start(Files.createDirectories(home.resolve("zoe")), output, output, line);
  }

  private String said() throws IOException {
    return Files.readString(home.resolve("script.txt"));
  }

  private static void end(int code, Process process) throws InterruptedException {
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it ends by itself");
    assertEquals(code, process.exitValue());
  }

  /** What it printed, but for words of a first visit. */
  private String run(int code, String... words) throws Exception {
    end(code, chat(words));
    return said()
        .lines()
        .filter(line -> !line.contains("First visit") && !line.contains("SHA256:"))
        .filter(line -> !line.contains("It is remembered"))
        .collect(Collectors.joining("\n"));
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
