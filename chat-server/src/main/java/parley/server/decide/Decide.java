package parley.server.decide;

import java.util.List;
import parley.server.state.Change;
import parley.server.state.State;

/**
 * Decides a command: what changes, and what is answered. Pure: the same state, command and time
 * give the same decision.
 */
public final class Decide {
  private Decide() {}

  public static Decision decide(State state, Command command, Moment moment, Rules rules) {
    long now = moment.steady();
    return switch (command) {
      case Command.Hello c -> Arrivals.hello(state, c, now, rules);
      case Command.Gone c -> Arrivals.gone(state, c, now);
      case Command.Drop c ->
          new Decision(List.of(new Change.Dropped(c.inRoom(), c.except(), c.upTo())), null);
      case Command.Tick c -> Arrivals.tick(state, c, now);
      case Command.Rename c -> Arrivals.rename(state, c, now);
      case Command.Join c -> Rooms.join(state, c, rules);
      case Command.Leave c -> Rooms.leave(state, c);
      case Command.SetTopic c -> Rooms.topic(state, c);
      case Command.ListRooms c -> Rooms.list(state, c);
      case Command.ListMembers c -> Rooms.members(state, c);
      case Command.Whois c -> Rooms.whois(state, c);
      case Command.MayRead c -> Rooms.mayRead(state, c);
      case Command.MaySearch c -> Rooms.maySearch(state, c);
      case Command.Say c -> Messages.say(state, c, moment);
      case Command.Offer c -> Files.offer(state, c, moment);
      case Command.Fetch c -> Files.fetch(state, c);
      case Command.Edit c -> Amendments.edit(state, c, moment);
      case Command.Delete c -> Amendments.delete(state, c, moment);
      case Command.React c -> Amendments.react(state, c, moment);
      case Command.MarkRead c -> Amendments.markRead(state, c);
      case Command.Kick c -> Moderation.kick(state, c, now);
      case Command.Ban c -> Moderation.ban(state, c, now);
      case Command.Unban c -> Moderation.unban(state, c);
      case Command.Mute c -> Moderation.mute(state, c);
      case Command.Unmute c -> Moderation.unmute(state, c);
      case Command.CloseRoom c -> Moderation.closeRoom(state, c);
      case Command.Notify c -> Moderation.announce(state, c);
      case Command.SetOperator c -> Moderation.operator(state, c);
    };
  }
}
