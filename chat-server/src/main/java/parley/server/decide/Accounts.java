package parley.server.decide;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import parley.protocol.ErrorCode;
import parley.protocol.Goodbye;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.protocol.RoomBar;
import parley.protocol.SignedIn;
import parley.server.net.AddressRange;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Asker;
import parley.server.state.Bar;
import parley.server.state.Change;
import parley.server.state.Invitation;
import parley.server.state.Mute;
import parley.server.state.Person;
import parley.server.state.PersonId;
import parley.server.state.Room;
import parley.server.state.ServerRole;
import parley.server.state.SignIn;
import parley.server.state.State;

/** What people do with accounts of their own: making one, its password, its sessions. */
final class Accounts {
  private Accounts() {}

  static Decision decide(
      State state, Act.OfAccount act, Person asker, long now, DecisionLimits limits) {
    return switch (act) {
      case Act.Register c -> register(state, c, asker, now, limits);
      case Act.SetPassword c -> password(state, c, asker, now);
      case Act.ForgetOwn c -> forget(state, c, asker, now);
      case Act.ListSessions c -> sessions(c, asker);
      case Act.EndSession c -> end(c, asker, now);
      case Act.MakeToken c -> Tokens.make(state, c, asker, now, limits);
      case Act.ListTokens c -> Tokens.list(c, asker);
      case Act.EndToken c -> Tokens.end(c, asker, now);
    };
  }

  // ---- making one -----------------------------------------------------------------------------

  /** What is spent and what is gained is one decision: nobody uses an invitation twice. */
  private static Decision register(
      State state, Act.Register c, Person guest, long now, DecisionLimits limits) {
    if (c.by() instanceof Asker.Person
        && (guest == null || state.ofConnection(c.connection()) != guest)) {
      // Who asked is gone, or somewhere else, since the password was hashed.
      return Decision.refused(c.re(), ErrorCode.HELLO_FIRST, "This connection is nobody's now.");
    }
    Invitation invitation = c.invitation() == null ? null : state.invitation(c.invitation());
    Verdict holds = c.invitation() == null ? null : Invitations.holds(state, invitation, now);
    if (holds != null && !holds.allowed()) {
      return Decision.refused(c.re(), holds);
    }
    boolean invited = invitation != null;
    if (invited && invitation.person() != null) {
      return recover(state, c, invitation, now);
    }
    Verdict may =
        Rights.may(state, c.by(), Right.REGISTER, new On.NewAccount(c.open(), invited), now);
    if (!may.allowed() || c.verifier() == null) {
      return Decision.refused(c.re(), may.allowed() ? Rights.noInvitation(false) : may);
    }
    if (guest != null && guest.isAccount()) {
      return Decision.refused(
          c.re(), ErrorCode.ALREADY_GREETED, "You have an account: " + guest.name() + ".");
    }
    String name = name(c, guest, invitation);
    if (name == null) {
      return Decision.refused(c.re(), ErrorCode.BAD_NAME, "The account needs a name.");
    }
    if (invited && invitation.name() != null && !same(name, invitation.name())) {
      return Decision.refused(
          c.re(), ErrorCode.BAD_INVITATION, "The invitation is for " + invitation.name() + ".");
    }
    boolean newcomer = guest == null && !invited;
    On door = new On.Door(AddressRange.of(c.address()), List.of(name), newcomer);
    Verdict comes = Rights.may(state, c.by(), Right.ENTER, door, now);
    if (comes.allowed() && guest != null && !guest.name().equals(name)) {
      comes = Rights.may(state, c.by(), Right.NAME, new On.Name(name), now);
    }
    if (!comes.allowed()) {
      return Decision.refused(c.re(), comes);
    }
    Decision refused = Naming.person(state, c.re(), name, guest);
    if (refused != null) {
      return refused;
    }
    Decision full = room(state, c.re(), limits);
    if (full != null) {
      return full;
    }
    return make(state, c, guest, name, invitation, now, limits);
  }

  private static String name(Act.Register c, Person guest, Invitation invitation) {
    if (c.name() != null) {
      return c.name();
    }
    return guest != null ? guest.name() : invitation == null ? null : invitation.name();
  }

  static boolean same(String name, String other) {
    return Names.fold(name).equals(Names.fold(other));
  }

  private static Decision make(
      State state,
      Act.Register c,
      Person guest,
      String name,
      Invitation invitation,
      long now,
      DecisionLimits limits) {
    String id = guest == null ? PersonId.ofAccount(state.nextPerson()).text() : guest.id();
    ServerRole role = invitation == null ? ServerRole.MEMBER : invitation.role();
    if (guest != null && guest.role().isAtLeast(role)) {
      role = guest.role(); // who was made an operator as a guest stays one
    }
    Long number = invitation == null ? null : invitation.number();
    List<Change> changes = new ArrayList<>();
    if (guest != null && !guest.name().equals(name)) {
      changes.add(new Change.Named(id, guest.name(), name));
      for (Room room : guest.rooms()) {
        changes.add(new Change.Renamed(room.name(), id, guest.name(), name));
      }
    }
    changes.add(new Change.AccountMade(id, name, role, by(invitation, name), number));
    changes.add(new Change.PasswordSet(id, name, name, null, c.verifier()));
    Mute mute = guest == null ? Rights.muteOfNewcomer(state, c.address(), now) : null;
    if (mute != null) {
      changes.add(new Change.Muted(id, name, mute.until(), Departures.BY, List.of()));
    }
    Set<Room> rooms = guest == null ? new HashSet<>() : new HashSet<>(guest.rooms());
    for (String invited : invitation == null ? List.<String>of() : invitation.rooms()) {
      Room room = state.room(invited);
      // One that was closed meanwhile is no way in, nor into another that is called like it.
      if (room != null
          && room.made() < invitation.number()
          && !isBanned(room, id, now)
          // Who may not come in themselves lets nobody in.
          && (invitation.maker() == null || !isBanned(room, invitation.maker(), now))
          && !DecisionLimits.reached(limits.roomsPerPerson(), rooms.size())
          && rooms.add(room)) {
        changes.add(new Change.Joined(room.name(), id, name));
      }
    }
    if (guest != null) {
      for (long other : guest.connections()) {
        if (other != c.connection()) {
          changes.add(
              new Change.Ended(
                  other, Goodbye.REPLACED, "You made an account elsewhere; sign in to it."));
          changes.add(Change.Disconnected.of(guest, other, now));
        }
      }
      changes.add(new Change.SessionOpened(id, c.freshSession(), null));
      long session = state.nextSeq() + lasting(changes) - 1;
      changes.add(new Change.SignedIn(id, c.connection(), session));
    }
    return new Decision(changes, new Reply.Registered(c.re(), name));
  }

  private static boolean isBanned(Room room, String id, long now) {
    Bar ban = room.bars().of(RoomBar.BAN, id);
    return ban != null && !ban.over(now);
  }

  private static String by(Invitation invitation, String name) {
    return invitation == null ? name : invitation.by();
  }

  /** Sets the password of the account that an invitation is for; whoever was signed in is out. */
  private static Decision recover(State state, Act.Register c, Invitation used, long now) {
    Person person = state.person(used.person());
    if (c.name() != null && !same(c.name(), person.name())) {
      return Decision.refused(
          c.re(), ErrorCode.BAD_INVITATION, "The invitation is for " + person.name() + ".");
    }
    List<Change> changes = new ArrayList<>();
    endAll(changes, person, person.name(), Parting.reset(person.name()), now);
    // Whoever had the password could have made them.
    Tokens.endAll(changes, person, person.name());
    changes.add(
        new Change.PasswordSet(person.id(), person.name(), used.by(), used.number(), c.verifier()));
    Invitations.endOthers(state, changes, person, used.number());
    return new Decision(changes, new Reply.Registered(c.re(), person.name()));
  }

  /** The refusal of one more account; null where there is room. */
  static Decision room(State state, String re, DecisionLimits limits) {
    if (limits.noSpace()) {
      return Decision.noSpace(re);
    }
    return DecisionLimits.reached(limits.accounts(), state.accounts())
        ? Decision.refused(re, ErrorCode.LIMIT_REACHED, "The server has no room for more accounts.")
        : null;
  }

  static long lasting(List<Change> changes) {
    return changes.stream().filter(Change.Lasting.class::isInstance).count();
  }

  // ---- its password, its sessions -------------------------------------------------------------

  private static Decision password(State state, Act.SetPassword c, Person person, long now) {
    if (c.old() == null || !c.old().equals(person.account().verifier())) {
      return Decision.refused(c.re(), Rights.unknown(Right.SIGN_IN, null));
    }
    List<Change> changes = new ArrayList<>();
    long here = person.signInOf(c.connection());
    for (SignIn session : person.signIns()) {
      if (session.number() != here && !c.same()) {
        end(changes, person, session, person.name(), Parting.newPassword(person.name()), now);
      }
    }
    changes.add(
        new Change.PasswordSet(person.id(), person.name(), person.name(), null, c.verifier()));
    if (!c.same()) {
      Invitations.endOthers(state, changes, person, 0);
    }
    return new Decision(changes, new Reply.PasswordChanged(c.re(), person.tokens().size()));
  }

  /** The password is judged again: it may be another one since it was compared. */
  private static Decision forget(State state, Act.ForgetOwn c, Person person, long now) {
    Verdict may = Rights.may(state, c.by(), Right.FORGET, new On.Own(c.allowed()), now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    if (c.verifier() == null || !c.verifier().equals(person.account().verifier())) {
      return Decision.refused(c.re(), Rights.unknown(Right.SIGN_IN, null));
    }
    List<Change> changes = new ArrayList<>();
    if (c.account()) {
      if (lastOwner(state, person) != null) {
        return Decision.refused(c.re(), Rights.lastOwner(person.name()));
      }
      AccountKeeping.end(changes, person, person.name(), Parting.forgotten(person.name()), now);
    }
    changes.add(Erasures.begun(state, changes, person.id(), person.name(), person.name()));
    return new Decision(changes, new Reply.Done(c.re()));
  }

  private static Decision sessions(Act.ListSessions c, Person person) {
    long here = person.signInOf(c.connection());
    List<SignedIn> sessions =
        person.signIns().stream()
            .map(
                s ->
                    new SignedIn(
                        s.number(),
                        s.device(),
                        Instant.ofEpochMilli(s.since()).toString(),
                        day(s.used()).toString(),
                        !person.connectionsOf(s.number()).isEmpty(),
                        s.number() == here))
            .toList();
    return Decision.reply(new Reply.SessionList(c.re(), sessions));
  }

  static LocalDate day(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  private static Decision end(Act.EndSession c, Person person, long now) {
    SignIn session = person.signIn(c.session());
    if (session == null) {
      return Decision.refused(
          c.re(), ErrorCode.BAD_REQUEST, "You have no session " + c.session() + ".");
    }
    List<Change> changes = new ArrayList<>();
    end(changes, person, session, person.name(), Parting.bySelf(person.name()), now);
    return new Decision(changes, new Reply.Done(c.re()));
  }

  /** Ends a session, and every connection that is open by it. */
  static void end(
      List<Change> changes, Person person, SignIn session, String by, Parting parting, long now) {
    disconnect(changes, person, person.connectionsOf(session.number()), parting, now);
    changes.add(new Change.SessionEnded(person.id(), session.number(), by));
  }

  /** Ends all sessions and connections of an account. */
  static void endAll(List<Change> changes, Person person, String by, Parting parting, long now) {
    disconnect(changes, person, List.copyOf(person.connections()), parting, now);
    for (SignIn session : person.signIns()) {
      changes.add(new Change.SessionEnded(person.id(), session.number(), by));
    }
  }

  static void disconnect(
      List<Change> changes, Person person, List<Long> connections, Parting parting, long now) {
    for (long connection : connections) {
      changes.add(new Change.Ended(connection, parting.reason(), parting.sentence()));
      changes.add(Change.Disconnected.of(person, connection, now));
    }
  }

  /** Ends those whose visit is over, and that nothing keeps. */
  static void endVisit(List<Change> changes, Person person, long number, String by) {
    SignIn session = person.signIn(number);
    if (session != null && session.device() == null) {
      changes.add(new Change.SessionEnded(person.id(), number, by));
    }
  }

  static Decision noSuchAccount(String name) {
    return Decision.refused(
        null, ErrorCode.NO_SUCH_PERSON, "There is no account called " + name + ".");
  }

  /** The refusal of what would leave nobody who can rule; null where somebody is left. */
  static Decision lastOwner(State state, Person person) {
    return person.isAccount()
            && person.account().role() == ServerRole.OWNER
            && person.account().suspended() == null
            && person.account().verifier() != null
            && state.accounts(ServerRole.OWNER) <= 1
        ? Decision.refused(null, Rights.lastOwner(person.name()))
        : null;
  }
}
