package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import parley.protocol.ErrorCode;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.server.state.Ban;
import parley.server.state.Change;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.State;

/** Who comes, who goes, and under which name. */
final class Arrivals {
  /** Guests that one tick lets go at most, so that no batch grows without bound. */
  private static final int EXPIRED_PER_TICK = 200;

  /** Names that would make a person look like the server itself. */
  private static final Set<String> RESERVED = Set.of("server", "console", "parley");

  private Arrivals() {}

  static Decision hello(State state, Command.Hello c, long now, Rules rules) {
    if (state.ofConnection(c.connection()) != null) {
      return Decision.refused(
          c.re(), ErrorCode.ALREADY_GREETED, "This connection has said hello already.");
    }
    Ban ban = ban(state, c, now);
    if (ban != null) {
      return Decision.reply(
          new Reply.Refused(
              c.re(),
              ErrorCode.BANNED,
              "You are banned from this server"
                  + (ban.reason().isEmpty() ? "." : ": " + ban.reason()),
              ban.until() == 0 ? null : seconds(ban.until() - now)));
    }
    return c.session() == null ? newGuest(state, c, rules) : back(state, c, now, rules);
  }

  private static Ban ban(State state, Command.Hello c, long now) {
    Ban byAddress = state.ban(c.address());
    Ban found = byAddress != null ? byAddress : state.ban(Names.fold(c.name()));
    if (found == null && c.session() != null && state.ofSession(c.session()) != null) {
      found = state.ban(Names.fold(state.ofSession(c.session()).name()));
    }
    return found == null || found.over(now) ? null : found;
  }

  private static Decision newGuest(State state, Command.Hello c, Rules rules) {
    if (state.named(c.name()) != null || RESERVED.contains(Names.fold(c.name()))) {
      return Decision.refused(
          c.re(), ErrorCode.NAME_TAKEN, "The name " + c.name() + " is taken. Choose another.");
    }
    if (Rules.reached(rules.guests(), state.people().size())) {
      return Decision.refused(
          c.re(), ErrorCode.LIMIT_REACHED, "The server has no room for more guests.");
    }
    String id = "g" + state.nextPerson();
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Came(id, c.name(), c.freshSession()));
    if (c.operator()) {
      changes.add(new Change.OperatorSet(id, c.name(), true));
    }
    // What is decided here counts as seen: none of it has an audience.
    long last = state.nextSeq() - 1 + changes.size();
    changes.add(new Change.Connected(id, c.name(), c.connection(), last, false));
    Reply.Welcome welcome =
        new Reply.Welcome(
            c.re(),
            c.name(),
            id,
            null,
            c.freshSecret(),
            rules.server(),
            rules.log(),
            last,
            rules.limits(),
            List.of());
    return new Decision(changes, welcome);
  }

  private static Decision back(State state, Command.Hello c, long now, Rules rules) {
    Person person = state.ofSession(c.session());
    if (person == null) {
      return Decision.refused(
          c.re(),
          ErrorCode.BAD_SESSION,
          "That session has ended. Say hello without it to come as a new guest.");
    }
    List<Change> changes = new ArrayList<>();
    long events = 0;
    if (c.operator() && !person.operator()) {
      changes.add(new Change.OperatorSet(person.id(), person.name(), true));
      events++;
    }
    for (long old : person.connections()) {
      changes.add(
          new Change.Ended(old, "replaced", "You came back from somewhere else; this is the end."));
      changes.add(new Change.Disconnected(person.id(), old, now));
    }
    long last = state.nextSeq() - 1 + events;
    boolean replay = c.cursor() != null && c.cursor() <= last;
    changes.add(
        new Change.Connected(
            person.id(), person.name(), c.connection(), replay ? c.cursor() : last, replay));
    if (person.toldOffline()) {
      changes.add(new Change.Presence(person.id(), person.name(), true));
    }
    Reply.Welcome welcome =
        new Reply.Welcome(
            c.re(),
            person.name(),
            person.id(),
            null,
            c.offeredSecret(),
            rules.server(),
            rules.log(),
            last,
            rules.limits(),
            person.rooms().stream()
                .limit(Limits.ROOMS_MAX)
                .map(r -> Rooms.info(r, person))
                .toList());
    return new Decision(changes, welcome);
  }

  static Decision gone(State state, Command.Gone c, long now) {
    Person person = state.ofConnection(c.connection());
    if (person == null) {
      return Decision.nothing();
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Disconnected(person.id(), c.connection(), now));
    boolean last = person.connections().size() == 1;
    if (last && c.orderly()) {
      expire(changes, person, "quit");
    } else if (last) {
      changes.add(new Change.Presence(person.id(), person.name(), false));
    }
    return new Decision(changes, null);
  }

  static Decision tick(State state, Command.Tick c, long now) {
    List<Change> changes = new ArrayList<>();
    state.people().stream()
        .filter(p -> !p.connected() && now - p.goneSince() >= c.graceMillis())
        .limit(EXPIRED_PER_TICK)
        .forEach(p -> expire(changes, p, "lost"));
    for (Ban ban : state.bans()) {
      if (ban.over(now)) {
        changes.add(new Change.Unbanned(ban.target(), "time"));
      }
    }
    return new Decision(changes, null);
  }

  /** Ends a guest for good: their memberships, then the guest. */
  static void expire(List<Change> changes, Person person, String reason) {
    for (Room room : person.rooms()) {
      changes.add(new Change.Left(room.name(), person.id(), person.name(), reason));
    }
    changes.add(new Change.Expired(person.id(), person.name()));
  }

  static Decision rename(State state, Command.Rename c, long now) {
    Person person = state.person(c.person());
    if (person == null) {
      return Decision.refused(c.re(), ErrorCode.HELLO_FIRST, "Say hello first.");
    }
    Person holder = state.named(c.name());
    Ban ban = state.ban(Names.fold(c.name()));
    boolean free = holder == null || holder == person;
    if (!free || RESERVED.contains(Names.fold(c.name())) || (ban != null && !ban.over(now))) {
      return Decision.refused(
          c.re(), ErrorCode.NAME_TAKEN, "The name " + c.name() + " is taken. Choose another.");
    }
    if (person.name().equals(c.name())) {
      return Decision.reply(Reply.Ok.named(c.re(), null, c.name()));
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Named(person.id(), person.name(), c.name()));
    for (Room room : person.rooms()) {
      changes.add(new Change.Renamed(room.name(), person.id(), person.name(), c.name()));
    }
    return new Decision(changes, Reply.Ok.named(c.re(), state.nextSeq(), c.name()));
  }

  static int seconds(long millis) {
    return Math.clamp((millis + 999) / 1000, 1, Integer.MAX_VALUE);
  }
}
