package parley.server.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Reply;
import parley.server.archive.Checkup;
import parley.server.archive.Progress;
import parley.server.config.Keep;
import parley.server.decide.Act;
import parley.server.log.Log;
import parley.server.log.OutcomeUnknownException;
import parley.server.log.RolledBackException;
import parley.server.logfile.LogFolder;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.ServerRole;

/** With a clock that is given. */
class CleaningTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @TempDir Path temp;

  private long now = 1_000 * HOUR;
  private int guests;
  private Keep records = new Keep.Forever();

  private void append(Log log, Change.Lasting change)
      throws RolledBackException, OutcomeUnknownException {
    log.append(List.of(new Entry(log.last() + 1, now, change)));
  }

  private void visitor(Log log) throws Exception {
    guests++;
    String id = "g" + guests;
    append(log, new Change.Came(id, "name" + guests, "hash" + guests));
    append(log, new Change.Joined("lobby", id, "name" + guests));
    append(log, new Change.Left("lobby", id, "name" + guests, "quit"));
    append(log, new Change.Expired(id, "name" + guests, true));
  }

  private int forgotten(Log log, Duration grace) throws Exception {
    List<String> gone = new ArrayList<>();
    try (Cleaning cleaning =
        new Cleaning(
            log,
            command -> {
              Change.Forgotten change = ((Act.Forget) command).change();
              gone.addAll(change.gone());
              try {
                append(log, change);
              } catch (RolledBackException | OutcomeUnknownException e) {
                throw new AssertionError(e);
              }
              return new Reply.Done(null);
            },
            () -> grace,
            () -> records,
            () -> now)) {
      cleaning.pass();
    }
    return gone.size();
  }

  private static List<Long> audited(Log log) {
    return log.audit(Long.MAX_VALUE, 1_000).stream().map(Entry::seq).sorted().toList();
  }

  private void unban(Log log, String name) throws Exception {
    append(log, new Change.Banned(name, 0, "noise", "olivia", List.of()));
    append(log, new Change.Unbanned(name, "olivia"));
  }

  @Test
  void ofWhatWasDoneThatGoesWhichIsTooOldAndOnWhichNothingRests() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      append(log, new Change.AccountMade("u1", "olivia", ServerRole.OWNER, "console", null));
      long account = log.last();
      append(log, new Change.Banned("mallory", 0, "noise", "olivia", List.of()));
      long ban = log.last();
      unban(log, "trent");
      for (int i = 0; i < 700; i++) {
        append(log, new Change.Commanded("u1", "olivia", "kick guest" + i));
      }
      append(log, new Change.Reported("u1", "olivia", 1, "lobby", "mallory", "rude"));
      now += 47 * HOUR;
      append(log, new Change.Commanded("u1", "olivia", "stats"));
      long young = log.last();
      assertEquals(0, forgotten(log, Duration.ofMinutes(1)));
      assertEquals(706, audited(log).size(), "as shipped, all of it is kept");

      records = new Keep.Age(Duration.ofDays(2));
      forgotten(log, Duration.ofMinutes(1));
      assertEquals(706, audited(log).size(), "not yet two days");
      now += 2 * HOUR;
      forgotten(log, Duration.ofMinutes(1));
      assertEquals(List.of(account, ban, young), audited(log));
      append(log, new Change.Unbanned("mallory", "olivia"));
      long last = log.last();
      now += 100 * HOUR;
      forgotten(log, Duration.ofMinutes(1));
      assertEquals(List.of(account), audited(log), "the ban that is over, too");
      assertTrue(log.last() > last);
      forgotten(log, Duration.ofMinutes(1));
      assertEquals(ServerRole.OWNER, log.load().person("u1").account().role());
    }
    Checkup.Result found = Checkup.of(temp.resolve(LogFolder.FILE), null, Progress.NONE);
    assertEquals(List.of(), found.findings());
    assertTrue(found.events() < 12, "events: " + found.events());
  }

  @Test
  void nothingGoesOfWhatSomebodyMayStillBeOwed() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      visitor(log);
      append(log, new Change.RoomClosed("lobby", "server"));
      for (int i = 0; i < 400; i++) {
        visitor(log);
      }
      now += 20 * HOUR;
      visitor(log);
      now += 3 * HOUR;
      assertEquals(0, forgotten(log, Duration.ofMinutes(1)), "not yet a day");
      now += 2 * HOUR;
      assertEquals(0, forgotten(log, Duration.ofDays(2)), "sessions are kept for longer");
      // The first of them made the room that is there.
      assertEquals(400, forgotten(log, Duration.ofMinutes(1)));
      assertEquals(0, forgotten(log, Duration.ofMinutes(1)), "once");
      now += 48 * HOUR;
      assertEquals(0, forgotten(log, Duration.ofMinutes(1)), "the newest stays");
      visitor(log);
      assertEquals(1, forgotten(log, Duration.ofMinutes(1)));
      assertEquals(guests + 1, log.load().nextPerson());
    }
    Checkup.Result found = Checkup.of(temp.resolve(LogFolder.FILE), null, Progress.NONE);
    assertEquals(List.of(), found.findings());
    assertTrue(found.events() < 20, "events: " + found.events());
  }
}
