package parley.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a mistyped word was meant to be. */
public final class Nearest {
  /** Letters that are compared: nothing that people choose among is longer. */
  private static final int LONGEST = 64;

  private Nearest() {}

  /**
   * The word of {@code known} that {@code typed} was probably meant to be: one that begins like it,
   * or the one for which the fewest letters must change, two at most or a third of them.
   *
   * @return empty where none comes near
   */
  public static Optional<String> of(String typed, Collection<String> known) {
    if (typed.isEmpty() || typed.length() > LONGEST) {
      return Optional.empty();
    }
    String best = null;
    int least = Math.max(2, typed.length() / 3) + 1;
    for (String word : known) {
      // One letter alone is near every short word.
      boolean near = distance(typed, word) < Math.min(least, Math.max(typed.length(), 2));
      if (near) {
        least = distance(typed, word);
        best = word;
      }
    }
    return best != null
        ? Optional.of(best)
        : known.stream().filter(word -> word.startsWith(typed)).findFirst();
  }

  /** The words that come nearest, as in {@link #of}, the nearest first and so many at most. */
  public static List<String> several(String typed, Collection<String> known, int most) {
    List<String> left = new ArrayList<>(known);
    List<String> near = new ArrayList<>();
    Optional<String> next = of(typed, left);
    while (next.isPresent() && near.size() < most) {
      near.add(next.get());
      left.remove(next.get());
      next = of(typed, left);
    }
    return near;
  }

  /** Letters to put in, take out, change, or swap with their neighbour to make one the other. */
  private static int distance(String from, String to) {
    int[][] steps = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        steps[i][j] =
            Math.min(steps[i - 1][j - 1] + change, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
        }
      }
    }
    return steps[from.length()][to.length()];
  }
}
