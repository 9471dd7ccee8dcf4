package parley.protocol;

import java.util.Objects;

/**
 * A talk between two people at a glance, seen from one of them.
 *
 * @param with what the other one is called, or was called last
 * @param withId the other one's id
 * @param gone true where nobody comes back under that id, else null
 * @param last the {@code seq} of the newest message that is there
 * @param at its time
 * @param read up to where the asker has read it; null where they never said
 * @param unread messages after that by the other one, counted up to {@link Limits#UNREAD_MAX}
 */
public record TalkInfo(
    String with, String withId, Boolean gone, long last, String at, Long read, int unread) {
  public TalkInfo {
    Objects.requireNonNull(with, "with");
    Objects.requireNonNull(withId, "withId");
    Objects.requireNonNull(at, "at");
  }
}
