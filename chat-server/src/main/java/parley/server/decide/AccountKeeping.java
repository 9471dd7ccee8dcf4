package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.Leaving;
import parley.protocol.Reply;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Change;
import parley.server.state.KeptName;
import parley.server.state.Person;
import parley.server.state.PersonId;
import parley.server.state.Room;
import parley.server.state.ServerRole;
import parley.server.state.State;

/** What operators do with other people's accounts: nobody touches or gives what is above them. */
final class AccountKeeping {
  private AccountKeeping() {}

  static Decision decide(State state, Act.Keeping act, Person asker, String by, long now) {
    return switch (act) {
      case Act.AddAccount c -> add(state, c, by, now);
      case Act.GiveRole c -> giveRole(state, c, by, now);
      case Act.Suspend c -> suspend(state, c, by, now);
      case Act.RenameAccount c -> rename(state, c, now);
      case Act.DeleteAccount c -> delete(state, c, by, now);
      case Act.EndSessions c -> endSessions(state, c, by, now);
      case Act.Invite c -> Invitations.invite(state, c, asker, by, now);
      case Act.Uninvite c -> Invitations.uninvite(state, c, by, now);
      case Act.GiveToken c -> Tokens.give(state, c, by, now);
      case Act.TakeToken c -> Tokens.take(state, c, by, now);
    };
  }

  private static Decision add(State state, Act.AddAccount c, String by, long now) {
    Verdict may = Rights.may(state, c.by(), Right.KEEP_ACCOUNTS, new On.Giving(c.role()), now);
    if (!may.allowed()) {
      return Decision.refused(null, may);
    }
    Decision refused = Naming.person(state, null, c.name(), null);
    if (refused != null) {
      return refused;
    }
    String id = PersonId.ofAccount(state.nextPerson()).text();
    return new Decision(
        List.of(new Change.AccountMade(id, c.name(), c.role(), by, null)),
        new Reply.AdminText(null, id));
  }

  static Decision giveRole(State state, Act.GiveRole c, String by, long now) {
    Person person = account(state, c.name());
    if (person == null) {
      return Accounts.noSuchAccount(c.name());
    }
    Verdict may = Rights.may(state, c.by(), Right.APPOINT, new On.Giving(c.role()), now);
    Verdict over = Rights.may(state, c.by(), Right.APPOINT, new On.Person(person.id()), now);
    if (!may.allowed() || !over.allowed()) {
      return Decision.refused(null, may.allowed() ? over : may);
    }
    if (person.account().role() == c.role()) {
      return done(List.of());
    }
    Decision last = Accounts.lastOwner(state, person);
    return last != null
        ? last
        : done(List.of(new Change.RoleGiven(person.id(), person.name(), c.role(), by)));
  }

  private static Decision suspend(State state, Act.Suspend c, String by, long now) {
    Person person = account(state, c.name());
    if (person == null) {
      return Accounts.noSuchAccount(c.name());
    }
    Decision refused =
        c.reason() == null ? touch(state, c, person, now) : end(state, c, person, now);
    if (refused != null) {
      return refused;
    }
    List<Change> changes = new ArrayList<>();
    if (c.reason() != null) {
      Accounts.endAll(changes, person, by, Parting.suspended(person.name(), c.reason()), now);
    }
    changes.add(new Change.Suspended(person.id(), person.name(), c.reason(), by));
    return done(changes);
  }

  private static Decision rename(State state, Act.RenameAccount c, long now) {
    Person person = account(state, c.name());
    if (person == null) {
      return Accounts.noSuchAccount(c.name());
    }
    Decision refused = touch(state, c, person, now);
    if (refused == null) {
      refused = Naming.person(state, null, c.newName(), person);
    }
    if (refused != null) {
      return refused;
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Named(person.id(), person.name(), c.newName()));
    for (Room room : person.rooms()) {
      changes.add(new Change.Renamed(room.name(), person.id(), person.name(), c.newName()));
    }
    return done(changes);
  }

  /** What they said stays, if it is to, under the name they had, which nobody else gets. */
  private static Decision delete(State state, Act.DeleteAccount c, String by, long now) {
    Person person = account(state, c.name());
    if (person == null) {
      KeptName gone = c.erase() ? state.ofAccountGone(c.name()) : null;
      // What its role was is not known any more: it may have been the highest.
      Verdict may =
          Rights.may(state, c.by(), Right.KEEP_ACCOUNTS, new On.Giving(ServerRole.OWNER), now);
      if (gone != null && !may.allowed()) {
        return Decision.refused(null, may);
      }
      return gone == null
          ? Accounts.noSuchAccount(c.name())
          : done(List.of(Erasures.begun(state, List.of(), gone.person(), gone.name(), by)));
    }
    Decision refused = end(state, c, person, now);
    if (refused != null) {
      return refused;
    }
    List<Change> changes = new ArrayList<>();
    end(changes, person, by, Parting.deleted(person.name()), now);
    if (c.erase()) {
      changes.add(Erasures.begun(state, changes, person.id(), person.name(), by));
    }
    return done(changes);
  }

  /** An account is no more. */
  static void end(List<Change> changes, Person person, String by, Parting parting, long now) {
    Accounts.endAll(changes, person, by, parting, now);
    Departures departures = new Departures(changes);
    for (Room room : person.rooms()) {
      departures.leave(person, room, Leaving.QUIT);
    }
    changes.add(new Change.AccountDeleted(person.id(), person.name(), by));
  }

  private static Decision endSessions(State state, Act.EndSessions c, String by, long now) {
    Person person = account(state, c.name());
    if (person == null) {
      return Accounts.noSuchAccount(c.name());
    }
    Decision refused = touch(state, c, person, now);
    if (refused != null) {
      return refused;
    }
    List<Change> changes = new ArrayList<>();
    Accounts.endAll(changes, person, by, Parting.byOperator(person.name()), now);
    return done(changes);
  }

  /** The refusal to change somebody's account; null where one may. */
  private static Decision touch(State state, Act.Keeping act, Person person, long now) {
    On on = new On.Person(person.id());
    Verdict may = Rights.may(state, act.by(), Right.KEEP_ACCOUNTS, on, now);
    return may.allowed() ? null : Decision.refused(null, may);
  }

  /** The same, where nobody could use the account afterwards. */
  private static Decision end(State state, Act.Keeping act, Person person, long now) {
    Decision refused = touch(state, act, person, now);
    return refused != null ? refused : Accounts.lastOwner(state, person);
  }

  private static Person account(State state, String name) {
    Person person = state.named(name);
    return person != null && person.isAccount() ? person : null;
  }

  private static Decision done(List<Change> changes) {
    return new Decision(changes, new Reply.Done(null));
  }
}
