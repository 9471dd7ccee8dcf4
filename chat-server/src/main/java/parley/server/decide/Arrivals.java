package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import parley.protocol.ErrorCode;
import parley.protocol.Goodbye;
import parley.protocol.Leaving;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.TokenRight;
import parley.server.net.AddressRange;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Ban;
import parley.server.state.Change;
import parley.server.state.Invitation;
import parley.server.state.Mute;
import parley.server.state.Person;
import parley.server.state.PersonId;
import parley.server.state.Place;
import parley.server.state.Room;
import parley.server.state.Scope;
import parley.server.state.ServerRole;
import parley.server.state.SignIn;
import parley.server.state.State;

/** Who comes, who goes, and under which name. */
final class Arrivals {
  /** Guests that one tick lets go at most, so that no batch grows without bound. */
  private static final int EXPIRED_PER_TICK = 200;

  /** The same for rooms that are left over in an older log. */
  private static final int CLOSED_PER_TICK = 200;

  /** The same for those of whom is told that they are gone. */
  private static final int TOLD_PER_TICK = 200;

  /**
   * How long someone has been gone, in milliseconds, when the others are told: who comes back
   * before, however often, is nobody's news.
   */
  private static final long SETTLED_MILLIS = 5_000;

  /** How long it can be told of an invitation or a token that it is too old, in milliseconds. */
  private static final long TOLD_OF_MILLIS = 7L * 24 * 3_600_000;

  /** An account gives itself other names so often: each is kept from everybody else for good. */
  private static final int NAMES_BEFORE = 5;

  private static final String UNGUARDED =
      "What an account is signed in by is not taken on this connection, which others could read:"
          + " come by TLS.";

  private Arrivals() {}

  static Decision hello(State state, Act.Hello c, long now, DecisionLimits rules) {
    if (state.ofConnection(c.connection()) != null) {
      return Decision.refused(
          c.re(), ErrorCode.ALREADY_GREETED, "This connection has said hello already.");
    }
    Verdict may = Rights.may(state, c.by(), Right.ENTER, door(state, c), now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    if (c.proof() != null) {
      return SigningIn.enter(state, c, now, rules);
    }
    return c.session() == null ? newGuest(state, c, now, rules) : back(state, c, now, rules);
  }

  /** Where they come from, what they want to be called, and are called where they were here. */
  private static On door(State state, Act.Hello c) {
    Person before =
        c.proof() != null
            ? SigningIn.proven(state, c.proof())
            : c.session() == null ? null : state.ofSession(c.session());
    List<String> names =
        Stream.of(c.name(), before == null ? null : before.name())
            .filter(Objects::nonNull)
            .toList();
    // The operator's token is worth more than where it comes from.
    boolean newcomer = c.proof() == null && before == null && !c.operator();
    return new On.Door(AddressRange.of(c.address()), names, newcomer);
  }

  private static Verdict visit(State state, Act.Hello c, long now, DecisionLimits rules) {
    return Rights.may(state, c.by(), Right.VISIT, new On.Visit(rules.guestRooms().come()), now);
  }

  private static Decision newGuest(State state, Act.Hello c, long now, DecisionLimits rules) {
    Verdict may = visit(state, c, now, rules);
    if (!may.allowed()) {
      // Whose name it is, is told all the same: who owns it is asked for the password.
      Decision owned = Naming.person(state, c.re(), c.name(), null);
      boolean account =
          owned != null
              && owned.reply() instanceof Reply.Refused r
              && r.code() == ErrorCode.NAME_OWNED;
      return account ? owned : Decision.refused(c.re(), may);
    }
    if (rules.noSpace()) {
      return Decision.noSpace(c.re());
    }
    Decision refused = Naming.person(state, c.re(), c.name(), null);
    if (refused != null) {
      return refused;
    }
    if (DecisionLimits.reached(rules.guests(), state.guests())) {
      return Decision.refused(
          c.re(), ErrorCode.LIMIT_REACHED, "The server has no room for more guests.");
    }
    String id = PersonId.ofGuest(state.nextPerson()).text();
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Came(id, c.name(), c.freshSession()));
    Mute mute = Rights.muteOfNewcomer(state, c.address(), now);
    if (mute != null) {
      changes.add(new Change.Muted(id, c.name(), mute.until(), Departures.BY, List.of()));
    }
    if (c.operator()) {
      changes.add(new Change.OperatorSet(id, c.name(), true));
    }
    // What is decided here counts as seen: none of it has an audience.
    long last = state.nextSeq() - 1 + changes.size();
    changes.add(new Change.Connected(id, c.name(), c.connection(), c.address(), last, false));
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

  private static Decision back(State state, Act.Hello c, long now, DecisionLimits rules) {
    Person person = state.ofSession(c.session());
    if (person == null) {
      return Decision.refused(
          c.re(),
          ErrorCode.BAD_SESSION,
          "That session has ended; without it you come as a new guest.");
    }
    List<Change> changes = new ArrayList<>();
    SignIn signIn = person.signIn(c.session());
    if (signIn == null) {
      Verdict may = visit(state, c, now, rules);
      if (!may.allowed()) {
        return Decision.refused(c.re(), may);
      }
    }
    if (signIn != null) {
      if (!c.guarded()) {
        return Decision.refused(c.re(), ErrorCode.NOT_PROTECTED, UNGUARDED);
      }
      Verdict may = Rights.may(state, c.by(), Right.SIGN_IN, new On.Person(person.id()), now);
      if (!may.allowed()) {
        return Decision.refused(c.re(), may);
      }
      if (!Accounts.day(signIn.used()).equals(Accounts.day(now))) {
        changes.add(new Change.SessionUsed(person.id(), signIn.number()));
      }
    }
    long number = signIn == null ? 0 : signIn.number();
    claim(changes, c, person);
    for (long old : person.connectionsOf(number)) {
      changes.add(
          new Change.Ended(
              old, Goodbye.REPLACED, "You came back from somewhere else; this is the end."));
      changes.add(Change.Disconnected.of(person, old, now));
    }
    return connected(state, c, person, changes, new Opened(number, c.offeredSecret()), now, rules);
  }

  /**
   * The session or token of an account by which a connection is open.
   *
   * @param number 0 for a guest's
   * @param secret what the client keeps of it, null of a token
   */
  record Opened(long number, String secret) {
    boolean byToken() {
      return number != 0 && secret == null;
    }
  }

  /**
   * Somebody who was here before is connected again.
   *
   * @param changes what comes before, to which this is added
   */
  static Decision connected(
      State state,
      Act.Hello c,
      Person person,
      List<Change> changes,
      Opened opened,
      long now,
      DecisionLimits rules) {
    // A program that says something and goes is no coming and going of the person whose it is.
    boolean quiet = opened.byToken() && !person.connected() && !person.goneUntold();
    Scope scope = state.scope(person.id(), opened.number());
    long last = state.nextSeq() - 1 + Accounts.lasting(changes);
    boolean replay = c.cursor() != null && c.cursor() <= last;
    changes.add(
        new Change.Connected(
            person.id(),
            person.name(),
            c.connection(),
            c.address(),
            replay ? c.cursor() : last,
            replay,
            opened.number(),
            quiet ? now : 0));
    if (person.toldOffline() && !quiet) {
      changes.add(new Change.Presence(person.id(), person.name(), true));
    }
    Reply.Welcome welcome =
        new Reply.Welcome(
            c.re(),
            person.name(),
            person.id(),
            person.isAccount() ? person.name() : null,
            opened.secret(),
            rules.server(),
            rules.log(),
            last,
            rules.limits(),
            person.rooms().stream()
                .filter(r -> scope == null || scope.reaches(new Place.Room(r.name())))
                .limit(Limits.ROOMS_MAX)
                .map(
                    r ->
                        scope == null || scope.may().contains(TokenRight.READ)
                            ? Rooms.info(r, person)
                            : Rooms.unread(r))
                .toList());
    return new Decision(changes, welcome);
  }

  /** The operator's token was shown with a hello. */
  static void claim(List<Change> changes, Act.Hello c, Person person) {
    if (c.operator() && !person.operator()) {
      changes.add(operator(person));
    }
  }

  private static Change operator(Person person) {
    return person.isAccount()
        ? new Change.RoleGiven(person.id(), person.name(), ServerRole.OPERATOR, person.name())
        : new Change.OperatorSet(person.id(), person.name(), true);
  }

  static Decision gone(State state, Act.Gone c, long now) {
    Person person = state.ofConnection(c.connection());
    if (person == null) {
      return Decision.reply(new Reply.Done(null));
    }
    List<Change> changes = new ArrayList<>();
    changes.add(Change.Disconnected.of(person, c.connection(), now));
    if (person.isAccount()) {
      long session = person.signInOf(c.connection());
      if (c.orderly() && person.connectionsOf(session).size() == 1) {
        Accounts.endVisit(changes, person, session, person.name());
      }
    } else if (person.connections().size() == 1 && c.orderly()) {
      new Departures(changes).expire(person, Leaving.QUIT);
    }
    return new Decision(changes, new Reply.Done(null));
  }

  static Decision tick(State state, Act.Tick c, long now) {
    List<Change> changes = new ArrayList<>();
    Departures departures = new Departures(changes);
    Waits waits = Waits.of(state, now, c.graceMillis());
    waits.lost.stream().limit(EXPIRED_PER_TICK).forEach(p -> departures.expire(p, Leaving.LOST));
    waits.visitors.stream()
        .flatMap(p -> visitsOver(p, now - c.graceMillis()))
        .limit(EXPIRED_PER_TICK)
        .forEach(changes::add);
    state.deserted().stream()
        .limit(CLOSED_PER_TICK)
        .forEach(room -> changes.add(new Change.RoomClosed(room.name(), Departures.BY)));
    waits.gone.stream()
        .limit(TOLD_PER_TICK)
        .forEach(p -> changes.add(new Change.Presence(p.id(), p.name(), false)));
    waits.back.stream()
        .limit(TOLD_PER_TICK)
        .forEach(p -> changes.add(new Change.Presence(p.id(), p.name(), true)));
    waits.absence.stream().limit(TOLD_PER_TICK).forEach(p -> changes.add(Absence.due(p)));
    RoomKeeping.guestsOut(state, departures, EXPIRED_PER_TICK);
    for (Ban ban : state.bans()) {
      if (ban.over(now)) {
        changes.add(new Change.Unbanned(ban.target(), "time"));
      }
    }
    for (Mute mute : state.mutes()) {
      if (mute.over(now)) {
        changes.add(new Change.NetworkUnmuted(mute.network(), "time"));
      }
    }
    Bars.tick(state, changes, now);
    Tokens.tick(state, changes, now, TOLD_OF_MILLIS);
    for (Invitation invitation : state.invitations()) {
      if (invitation.over(now - TOLD_OF_MILLIS)) {
        changes.add(new Change.InvitationEnded(invitation.number(), "time"));
      }
    }
    return new Decision(changes, null);
  }

  /**
   * Those for whom something is due, found in one look at all: there are thousands, several times a
   * second, and for nearly all of them there is nothing.
   *
   * @param lost guests to whom nobody came back
   * @param visitors accounts that have sessions
   * @param gone those of whom it is to be told that they are gone
   * @param back the same of who came
   * @param absence the same of who is away, or no longer
   */
  private record Waits(
      List<Person> lost,
      List<Person> visitors,
      List<Person> gone,
      List<Person> back,
      List<Person> absence) {
    static Waits of(State state, long now, long grace) {
      Waits waits =
          new Waits(
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>());
      for (Person person : state.people()) {
        long away = now - person.goneSince();
        if (person.isAccount()) {
          if (person.isSignedIn()) {
            waits.visitors.add(person);
          }
        } else if (!person.connected() && away >= grace) {
          waits.lost.add(person);
        }
        if (person.goneUntold() && away >= SETTLED_MILLIS && away < grace) {
          waits.gone.add(person);
        }
        if (person.quietSince() != 0 && now - person.quietSince() >= SETTLED_MILLIS) {
          waits.back.add(person);
        }
        if (Absence.isDue(person)) {
          waits.absence.add(person);
        }
      }
      return waits;
    }
  }

  /** The ends of an account's visits to which nobody came back since a time. */
  private static Stream<Change> visitsOver(Person person, long since) {
    return person.signIns().stream()
        .filter(visit -> visit.device() == null)
        .filter(visit -> person.signInGoneSince(visit.number()) <= since)
        .filter(visit -> person.connectionsOf(visit.number()).isEmpty())
        .map(visit -> new Change.SessionEnded(person.id(), visit.number(), "time"));
  }

  static Decision rename(State state, Act.Rename c, Person person, long now, DecisionLimits rules) {
    if (person.name().equals(c.name())) {
      return Decision.reply(new Reply.Named(c.re(), null, c.name()));
    }
    Verdict may = Rights.may(state, c.by(), Right.NAME, new On.Name(c.name()), now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    Decision refused = Naming.person(state, c.re(), c.name(), person);
    if (refused != null) {
      return refused;
    }
    if (person.isAccount() && state.kept(person) >= NAMES_BEFORE) {
      return Decision.refused(
          c.re(),
          ErrorCode.LIMIT_REACHED,
          "You had "
              + NAMES_BEFORE
              + " other names, which are kept for you. An operator can give"
              + " you another.");
    }
    if (rules.noSpace()) {
      return Decision.noSpace(c.re());
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Named(person.id(), person.name(), c.name()));
    for (Room room : person.rooms()) {
      changes.add(new Change.Renamed(room.name(), person.id(), person.name(), c.name()));
    }
    return new Decision(changes, new Reply.Named(c.re(), state.nextSeq(), c.name()));
  }

  /** By the id: the name may be somebody else's by now. */
  static Decision becomeOperator(Act.BecomeOperator c, Person person) {
    if (person.operator()) {
      return Decision.reply(new Reply.Done(c.re()));
    }
    return new Decision(List.of(operator(person)), new Reply.Done(c.re()));
  }
}
