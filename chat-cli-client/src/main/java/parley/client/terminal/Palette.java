package parley.client.terminal;

import java.util.List;
import java.util.Map;

/**
 * The colours that somebody wants.
 *
 * @param own what looks otherwise than its theme has it, as {@link StyleWords} read it
 * @param names what people's names look like, by turns; none for the theme's own
 */
public record Palette(
    Ground ground, Depth depth, Map<Theme.Element, String> own, List<String> names) {
  /** What the text stands on, and how much it is to stand out. */
  public enum Ground {
    /** Both: dark and light. */
    DEFAULT,
    DARK,
    LIGHT,
    /** Nothing faint, few colours, all bold that matters. */
    HIGH_CONTRAST,
    /** No colours, but bold, faint and underlined text. */
    NONE
  }

  /** How many colours there are. */
  public enum Depth {
    /** As many as the terminal says that it has. */
    AUTO(-1),
    NONE(0),
    C16(16),
    C256(256),
    TRUE(0x1000000);

    private final int colours;

    Depth(int colours) {
      this.colours = colours;
    }

    /**
     * @param told how many the terminal says that it has
     */
    int colours(int told) {
      return this == AUTO ? told : colours;
    }
  }

  static final Palette INITIAL = new Palette(Ground.DEFAULT, Depth.AUTO, Map.of(), List.of());

  public Palette {
    own = Map.copyOf(own);
    names = List.copyOf(names);
  }
}
