package parley.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a room is like, or what of it is to change. Where it tells what a room is like, a component
 * is null that is as in a {@linkplain #PLAIN plain} room; in a change, one is null that stays.
 *
 * @param hidden {@code private} on the wire: only its members and who is invited know of it
 * @param guests whether people without an account may come in
 * @param readOnly whether only moderators speak
 * @param archived whether nobody speaks any more, and nothing of it is changed
 * @param slow seconds between two messages of one member, up to {@link #SLOW_MOST}; 0 is none
 * @param topicBy the least role that sets the topic; null is members
 * @param inviteBy the least role that invites; null is moderators
 * @param history what a member may read of what was said before they came
 * @param keep days that its messages are kept, up to {@link #KEEP_MOST}, where the server does not
 *     take them earlier; 0 is as long as the server does
 * @param description up to {@link Limits#TOPIC_BYTES} bytes; empty where there is none
 */
public record RoomSettings(
    @JsonProperty("private") Boolean hidden,
    Boolean guests,
    Boolean readOnly,
    Boolean archived,
    Integer slow,
    RoomRole topicBy,
    RoomRole inviteBy,
    PastSeen history,
    Integer keep,
    String description) {
  /** The most seconds of {@code slow}: a day. */
  public static final int SLOW_MOST = 86_400;

  /** The most days of {@code keep}: ten years. */
  public static final int KEEP_MOST = 3_650;

  /** A room as it is made. */
  public static final RoomSettings PLAIN =
      new RoomSettings(null, null, null, null, null, null, null, null, null, null);

  public boolean forMembersAlone() {
    return is(hidden);
  }

  public boolean takesGuests() {
    return is(guests);
  }

  public boolean forReading() {
    return is(readOnly);
  }

  public boolean atRest() {
    return is(archived);
  }

  public int slowSeconds() {
    return slow == null ? 0 : slow;
  }

  public int keepDays() {
    return keep == null ? 0 : keep;
  }

  public RoomRole mayTopic() {
    return topicBy == null ? RoomRole.MEMBER : topicBy;
  }

  public RoomRole mayInvite() {
    return inviteBy == null ? RoomRole.MODERATOR : inviteBy;
  }

  public PastSeen past() {
    return history == null ? PastSeen.ALL : history;
  }

  /** Whether nothing is said of any setting. */
  public boolean plain() {
    return equals(PLAIN);
  }

  /** What a room is like after a change. */
  public RoomSettings after(RoomSettings change) {
    return new RoomSettings(
            or(change.hidden, hidden),
            or(change.guests, guests),
            or(change.readOnly, readOnly),
            or(change.archived, archived),
            or(change.slow, slow),
            or(change.topicBy, topicBy),
            or(change.inviteBy, inviteBy),
            or(change.history, history),
            or(change.keep, keep),
            or(change.description, description))
        .told();
  }

  /** Without what is as in a plain room. */
  private RoomSettings told() {
    return new RoomSettings(
        trueOrNull(hidden),
        trueOrNull(guests),
        trueOrNull(readOnly),
        trueOrNull(archived),
        slowSeconds() == 0 ? null : slow,
        mayTopic() == RoomRole.MEMBER ? null : topicBy,
        mayInvite() == RoomRole.MODERATOR ? null : inviteBy,
        past() == PastSeen.ALL ? null : history,
        keepDays() == 0 ? null : keep,
        description == null || description.isEmpty() ? null : description);
  }

  private static boolean is(Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static Boolean trueOrNull(Boolean value) {
    return is(value) ? true : null;
  }

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
