package parley.protocol;

import java.util.List;
import java.util.Objects;

/**
 * How many reacted to a message in one way.
 *
 * @param names the first of them, as they are called now: at most {@link Limits#REACTION_NAMES},
 *     and {@link Limits#MESSAGE_REACTION_NAMES} over all reactions of a message
 */
public record Reaction(String emoji, int count, List<String> names) {
  public Reaction {
    Objects.requireNonNull(emoji, "emoji");
    names = List.copyOf(names);
  }
}
