package parley.server.decide;

import parley.protocol.Names;
import parley.server.rights.Right;
import parley.server.state.Room;
import parley.server.state.State;

/** The right that each act needs: looked at before anything else is. */
final class ActRights {
  private ActRights() {}

  static Right of(State state, Act act, Facts facts) {
    return switch (act) {
      case Act.Hello _ -> Right.ENTER;
      case Act.Own _ -> Right.KEEP_HOUSE;
      case Act.May c -> c.right();
      case Act.Join c -> namesRoom(state, c.room()) ? Right.MAKE_ROOM : Right.JOIN;
      case Act.Leave _ -> Right.LEAVE;
      // What was accepted before gets its first answer again.
      case Act.Say c -> facts.sent(c.by().id(), c.nonce()) == null ? Right.SPEAK : Right.ASK;
      case Act.Offer c -> of(state, c.say(), facts);
      case Act.Edit c -> facts.sent(c.by().id(), c.nonce()) == null ? Right.CORRECT : Right.ASK;
      case Act.React c -> isReacted(c, facts) || c.remove() ? Right.UNREACT : Right.REACT;
      case Act.Delete _ -> Right.TAKE_BACK;
      case Act.Fetch _ -> Right.FETCH;
      case Act.MarkRead _ -> Right.READ;
      case Act.SetTopic _ -> Right.SET_TOPIC;
      case Act.Rename _ -> Right.NAME;
      case Act.ListRooms _, Act.ListMembers _, Act.Whois _ -> Right.SEE;
      case Act.BecomeOperator _ -> Right.CLAIM;
      case Act.Register _ -> Right.REGISTER;
      case Act.SetPassword _, Act.ListSessions _, Act.EndSession _ -> Right.OWN_ACCOUNT;
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

  /** Whether it is there already, so that others would read nothing new. */
  private static boolean isReacted(Act.React c, Facts facts) {
    return facts.reaction(c.by().id(), c.target(), c.emoji()) != null;
  }

  /** A room that is there has a name already; a new one's is shown to everybody. */
  private static boolean namesRoom(State state, String room) {
    return state.room(room) == null && !Names.fold(room).equals(Room.FIRST);
  }
}
