package parley.server.session;

import parley.protocol.AccountToken;
import parley.protocol.Request;
import parley.server.rights.Right;

/**
 * On which terms a request is taken: the one place that says it of each. What its answer weighs is
 * known later ({@link RequestWeights#ofAnswer}).
 *
 * @param right that is asked for first; what it is done to is looked at where that is known
 * @param weight what comes to its length where requests are counted: more where others see it or it
 *     costs the server more
 * @param logBytes what it costs in the log, about what its events and what follows from them take
 *     in the file for as long as they are kept, and not only its text; 0 for what ends or takes
 *     away, which was paid for with what it ends
 * @param perRoom whether weight and bytes grow with the rooms that the asker is in
 * @param room whose members it hurries, null where it hurries nobody or a message tells
 * @param message the number of the message whose room that is, 0 where none tells
 */
record RequestTerms(
    Right right, int weight, long logBytes, boolean perRoom, String room, long message) {
  /** Coming, going, and what many see or takes some looking up. */
  static final int DEARER = 3;

  /** An event with its digests, and its place in the indexes. */
  static final int EVENT = 300;

  /** The same with a row of its own in a table: a nonce, a membership, a reaction. */
  static final int EVENT_AND_ROW = 450;

  /** A guest: coming, entering the first room, leaving it and going, with the rows of all that. */
  static final int GUEST = 1_000;

  static RequestTerms of(Request request) {
    return switch (request) {
      case Request.Hello r ->
          dearer(Right.ENTER)
              .writing(r.session() == null && !AccountToken.is(r.token()) ? GUEST : 0);
      case Request.Ping _, Request.Pong _, Request.Echo _ -> light(Right.CALL);
      case Request.Bye _ -> dearer(Right.CALL).inEachRoom();
      // With what ends it.
      case Request.Join _ -> dearer(Right.JOIN).writing(2 * EVENT_AND_ROW);
      case Request.Leave _ -> dearer(Right.LEAVE);
      case Request.Register _ -> dearer(Right.REGISTER).writing(3 * EVENT_AND_ROW).inEachRoom();
      case Request.Password _ -> dearer(Right.OWN_ACCOUNT).writing(EVENT_AND_ROW);
      case Request.Sessions _, Request.Revoke _, Request.Tokens _ -> dearer(Right.OWN_ACCOUNT);
      case Request.Token _ -> dearer(Right.OWN_ACCOUNT).writing(2 * EVENT_AND_ROW);
      case Request.Send r ->
          light(Right.SPEAK).writing(EVENT_AND_ROW + bytes(r.text())).in(r.room(), 0);
      case Request.Upload r ->
          dearer(Right.SPEAK).writing(EVENT_AND_ROW + bytes(r.name()) + bytes(r.text()));
      case Request.Edit r ->
          light(Right.CORRECT).writing(EVENT_AND_ROW + bytes(r.text())).in(null, r.seq());
      case Request.React r ->
          light(Right.REACT)
              .writing(Boolean.TRUE.equals(r.remove()) ? 0 : 2 * EVENT_AND_ROW)
              .in(null, r.seq());
      case Request.Report r -> dearer(Right.REPORT).writing(EVENT + bytes(r.reason()));
      case Request.Delete _ -> light(Right.TAKE_BACK);
      case Request.Read _ -> light(Right.READ).writing(EVENT);
      case Request.History _ -> light(Right.READ);
      case Request.Export _ -> dearer(Right.EXPORT);
      case Request.Search _ -> dearer(Right.READ);
      case Request.Download _ -> dearer(Right.FETCH);
      case Request.Topic r -> dearer(Right.SET_TOPIC).writing(EVENT + bytes(r.text()));
      case Request.Room r when r.set() == null -> dearer(Right.SEE);
      case Request.Room r -> dearer(Right.TUNE_ROOM).writing(EVENT + bytes(r.set().description()));
      case Request.Invite _ -> dearer(Right.INVITE_IN).writing(EVENT_AND_ROW);
      case Request.Role _ -> dearer(Right.RULE_ROOM).writing(2 * EVENT);
      case Request.Bar _ -> dearer(Right.PUT_OUT).writing(EVENT_AND_ROW);
      case Request.Forget _ -> dearer(Right.FORGET).writing(EVENT_AND_ROW).inEachRoom();
      case Request.Erase _ -> dearer(Right.ERASE_ROOM).writing(2 * EVENT);
      case Request.Kick _ -> dearer(Right.PUT_OUT);
      case Request.Nick _ -> dearer(Right.NAME).writing(EVENT).inEachRoom();
      case Request.Away r ->
          dearer(r.text() == null || r.text().isEmpty() ? Right.ASK : Right.SAY_AWAY).inEachRoom();
      case Request.Rooms _, Request.Members _ -> dearer(Right.SEE);
      case Request.Talks _ -> dearer(Right.ASK);
      case Request.Whois _ -> light(Right.SEE);
      case Request.Stats _ -> dearer(Right.STATS);
      case Request.Admin _, Request.Transfer _ -> light(Right.ASK);
    };
  }

  private static RequestTerms light(Right right) {
    return new RequestTerms(right, 0, 0, false, null, 0);
  }

  private static RequestTerms dearer(Right right) {
    return new RequestTerms(right, DEARER, 0, false, null, 0);
  }

  private RequestTerms writing(long bytes) {
    return new RequestTerms(right, weight, bytes, perRoom, room, message);
  }

  private RequestTerms inEachRoom() {
    return new RequestTerms(right, weight, logBytes, true, room, message);
  }

  private RequestTerms in(String there, long ofMessage) {
    return new RequestTerms(right, weight, logBytes, perRoom, there, ofMessage);
  }

  /**
   * @param rooms how many the asker is in
   */
  double weight(int rooms) {
    return perRoom ? weight + rooms : weight;
  }

  /**
   * @param rooms how many the asker is in
   */
  long logBytes(int rooms) {
    return perRoom ? logBytes * (1 + rooms) : logBytes;
  }

  /** As UTF-8 in JSON. */
  private static int bytes(String text) {
    int bytes = 0;
    for (int i = 0; text != null && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += c == '"' || c == '\\' || c < ' ' ? 2 : 1;
      } else {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
    }
    return bytes;
  }
}
