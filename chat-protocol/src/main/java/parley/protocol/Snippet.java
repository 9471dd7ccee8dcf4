package parley.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Objects;

/**
 * Why a search found a message: a piece of its text, and where in it the hits are.
 *
 * @param hits in order, none overlapping
 */
public record Snippet(String text, List<Hit> hits) {
  public Snippet {
    Objects.requireNonNull(text, "text");
    hits = List.copyOf(hits);
  }

  /**
   * A piece of the snippet's text, counted in Unicode code points; on the wire {@code [from,to]}.
   *
   * @param to exclusive
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"from", "to"})
  public record Hit(int from, int to) {}
}
