package parley.server.session;

import java.util.List;
import java.util.Objects;
import parley.protocol.Event;
import parley.protocol.Reaction;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;
import parley.protocol.ServerMessage;
import parley.protocol.TalkInfo;

/**
 * What a request weighs where requests are counted: 1 and its length for any, more on {@linkplain
 * RequestTerms its terms}, and what its answer took.
 */
final class RequestWeights {
  private static final double UNIT_BYTES = 1_024;

  /** A place that is taken back with a cursor: what was missed is read from the log. */
  private static final int REPLAY = 15;

  /** Messages that an answer reads back for a unit. */
  private static final double UNIT_MESSAGES = 100;

  /** Reactions or unread messages that are counted for a unit: each time anew, one by one. */
  private static final double UNIT_COUNTED = 2_000;

  private RequestWeights() {}

  /** Of any request, known before it is read. */
  static double of(int bytes) {
    return 1 + bytes / UNIT_BYTES;
  }

  /** What comes to it once it is answered, by what was read back and counted for that. */
  static double ofAnswer(ServerMessage answer) {
    return switch (answer) {
      case Reply.History h -> h.messages().size() / UNIT_MESSAGES + reactions(h) / UNIT_COUNTED;
      case Reply.Exported e -> e.messages().size() / UNIT_MESSAGES;
      case Reply.RoomList list -> unread(list.rooms()) / UNIT_COUNTED;
      case Reply.TalkList list ->
          list.talks().size() / UNIT_MESSAGES
              + list.talks().stream().mapToLong(TalkInfo::unread).sum() / UNIT_COUNTED;
      case Reply.Sent _,
          Reply.Joined _,
          Reply.MemberList _,
          Reply.RoomFound _,
          Reply.PersonFound _,
          Reply.Named _,
          Reply.AdminText _,
          Reply.Registered _,
          Reply.SessionList _,
          Reply.PasswordChanged _,
          Reply.TokenMade _,
          Reply.TokenList _,
          Reply.Ticket _,
          Reply.Carrying _,
          Reply.Done _,
          Reply.Welcome _,
          Reply.Pong _,
          Reply.Echo _,
          Reply.Refused _,
          Event _ ->
          0;
    };
  }

  private static long reactions(Reply.History history) {
    return history.messages().stream()
        .map(Event.Message::reactions)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .mapToLong(Reaction::count)
        .sum();
  }

  private static long unread(List<RoomInfo> rooms) {
    return rooms.stream()
        .map(RoomInfo::unread)
        .filter(Objects::nonNull)
        .mapToLong(Integer::longValue)
        .sum();
  }

  /** Of a hello that took a place back, for the person whose place it is. */
  static double ofReturn(Request.Hello hello) {
    return hello.since() == null ? RequestTerms.DEARER : REPLAY;
  }
}
