package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.protocol.ErrorCode;
import parley.protocol.Goodbye;
import parley.protocol.Leaving;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.server.net.AddressRange;
import parley.server.net.Network;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Asker;
import parley.server.state.Ban;
import parley.server.state.Change;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.ServerRole;
import parley.server.state.State;

/** What operators do. */
final class Moderation {
  private Moderation() {}

  static Decision decide(State state, Act.Moderating command, Person asker, long now) {
    String by = asker != null ? asker.name() : ((Asker.Console) command.by()).called();
    return switch (command) {
      case Act.Keeping c -> AccountKeeping.decide(state, c, asker, by, now);
      case Act.Kick c -> kick(state, c, by, now);
      case Act.Ban c -> ban(state, c, asker, by, now);
      case Act.Unban c -> unban(state, c, by);
      case Act.Mute c -> mute(state, c, by, now);
      case Act.Unmute c -> unmute(state, c, by);
      case Act.UnmuteNetwork c -> unmute(state, c, by, now);
      case Act.CloseRoom c -> closeRoom(state, c, by);
      case Act.Notify c -> announce(state, c, by);
      case Act.Retitle c -> retitle(state, c);
      case Act.SetOperator c -> operator(state, c, by, now);
    };
  }

  private static Decision done(List<Change> changes) {
    return new Decision(changes, new Reply.Done(null));
  }

  /** Out of one room, or out of the server: then the guest is gone for good. */
  private static Decision kick(State state, Act.Kick c, String by, long now) {
    Person person = state.named(c.name());
    if (person == null) {
      return Rooms.noSuchPerson(null, c.name());
    }
    Verdict may = Rights.may(state, c.by(), Right.REMOVE, new On.Person(person.id()), now);
    if (!may.allowed()) {
      return Decision.refused(null, may);
    }
    if (c.room() != null) {
      Room room = state.room(c.room());
      if (room == null || !state.isMember(person, room)) {
        return Decision.refused(
            null, ErrorCode.NOT_A_MEMBER, person.name() + " is not in " + c.room() + ".");
      }
      List<Change> changes = new ArrayList<>();
      new Departures(changes).leave(person, room, Leaving.KICKED, by, why(c.reason()));
      return done(changes);
    }
    List<Change> changes = new ArrayList<>();
    String sentence = "You were kicked" + because(c.reason());
    out(changes, List.of(person), Goodbye.KICKED, sentence, now);
    return done(changes);
  }

  private static String why(String reason) {
    return reason == null || reason.isEmpty() ? null : reason;
  }

  private static String because(String reason) {
    return reason == null || reason.isEmpty() ? "." : ": " + reason;
  }

  private static void out(
      List<Change> changes, List<Person> people, Goodbye reason, String sentence, long now) {
    Departures departures = new Departures(changes);
    for (Person person : people) {
      for (long connection : person.connections()) {
        changes.add(new Change.Ended(connection, reason, sentence));
        changes.add(Change.Disconnected.of(person, connection, now));
      }
      if (person.isAccount()) {
        person.signIns().forEach(s -> Accounts.endVisit(changes, person, s.number(), "server"));
      } else {
        departures.expire(person, Leaving.KICKED);
      }
    }
  }

  /** Whoever is meant is out for good, so that no session brings them back from elsewhere. */
  private static Decision ban(State state, Act.Ban c, Person asker, String by, long now) {
    String reason = c.reason() == null ? "" : c.reason();
    AddressRange range = c.address() ? AddressRange.meant(c.target()).orElseThrow() : null;
    String target = range == null ? Names.fold(c.target()) : range.toString();
    if (range != null && asker != null && asker.cameFrom(range)) {
      return Decision.refused(
          null,
          ErrorCode.FORBIDDEN,
          "You come from "
              + target
              + " yourself, and a ban would end you too. On the server's machine it can be done:"
              + " chat-server admin ban "
              + target);
    }
    List<Change> changes = new ArrayList<>();
    Person named = c.address() ? null : state.named(c.target());
    String whose = c.address() ? "Your address is" : "You are";
    String sentence =
        whose + " banned from this server" + Rights.until(c.until()) + because(reason);
    List<Person> meant =
        state.people().stream()
            .filter(p -> p == named || range != null && p.cameFrom(range))
            .toList();
    for (Person person : meant) {
      Verdict may = Rights.may(state, c.by(), Right.REMOVE, new On.Person(person.id()), now);
      if (!may.allowed()) {
        return Decision.refused(null, may);
      }
      Decision last = named == person ? Accounts.lastOwner(state, person) : null;
      if (last != null) {
        return last;
      }
    }
    out(changes, meant, Goodbye.BANNED, sentence, now);
    // Behind their ends, which say the reason.
    List<String> networks = c.address() || c.alone() ? List.of() : networks(state, c, named, now);
    changes.add(new Change.Banned(target, c.until(), reason, by, networks));
    return new Decision(changes, new Reply.AdminText(null, String.join("\n", networks)));
  }

  /** From where who is banned came: of somebody who is gone already, what their ban says. */
  private static List<String> networks(State state, Act.Ban c, Person named, long now) {
    if (named != null) {
      return networks(named);
    }
    Ban before = state.banOfName(c.target());
    return before == null || before.over(now) ? List.of() : before.networks();
  }

  private static List<String> networks(Person person) {
    return person.addresses().stream().map(a -> Network.of(a).name()).distinct().toList();
  }

  private static Decision unban(State state, Act.Unban c, String by) {
    String folded = Names.fold(c.target());
    Optional<AddressRange> range = AddressRange.meant(c.target());
    List<Change> ends =
        state.bans().stream()
            .filter(
                ban ->
                    ban.target().equals(folded) || range.isPresent() && ban.range().equals(range))
            .<Change>map(ban -> new Change.Unbanned(ban.target(), by))
            .toList();
    if (!ends.isEmpty()) {
      return done(ends);
    }
    for (Ban ban : state.bans()) {
      if (range.isPresent() && ban.neighbours().anyMatch(r -> r.contains(range.get()))) {
        return Decision.refused(
            null,
            ErrorCode.NO_SUCH_PERSON,
            "%s is not banned by itself, but newcomers from there are with %s: unban %s, or ban it again with --alone."
                .formatted(c.target(), ban.target(), ban.target()));
      }
    }
    String wider =
        state.bans().stream()
            .filter(ban -> range.isPresent() && ban.range().isPresent())
            .filter(ban -> ban.range().get().contains(range.get()))
            .map(ban -> " by itself, but " + ban.target() + " is")
            .findFirst()
            .orElse("");
    return Decision.refused(
        null, ErrorCode.NO_SUCH_PERSON, c.target() + " is not banned" + wider + ".");
  }

  /** Saying goodbye and coming back is no way out of it: newcomers from there are muted too. */
  private static Decision mute(State state, Act.Mute c, String by, long now) {
    Person person = state.named(c.name());
    if (person == null) {
      return Rooms.noSuchPerson(null, c.name());
    }
    Verdict may = Rights.may(state, c.by(), Right.MUTE, new On.Person(person.id()), now);
    if (!may.allowed()) {
      return Decision.refused(null, may);
    }
    List<String> networks = c.alone() ? List.of() : networks(person);
    return new Decision(
        List.of(new Change.Muted(person.id(), person.name(), c.until(), by, networks)),
        new Reply.AdminText(null, String.join("\n", networks)));
  }

  private static Decision unmute(State state, Act.Unmute c, String by) {
    Person person = state.named(c.name());
    return person == null
        ? Rooms.noSuchPerson(null, c.name())
        : done(List.of(new Change.Unmuted(person.id(), person.name(), by)));
  }

  private static Decision unmute(State state, Act.UnmuteNetwork c, String by, long now) {
    List<Change> changes = new ArrayList<>();
    if (state.muteOf(c.network()) != null) {
      changes.add(new Change.NetworkUnmuted(c.network(), by));
    }
    for (Person person : state.people()) {
      if (person.mutedAt(now)
          && person.addresses().stream().anyMatch(a -> Network.of(a).name().equals(c.network()))) {
        changes.add(new Change.Unmuted(person.id(), person.name(), by));
      }
    }
    return changes.isEmpty()
        ? Decision.refused(
            null, ErrorCode.NO_SUCH_PERSON, "Nobody who comes from " + c.network() + " is muted.")
        : done(changes);
  }

  private static Decision closeRoom(State state, Act.CloseRoom c, String by) {
    Room room = state.room(c.room());
    if (room == null && !(c.erase() && (c.spoken() || state.isKept(c.room())))) {
      return Rooms.noSuchRoom(null, c.room());
    }
    List<Change> changes = new ArrayList<>();
    if (room != null) {
      for (Person person : room.members()) {
        changes.add(
            new Change.Left(
                room.name(), person.id(), person.name(), Leaving.CLOSED.word(), by, null));
      }
      changes.add(new Change.RoomClosed(room.name(), by));
    }
    if (c.erase()) {
      // Up to here: who makes a room of this name again says what follows.
      long upTo = state.nextSeq() + changes.size() - 1;
      changes.add(new Change.Dropped(Names.fold(c.room()), List.of(), upTo));
    }
    return done(changes);
  }

  private static Decision announce(State state, Act.Notify c, String by) {
    if (c.room() != null && state.room(c.room()) == null) {
      return Rooms.noSuchRoom(null, c.room());
    }
    return done(List.of(new Change.Notice(c.room(), by, c.text())));
  }

  private static Decision retitle(State state, Act.Retitle c) {
    Room room = state.room(c.room());
    if (room != null && room.settings().atRest()) {
      return Decision.refused(null, Rights.archived(room.name()));
    }
    return room == null
        ? Rooms.noSuchRoom(null, c.room())
        : done(List.of(new Change.TopicSet(room.name(), null, "server", c.text())));
  }

  private static Decision operator(State state, Act.SetOperator c, String by, long now) {
    Person person = state.named(c.name());
    if (person == null) {
      return Rooms.noSuchPerson(null, c.name());
    }
    if (person.isAccount()) {
      ServerRole role = c.operator() ? ServerRole.OPERATOR : ServerRole.MEMBER;
      return c.operator() && person.operator()
          ? done(List.of())
          : AccountKeeping.giveRole(state, new Act.GiveRole(c.by(), c.name(), role), by, now);
    }
    return done(List.of(new Change.OperatorSet(person.id(), person.name(), c.operator())));
  }
}
