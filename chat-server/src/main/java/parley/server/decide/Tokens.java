package parley.server.decide;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import parley.protocol.ErrorCode;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.TokenInfo;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.Person;
import parley.server.state.Scope;
import parley.server.state.State;
import parley.server.state.Token;

/** What programs sign in to accounts by: made, listed, ended. */
final class Tokens {
  private Tokens() {}

  // ---- one's own ------------------------------------------------------------------------------

  static Decision make(
      State state, Act.MakeToken c, Person person, long now, DecisionLimits limits) {
    Decision refused = refused(state, c, c.scope(), person, now);
    if (refused == null && limits.noSpace()) {
      refused = Decision.noSpace(c.re());
    }
    return refused != null
        ? refused
        : new Decision(
            List.of(
                new Change.TokenMade(
                    person.id(),
                    c.hash(),
                    c.name(),
                    c.scope(),
                    person.name(),
                    c.seconds() == null ? null : now + c.seconds() * 1_000)),
            new Reply.TokenMade(c.re(), state.nextSeq(), c.secret()));
  }

  /** Why an account gets no such token; null where it may. */
  private static Decision refused(State state, Act act, Scope scope, Person person, long now) {
    for (String room : scope.rooms()) {
      // Whose it is: who gives it from outside need not see the room.
      Asker whose = Asker.person(person.id());
      Verdict may = Rights.may(state, whose, Right.SEE, On.room(room), now);
      if (!may.allowed()) {
        return Decision.refused(act.re(), may);
      }
      if (state.room(room) == null) {
        return Rooms.noSuchRoom(act.re(), room);
      }
    }
    return person.tokens().size() >= Limits.TOKENS_MAX
        ? Decision.refused(
            act.re(),
            ErrorCode.LIMIT_REACHED,
            person.name() + " has " + Limits.TOKENS_MAX + " tokens, the most; revoke one.")
        : null;
  }

  static Decision list(Act.ListTokens c, Person person) {
    List<TokenInfo> tokens =
        person.tokens().stream()
            .map(
                t ->
                    new TokenInfo(
                        t.number(),
                        t.name(),
                        t.scope().rooms(),
                        List.copyOf(t.scope().may()),
                        Instant.ofEpochMilli(t.since()).toString(),
                        t.by(),
                        t.used() == 0 ? null : Accounts.day(t.used()).toString(),
                        t.until() == 0 ? null : Instant.ofEpochMilli(t.until()).toString(),
                        !person.connectionsOf(t.number()).isEmpty()))
            .toList();
    return Decision.reply(new Reply.TokenList(c.re(), tokens));
  }

  static Decision end(Act.EndToken c, Person person, long now) {
    if (person.tokens().stream().noneMatch(t -> t.number() == c.token())) {
      return Decision.refused(
          c.re(), ErrorCode.BAD_REQUEST, "You have no token " + c.token() + ".");
    }
    List<Change> changes = new ArrayList<>();
    end(changes, person, c.token(), person.name(), now);
    return new Decision(changes, new Reply.Done(c.re()));
  }

  // ---- for others -----------------------------------------------------------------------------

  /** By an operator, for an account that is not above them, and of what they have themselves. */
  static Decision give(State state, Act.GiveToken c, String by, long now) {
    Person person = state.named(c.whose());
    if (person == null || !person.isAccount()) {
      return Accounts.noSuchAccount(c.whose());
    }
    On.Lending lending = new On.Lending(person.id(), c.scope());
    Verdict may = Rights.may(state, c.by(), Right.KEEP_ACCOUNTS, lending, now);
    if (!may.allowed()) {
      return Decision.refused(null, may);
    }
    Decision refused = refused(state, c, c.scope(), person, now);
    return refused != null
        ? refused
        : new Decision(
            List.of(
                new Change.TokenMade(
                    person.id(),
                    c.hash(),
                    c.name(),
                    c.scope(),
                    by,
                    c.until() == 0 ? null : c.until())),
            new Reply.AdminText(null, Long.toString(state.nextSeq())));
  }

  static Decision take(State state, Act.TakeToken c, String by, long now) {
    for (Token token : state.tokens()) {
      if (token.number() == c.token()) {
        Person person = state.person(token.person());
        On on = new On.Person(person.id());
        Verdict may = Rights.may(state, c.by(), Right.KEEP_ACCOUNTS, on, now);
        if (!may.allowed()) {
          return Decision.refused(null, may);
        }
        List<Change> changes = new ArrayList<>();
        end(changes, person, token.number(), by, now);
        return new Decision(changes, new Reply.Done(null));
      }
    }
    return Decision.refused(null, ErrorCode.BAD_REQUEST, "There is no token " + c.token() + ".");
  }

  // ---- their ends -----------------------------------------------------------------------------

  private static void end(List<Change> changes, Person person, long token, String by, long now) {
    Accounts.disconnect(
        changes, person, person.connectionsOf(token), Parting.tokenRevoked(person.name()), now);
    changes.add(new Change.TokenEnded(person.id(), token, by));
  }

  /**
   * Time passed: who is in by one that is over is out, and one that was over for long is no more.
   */
  static void tick(State state, List<Change> changes, long now, long toldOf) {
    for (Token token : state.tokens()) {
      if (token.over(now)) {
        Person person = state.person(token.person());
        Accounts.disconnect(
            changes,
            person,
            person.connectionsOf(token.number()),
            Parting.tokenOver(person.name()),
            now);
        if (token.over(now - toldOf)) {
          changes.add(new Change.TokenEnded(person.id(), token.number(), "time"));
        }
      }
    }
  }

  /** All of an account; its connections are ended apart. */
  static void endAll(List<Change> changes, Person person, String by) {
    for (Token token : person.tokens()) {
      changes.add(new Change.TokenEnded(person.id(), token.number(), by));
    }
  }
}
