package parley.server.decide;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import parley.protocol.ErrorCode;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Rule;
import parley.server.rights.Verdict;
import parley.server.state.Change;
import parley.server.state.Mute;
import parley.server.state.Person;
import parley.server.state.PersonId;
import parley.server.state.ServerRole;
import parley.server.state.SignIn;
import parley.server.state.State;
import parley.server.state.Token;

/** The one way into an account, by whatever somebody has shown. */
final class SigningIn {
  private SigningIn() {}

  /** Who it is that something proves; null where it proves nothing any more. */
  static Person proven(State state, Act.Proof proof) {
    return switch (proof) {
      case Act.Proof.Password p -> {
        Person person = state.person(p.person());
        boolean still =
            person != null
                && person.isAccount()
                && p.verifier().equals(person.account().verifier());
        yield still ? person : null;
      }
      case Act.Proof.Checked c -> {
        Person person = state.named(c.name());
        // A password that was set here meanwhile is the one that counts.
        boolean still = person != null && person.isAccount() && person.account().verifier() == null;
        yield still ? person : null;
      }
      case Act.Proof.Certificate c -> {
        // Another spelling may be somebody else's where the certificate comes from.
        Person person = state.named(c.name());
        boolean exact = person != null && person.isAccount() && person.name().equals(c.name());
        yield exact ? person : null;
      }
      case Act.Proof.Token t -> {
        Token token = state.token(t.hash());
        yield token == null ? null : state.person(token.person());
      }
    };
  }

  private static Verdict unproven(Act.Proof proof) {
    return Rights.unproven(
        switch (proof) {
          case Act.Proof.Token _ -> Rule.NO_SUCH_TOKEN;
          case Act.Proof.Certificate _ -> Rule.NO_SUCH_HOLDER;
          case Act.Proof.Password _, Act.Proof.Checked _ -> Rule.NOT_YOURS;
        });
  }

  /** The one way into an account, by whatever was shown a moment ago. */
  static Decision enter(State state, Act.Hello c, long now, DecisionLimits rules) {
    Person person = proven(state, c.proof());
    if (person == null && c.proof() instanceof Act.Proof.Checked checked && checked.makes()) {
      return make(state, c, checked, now, rules);
    }
    if (person == null) {
      return Decision.refused(c.re(), unproven(c.proof()));
    }
    Verdict may = Rights.may(state, c.by(), Right.SIGN_IN, new On.Person(person.id()), now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    if (rules.noSpace()) {
      return Decision.noSpace(c.re());
    }
    return switch (c.proof()) {
      case Act.Proof.Token t -> enter(state, c, person, state.token(t.hash()), now, rules);
      case Act.Proof.Password p -> open(state, c, person, p.device(), now, rules);
      case Act.Proof.Certificate p -> open(state, c, person, p.device(), now, rules);
      case Act.Proof.Checked p -> open(state, c, person, p.device(), now, rules);
    };
  }

  /** Somebody whom the checker knows comes for the first time. */
  private static Decision make(
      State state, Act.Hello c, Act.Proof.Checked proof, long now, DecisionLimits rules) {
    On on = new On.NewAccount(proof.makes(), false);
    Verdict may = Rights.may(state, c.by(), Right.REGISTER, on, now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    Decision refused = Naming.person(state, c.re(), c.name(), null);
    if (refused == null) {
      refused = Accounts.room(state, c.re(), rules);
    }
    if (refused != null) {
      return refused;
    }
    String id = PersonId.ofAccount(state.nextPerson()).text();
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.AccountMade(id, c.name(), ServerRole.MEMBER, "checker", null));
    Mute mute = Rights.muteOfNewcomer(state, c.address(), now);
    if (mute != null) {
      changes.add(new Change.Muted(id, c.name(), mute.until(), Departures.BY, List.of()));
    }
    changes.add(new Change.SessionOpened(id, c.freshSession(), proof.device()));
    long last = state.nextSeq() + changes.size() - 1;
    changes.add(
        new Change.Connected(id, c.name(), c.connection(), c.address(), last, false, last, 0));
    return new Decision(
        changes,
        new Reply.Welcome(
            c.re(),
            c.name(),
            id,
            c.name(),
            c.freshSecret(),
            rules.server(),
            rules.log(),
            last,
            rules.limits(),
            List.of()));
  }

  private static Decision enter(
      State state, Act.Hello c, Person person, Token token, long now, DecisionLimits rules) {
    if (c.name() != null && !Accounts.same(c.name(), person.name())) {
      return Decision.refused(
          c.re(), ErrorCode.BAD_TOKEN, "The token is not of an account called " + c.name() + ".");
    }
    if (token.over(now)) {
      return Decision.refused(c.re(), Rights.unproven(Rule.TOKEN_OVER));
    }
    List<Change> changes = new ArrayList<>();
    if (token.used() == 0 || !Accounts.day(token.used()).equals(Accounts.day(now))) {
      changes.add(new Change.TokenUsed(person.id(), token.number()));
    }
    return Arrivals.connected(
        state, c, person, changes, new Arrivals.Opened(token.number(), null), now, rules);
  }

  private static Decision open(
      State state, Act.Hello c, Person person, String device, long now, DecisionLimits rules) {
    List<Change> changes = new ArrayList<>();
    if (person.signIns().size() >= Limits.SESSIONS_MAX) {
      SignIn oldest =
          person.signIns().stream().min(Comparator.comparingLong(SignIn::used)).orElseThrow();
      Accounts.end(changes, person, oldest, "server", Parting.forNewer(person.name()), now);
    }
    Arrivals.claim(changes, c, person);
    changes.add(new Change.SessionOpened(person.id(), c.freshSession(), device));
    long session = state.nextSeq() + Accounts.lasting(changes) - 1;
    return Arrivals.connected(
        state, c, person, changes, new Arrivals.Opened(session, c.freshSecret()), now, rules);
  }
}
