package parley.server.session;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.RoomInfo;
import parley.server.net.Network;
import parley.server.rights.Rights;
import parley.server.state.Place;

/** Counts, from the log, what a person has not read in the rooms that a reply tells of. */
final class Unread {
  private Unread() {}

  /** The reply with its counts; one that lists no rooms comes back as it is. */
  static Reply in(Sources sources, Network from, String person, Reply reply)
      throws InterruptedException {
    return switch (reply) {
      case Reply.Welcome w ->
          new Reply.Welcome(
              w.re(),
              w.name(),
              w.id(),
              w.account(),
              w.session(),
              w.server(),
              w.log(),
              w.last(),
              w.limits(),
              counted(sources, from, person, w.rooms(), w.last()));
      case Reply.RoomList list ->
          list.with(counted(sources, from, person, list.rooms(), sources.log().last()));
      case Reply.Sent _,
          Reply.Joined _,
          Reply.MemberList _,
          Reply.RoomFound _,
          Reply.TalkList _,
          Reply.PersonFound _,
          Reply.Named _,
          Reply.AdminText _,
          Reply.Registered _,
          Reply.SessionList _,
          Reply.PasswordChanged _,
          Reply.TokenMade _,
          Reply.TokenList _,
          Reply.Exported _,
          Reply.Ticket _,
          Reply.Carrying _,
          Reply.Done _,
          Reply.History _,
          Reply.Pong _,
          Reply.Echo _,
          Reply.Refused _ ->
          reply;
    };
  }

  private static List<RoomInfo> counted(
      Sources sources, Network from, String person, List<RoomInfo> rooms, long upTo)
      throws InterruptedException {
    List<RoomInfo> counted = new ArrayList<>(rooms.size());
    for (RoomInfo room : rooms) {
      boolean news = room.read() != null && room.read() < room.last();
      int unread = news ? unread(sources, from, person, room, upTo) : 0;
      counted.add(room.read() == null ? room : room.with(room.read(), unread));
    }
    return counted;
  }

  /** What was said before one came, where that is not for newcomers, is not one's to read. */
  private static int unread(Sources sources, Network from, String person, RoomInfo room, long upTo)
      throws InterruptedException {
    Place.Room place = new Place.Room(room.room());
    long first = Rights.firstSeen(sources.roster(), person, place);
    long after = Math.max(room.read(), first - 1);
    return sources.log().unread(from, person, room.room(), after, upTo, Limits.UNREAD_MAX);
  }
}
