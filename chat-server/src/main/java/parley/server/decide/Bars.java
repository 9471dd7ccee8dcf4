package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.ErrorCode;
import parley.protocol.Leaving;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.protocol.RoomBar;
import parley.protocol.RoomRole;
import parley.server.net.Network;
import parley.server.rights.Verdict;
import parley.server.state.Asker;
import parley.server.state.Bar;
import parley.server.state.Change;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.State;

/** Who may not speak in a room, or not be in it. */
final class Bars {
  /** Of one room, at most. */
  private static final int MOST = 1_000;

  /** That one tick ends at most, so that no batch grows without bound. */
  private static final int ENDED_PER_TICK = 200;

  private Bars() {}

  static Decision decide(State state, Act.BarFrom c, Room room, String by, long now) {
    return c.remove() ? end(state, c, room, by) : begin(state, c, room, by, now);
  }

  private static Decision begin(State state, Act.BarFrom c, Room room, String by, long now) {
    Person person = state.named(c.name());
    // Who is not in the room can be kept out of it, and could have left it to escape.
    if (person == null || !Rooms.sees(state, c.by(), person, now)) {
      return RoomKeeping.notIn(c.re(), c.name(), room);
    }
    Verdict may = RoomKeeping.onMember(state, c, room, person, now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    boolean lasting = c.bar() == RoomBar.BAN || RoomKeeping.isSelf(c.by(), person);
    if (lasting && RoomKeeping.isLastOwner(room, person)) {
      return Decision.refused(c.re(), parley.server.rights.Rights.lastOwnerOf(room.name()));
    }
    if (room.bars().of(c.bar(), person.id()) == null && said(state, room) >= MOST) {
      return Decision.refused(
          c.re(), ErrorCode.LIMIT_REACHED, MOST + " people are kept from " + room.name() + ".");
    }
    List<Change> changes = new ArrayList<>();
    changes.add(
        new Change.RoomBarred(
            room.name(),
            c.bar(),
            person.id(),
            person.name(),
            c.until(),
            c.reason(),
            by,
            person.isAccount() ? List.of() : networks(person)));
    if (c.bar() == RoomBar.BAN) {
      if (room.invites(person.id())) {
        changes.add(new Change.RoomInvited(room.name(), person.id(), person.name(), by, true));
      }
      if (state.isMember(person, room)) {
        new Departures(changes).leave(person, room, Leaving.KICKED, by, null);
      }
    }
    return new Decision(changes, new Reply.Done(c.re()));
  }

  /** How many were said, and not what followed from them for those who came later. */
  private static long said(State state, Room room) {
    return room.bars().all().stream()
        .filter(bar -> !bar.networks().isEmpty() || state.isAccount(bar.person()))
        .count();
  }

  /** Where somebody comes from: a guest is somebody else after a goodbye. */
  static List<String> networks(Person person) {
    return person.addresses().stream().map(a -> Network.of(a).name()).distinct().toList();
  }

  /** A moderator ends what they said themselves; an owner, whatever was said. */
  private static Decision end(State state, Act.BarFrom c, Room room, String by) {
    List<Bar> meant = meant(state, c, room);
    boolean all =
        c.asOperator()
            || c.by() instanceof Asker.Person person && room.role(person.id()) == RoomRole.OWNER;
    if (!all && !meant.stream().allMatch(bar -> by.equals(bar.by()))) {
      return Decision.refused(
          c.re(),
          ErrorCode.FORBIDDEN,
          "Only who said it, or an owner of " + room.name() + ", can take it back.");
    }
    List<Change> ends = meant.stream().<Change>map(bar -> ended(room, bar, by)).toList();
    return ends.isEmpty()
        ? Decision.refused(
            c.re(),
            ErrorCode.NO_SUCH_PERSON,
            "Nobody called %s is kept from %s in that way.".formatted(c.name(), room.name()))
        : new Decision(ends, new Reply.Done(c.re()));
  }

  /** Of whom has the name now, or else of whom had it when that was said. */
  private static List<Bar> meant(State state, Act.BarFrom c, Room room) {
    Person now = state.named(c.name());
    Bar theirs = now == null ? null : room.bars().of(c.bar(), now.id());
    if (theirs != null) {
      return List.of(theirs);
    }
    String folded = Names.fold(c.name());
    return room.bars().all().stream()
        .filter(bar -> bar.bar() == c.bar() && Names.fold(bar.name()).equals(folded))
        .toList();
  }

  private static Change ended(Room room, Bar bar, String by) {
    return new Change.RoomUnbarred(room.name(), bar.bar(), bar.person(), bar.name(), by);
  }

  /** Ends those that are over. */
  static void tick(State state, List<Change> changes, long now) {
    int left = ENDED_PER_TICK;
    for (Room room : state.barredRooms()) {
      for (Bar bar : room.bars().all()) {
        if (bar.over(now) && left > 0) {
          changes.add(ended(room, bar, "time"));
          left--;
        }
      }
    }
  }

  /** Whoever comes from where somebody is muted is muted as long, who has no account. */
  static void newcomer(List<Change> changes, Room room, Person person, Bar mute) {
    if (mute != null && room.bars().of(RoomBar.MUTE, person.id()) == null) {
      changes.add(
          new Change.RoomBarred(
              room.name(),
              RoomBar.MUTE,
              person.id(),
              person.name(),
              mute.until(),
              mute.reason(),
              // Nobody said it of this one: it follows.
              Departures.BY,
              List.of()));
    }
  }
}
