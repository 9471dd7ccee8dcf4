package parley.server.decide;

import parley.protocol.RoomSettings;
import parley.server.rights.Right;
import parley.server.state.State;

/** The right that each act needs: looked at before anything else is. */
final class ActRights {
  private ActRights() {}

  static Right of(State state, Act act, Facts facts) {
    return switch (act) {
      case Act.Hello _ -> Right.ENTER;
      case Act.Own _ -> Right.KEEP_HOUSE;
      case Act.May c -> c.right();
      case Act.Join _ -> Right.JOIN;
      case Act.Leave _ -> Right.LEAVE;
      // What was accepted before gets its first answer again.
      case Act.Say c -> facts.sent(c.by().id(), c.nonce()) == null ? Right.SPEAK : Right.ASK;
      case Act.Offer c -> of(state, c.say(), facts);
      case Act.Edit c -> facts.sent(c.by().id(), c.nonce()) == null ? Right.CORRECT : Right.ASK;
      case Act.React c -> isReacted(c, facts) || c.remove() ? Right.UNREACT : Right.REACT;
      case Act.Report _ -> Right.REPORT;
      case Act.Delete _ -> Right.TAKE_BACK;
      case Act.Fetch _ -> Right.FETCH;
      case Act.MarkRead _ -> Right.READ;
      // Who may not be heard may come back all the same.
      case Act.BeAway c -> c.text() == null || c.text().isEmpty() ? Right.ASK : Right.SAY_AWAY;
      case Act.SetTopic _ -> Right.SET_TOPIC;
      case Act.Rename _ -> Right.NAME;
      case Act.OfRoom c -> ofRoom(c);
      case Act.ListRooms c -> c.asOperator() ? Right.WATCH : Right.SEE;
      case Act.ListMembers c -> c.asOperator() ? Right.WATCH : Right.SEE;
      case Act.Whois _ -> Right.SEE;
      case Act.Explain _ -> Right.WATCH;
      case Act.NoteCommand _ -> Right.COMMAND;
      case Act.BecomeOperator _ -> Right.CLAIM;
      case Act.Register _ -> Right.REGISTER;
      case Act.ForgetOwn _ -> Right.FORGET;
      case Act.SetPassword _,
          Act.ListSessions _,
          Act.EndSession _,
          Act.MakeToken _,
          Act.ListTokens _,
          Act.EndToken _ ->
          Right.OWN_ACCOUNT;
      case Act.Invite _, Act.Uninvite _ -> Right.INVITE;
      case Act.GiveRole _ -> Right.APPOINT;
      case Act.Keeping _ -> Right.KEEP_ACCOUNTS;
      case Act.Kick _, Act.Ban _, Act.Unban _ -> Right.REMOVE;
      case Act.Mute _, Act.Unmute _, Act.UnmuteNetwork _ -> Right.MUTE;
      case Act.CloseRoom _ -> Right.CLOSE_ROOM;
      case Act.Notify _ -> Right.ANNOUNCE;
      case Act.Retitle _ -> Right.RETITLE;
      case Act.SetOperator _ -> Right.APPOINT;
    };
  }

  /** What is done to a room, as somebody who is in it or from outside. */
  static Right ofRoom(Act.OfRoom act) {
    if (act.asOperator()) {
      return act instanceof Act.EraseRoom ? Right.CLOSE_ROOM : Right.KEEP_ROOMS;
    }
    return switch (act) {
      case Act.SetRoom c when c.set() == null -> Right.SEE;
      case Act.SetRoom c -> c.set().equals(paced(c.set())) ? Right.TUNE_ROOM : Right.RULE_ROOM;
      case Act.InviteIn _ -> Right.INVITE_IN;
      case Act.GiveRoomRole _ -> Right.RULE_ROOM;
      case Act.EraseRoom _ -> Right.ERASE_ROOM;
      case Act.PutOut _, Act.BarFrom _ -> Right.PUT_OUT;
    };
  }

  /** What of a change moderators may make. */
  private static RoomSettings paced(RoomSettings set) {
    return new RoomSettings(
        null, null, null, null, set.slow(), null, null, null, null, set.description());
  }

  /** Whether it is there already, so that others would read nothing new. */
  private static boolean isReacted(Act.React c, Facts facts) {
    return facts.reaction(c.by().id(), c.target(), c.emoji()) != null;
  }
}
