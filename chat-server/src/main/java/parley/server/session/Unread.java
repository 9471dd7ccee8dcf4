package parley.server.session;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.RoomInfo;

/** Counts, from the log, what a person has not read in the rooms that a reply tells of. */
final class Unread {
  private Unread() {}

  /** The reply with its counts; one that lists no rooms comes back as it is. */
  static Reply in(Services services, String person, Reply reply) throws InterruptedException {
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
              counted(services, person, w.rooms(), w.last()));
      case Reply.Ok ok when ok.rooms() != null ->
          Reply.Ok.rooms(
              ok.re(),
              ok.count(),
              counted(services, person, ok.rooms(), services.log().last()),
              ok.more() != null);
      default -> reply;
    };
  }

  private static List<RoomInfo> counted(
      Services services, String person, List<RoomInfo> rooms, long upTo)
      throws InterruptedException {
    List<RoomInfo> counted = new ArrayList<>(rooms.size());
    for (RoomInfo room : rooms) {
      boolean news = room.read() != null && room.read() < room.last();
      int unread =
          news
              ? services.log().unread(person, room.room(), room.read(), upTo, Limits.UNREAD_MAX)
              : 0;
      counted.add(room.read() == null ? room : room.with(room.read(), unread));
    }
    return counted;
  }
}
