package parley.server.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.protocol.RoomBar;
import parley.protocol.RoomRole;
import parley.protocol.RoomWords;
import parley.server.config.GuestRooms;
import parley.server.net.AddressRange;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.RoomView;
import parley.server.state.ServerRole;
import parley.server.state.State;
import parley.server.state.View;

/** Once all is on disk, what is published is what was decided. */
class RosterTest {
  private static final List<String> ROOMS = List.of("lobby", "Den", "attic");
  private static final List<String> ADDRESSES =
      List.of("192.0.2.7", "192.0.3.7", "198.51.100.1", "2001:db8::1");
  private static final List<String> BANNED = List.of("p3", "192.0.2.0/24", "198.51.100.1");

  private final State state = new State();
  private final Roster roster = new Roster(state, () -> GuestRooms.EVERYWHERE);
  private final List<String> people = new ArrayList<>();
  private final Random random = new Random(12);

  private void happened(Change.Lasting change) {
    Entry entry = new Entry(state.nextSeq(), state.nextSeq() * 10, change);
    state.apply(entry);
    roster.apply(entry);
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void something() {
    String id = any(people);
    String name = state.person(id).name();
    long until = random.nextBoolean() ? 0 : random.nextInt(20_000);
    String room = any(ROOMS);
    switch (random.nextInt(17)) {
      case 0 -> {
        boolean gives = random.nextBoolean();
        happened(
            state.isAccount(id)
                ? new Change.RoleGiven(
                    id, name, gives ? ServerRole.OWNER : ServerRole.MEMBER, "olga")
                : new Change.OperatorSet(id, name, gives));
      }
      case 9 -> {
        if (!state.isAccount(id)) {
          happened(new Change.AccountMade(id, name, ServerRole.MEMBER, "olga", null));
        }
      }
      case 10 -> {
        if (state.isAccount(id)) {
          happened(new Change.Suspended(id, name, random.nextBoolean() ? "late" : null, "olga"));
        }
      }
      case 16 -> happened(new Change.ErasureBegun(id, name, until + 1, "olga"));
      case 1 -> happened(new Change.Muted(id, name, until, "olga", List.of(any(ADDRESSES))));
      case 2 -> happened(new Change.Unmuted(id, name, "olga"));
      case 3 -> happened(new Change.NetworkUnmuted(any(ADDRESSES), "olga"));
      case 4 ->
          happened(
              new Change.Banned(
                  any(BANNED),
                  until,
                  "noise",
                  "olga",
                  random.nextBoolean() ? List.of() : List.of("192.0.2.3", "2001:db8:0:1::/64")));
      case 5 -> happened(new Change.Unbanned(any(BANNED), "olga"));
      case 6 -> {
        if (!isMember(id, room)) {
          happened(new Change.Joined(room, id, name));
        }
      }
      case 7 -> {
        if (isMember(id, room)) {
          happened(new Change.Left(room, id, name, "left"));
        }
      }
      case 11 -> {
        if (state.room(room) != null) {
          happened(new Change.RoomSet(room, id, name, RoomWords.change("slow", "" + until)));
        }
      }
      case 12 -> {
        if (isMember(id, room)) {
          RoomRole role = any(List.of(RoomRole.values()));
          happened(new Change.RoomRoleGiven(room, id, name, role, "olga"));
        }
      }
      case 13 -> {
        if (state.room(room) != null && !isMember(id, room)) {
          happened(new Change.RoomInvited(room, id, name, "olga", random.nextBoolean()));
        }
      }
      case 15 -> {
        if (state.room(room) != null) {
          RoomBar bar = any(List.of(RoomBar.values()));
          happened(
              random.nextBoolean()
                  ? new Change.RoomUnbarred(room, bar, id, name, "olga")
                  : new Change.RoomBarred(
                      room, bar, id, name, until, "", "olga", List.of(any(ADDRESSES))));
        }
      }
      case 14 -> {
        if (state.room(room) != null && state.room(room).members().isEmpty()) {
          happened(new Change.RoomClosed(room, "olga"));
        }
      }
      default -> {
        boolean account = state.isAccount(id);
        happened(
            account ? new Change.AccountDeleted(id, name, "olga") : new Change.Expired(id, name));
        come(people.indexOf(id), name);
      }
    }
  }

  private boolean isMember(String id, String room) {
    return state.room(room) != null && state.room(room).role(id) != null;
  }

  private void come(int place, String name) {
    String id = "g" + state.nextPerson();
    happened(new Change.Came(id, name, "hash-" + id));
    people.set(place, id);
  }

  private List<Object> answers(View view, String id, long now) {
    List<Object> answers = new ArrayList<>();
    answers.add("" + view.role(id));
    answers.add(view.isAccount(id));
    answers.add("" + view.suspended(id));
    answers.add(view.mutedUntil(id));
    answers.add(view.roomsOf(id).stream().sorted().toList());
    for (String name : ROOMS) {
      RoomView room = view.room(name.toUpperCase(java.util.Locale.ROOT));
      if (room != null) {
        answers.add(room.settings());
        answers.add("" + room.role(id));
        answers.add(room.since(id));
        answers.add(room.invites(id));
        answers.add("" + room.bars().of(RoomBar.MUTE, id));
        answers.add("" + room.bars().of(RoomBar.BAN, id));
        answers.add(room.bars().ofNetworks(RoomBar.BAN, ADDRESSES, now) != null);
      }
    }
    BANNED.forEach(name -> answers.add("" + view.banOfName(name)));
    for (String address : ADDRESSES) {
      answers.add("" + view.muteOf(address));
      answers.add(view.banOf(AddressRange.of(address), now) != null);
      answers.add(view.banOfNewcomers(AddressRange.of(address), now) != null);
    }
    return answers;
  }

  private void same(View published) {
    long now = random.nextInt(20_000);
    for (int n = 1; n < state.nextPerson(); n++) {
      String id = "g" + n;
      assertEquals(answers(state, id, now), answers(published, id, now), id);
    }
  }

  @Test
  void itSaysWhatTheStateSays() {
    for (int i = 0; i < 5; i++) {
      people.add(null);
      come(i, "p" + i);
    }
    for (int i = 0; i < 2_000; i++) {
      something();
      if (i % 20 == 0) {
        same(roster);
      }
    }
    same(roster);
    same(new Roster(state, () -> GuestRooms.EVERYWHERE));
  }
}
