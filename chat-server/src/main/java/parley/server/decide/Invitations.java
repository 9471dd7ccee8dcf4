package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.Invitation;
import parley.server.state.Person;
import parley.server.state.State;

/** Ways in that are given to somebody. */
final class Invitations {
  /** That may be open at a time. */
  private static final int MOST = 1_000;

  private Invitations() {}

  /**
   * Whether one can be used now. What its maker may no longer give, it does not give.
   *
   * @param invitation null for one that is not there
   */
  static Verdict holds(State state, Invitation invitation, long now) {
    if (invitation == null) {
      return Rights.noInvitation(false);
    }
    if (invitation.over(now)) {
      return Rights.noInvitation(true);
    }
    Asker maker = invitation.maker() == null ? Asker.CONSOLE : Asker.person(invitation.maker());
    Verdict may = Rights.may(state, maker, Right.INVITE, gives(invitation), now);
    return may.allowed() ? may : Rights.noInvitation(false);
  }

  private static On gives(Invitation invitation) {
    return invitation.person() == null
        ? new On.Giving(invitation.role())
        : new On.Person(invitation.person());
  }

  static Decision invite(State state, Act.Invite c, Person asker, String by, long now) {
    Person whose = c.whose() == null ? null : state.named(c.whose());
    if (c.whose() != null && (whose == null || !whose.isAccount())) {
      return Accounts.noSuchAccount(c.whose());
    }
    On on = whose == null ? new On.Giving(c.role()) : new On.Person(whose.id());
    Verdict may = Rights.may(state, c.by(), Right.INVITE, on, now);
    if (!may.allowed()) {
      return Decision.refused(null, may);
    }
    if (c.name() != null) {
      Person named = state.named(c.name());
      Decision refused =
          named != null && named.isAccount()
              ? Naming.taken(null, "There is an account called " + named.name() + ".")
              : Naming.person(state, null, c.name(), named);
      if (refused != null) {
        return refused;
      }
    }
    for (String room : c.rooms()) {
      if (state.room(room) == null) {
        return Rooms.noSuchRoom(null, room);
      }
    }
    if (whose == null && state.invitations().size() >= MOST) {
      return Decision.refused(
          null,
          ErrorCode.LIMIT_REACHED,
          "There are " + MOST + " invitations that nobody used; revoke some.");
    }
    List<Change> changes = new ArrayList<>();
    if (whose != null) {
      endOthers(state, changes, whose, 0);
    }
    long number = state.nextSeq() + changes.size();
    changes.add(
        new Change.InvitationMade(
            c.secret(),
            c.name(),
            whose == null ? null : whose.id(),
            whose == null ? c.role() : null,
            c.rooms(),
            c.until(),
            c.uses(),
            by,
            asker == null ? null : asker.id()));
    return new Decision(changes, new Reply.AdminText(null, Long.toString(number)));
  }

  /** An older way to an account's password is worth nothing once there is a newer one. */
  static void endOthers(State state, List<Change> changes, Person whose, long but) {
    for (Invitation old : state.invitations()) {
      if (whose.id().equals(old.person()) && old.number() != but) {
        changes.add(new Change.InvitationEnded(old.number(), "server"));
      }
    }
  }

  static Decision uninvite(State state, Act.Uninvite c, String by, long now) {
    for (Invitation invitation : state.invitations()) {
      if (invitation.number() == c.number()) {
        Verdict may = Rights.may(state, c.by(), Right.INVITE, gives(invitation), now);
        if (!may.allowed()) {
          return Decision.refused(null, may);
        }
        return new Decision(
            List.of(new Change.InvitationEnded(c.number(), by)), new Reply.Done(null));
      }
    }
    return Decision.refused(
        null, ErrorCode.BAD_REQUEST, "There is no invitation " + c.number() + ".");
  }
}
