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
 */
public record RoomInfo(
    String room, String topic, int members, long last, Long read, Integer unread) {
  public RoomInfo {
    Objects.requireNonNull(room, "room");
  }

  public RoomInfo(String room, String topic, int members, long last) {
    this(room, topic, members, last, null, null);
  }

  /** The same with what the asker has not read yet. */
  public RoomInfo with(long read, int unread) {
    return new RoomInfo(room, topic, members, last, read, unread);
  }
}
