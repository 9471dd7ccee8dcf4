package parley.protocol;

import java.util.Objects;

/**
 * A room at a glance.
 *
 * @param topic the first {@link Limits#TOPIC_GLANCE} characters of it
 * @param members how many there are
 * @param last the {@code seq} of its newest event
 * @param read up to where the asker has read it; null where they never said or are no member
 * @param unread messages after it by others, counted up to {@link Limits#UNREAD_MAX}; null where
 *     {@code read} is
 * @param settings in what it is not plain; null where it is
 * @param role what the asker is in it; null where they are no member
 * @param invited true where the asker is invited and did not come yet, else null
 */
public record RoomInfo(
    String room,
    String topic,
    int members,
    long last,
    Long read,
    Integer unread,
    RoomSettings settings,
    RoomRole role,
    Boolean invited) {
  public RoomInfo {
    Objects.requireNonNull(room, "room");
    settings = settings == null || settings.plain() ? null : settings;
  }

  /** A plain one. */
  public RoomInfo(String room, String topic, int members, long last, Long read, Integer unread) {
    this(room, topic, members, last, read, unread, null, null, null);
  }

  public RoomInfo(String room, String topic, int members, long last) {
    this(room, topic, members, last, null, null);
  }

  /** The same with what the asker has not read yet. */
  public RoomInfo with(long read, int unread) {
    return new RoomInfo(room, topic, members, last, read, unread, settings, role, invited);
  }
}
