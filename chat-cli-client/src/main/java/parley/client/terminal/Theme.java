package parley.client.terminal;

import java.util.Map;
import org.jline.utils.AttributedStyle;
import parley.protocol.Names;

/** How things look: with colours, or without where {@code NO_COLOR} is set or there are none. */
public final class Theme {
  /** Colours of the 256 that read well on dark and on light ground. */
  private static final int[] MANY = {
    31, 37, 64, 71, 98, 104, 107, 130, 133, 136, 141, 160, 166, 168, 172, 173
  };

  private static final int[] FEW = {
    AttributedStyle.RED,
    AttributedStyle.GREEN,
    AttributedStyle.YELLOW,
    AttributedStyle.BLUE,
    AttributedStyle.MAGENTA,
    AttributedStyle.CYAN
  };

  private final int colours;

  private Theme(int colours) {
    this.colours = colours;
  }

  /**
   * @param colours how many the terminal has
   */
  public static Theme of(int colours, Map<String, String> environment) {
    boolean none = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Theme(none ? 0 : colours);
  }

  /** The colour of a name, the same one in every client and on every day. */
  public AttributedStyle name(String name) {
    if (colours < 8) {
      return AttributedStyle.BOLD;
    }
    int[] palette = colours >= 256 ? MANY : FEW;
    int hash = Names.fold(name).hashCode() * 0x9E3779B1;
    return AttributedStyle.DEFAULT.foreground(
        palette[Integer.remainderUnsigned(hash >>> 8, palette.length)]);
  }

  public AttributedStyle time() {
    return AttributedStyle.DEFAULT.faint();
  }

  public AttributedStyle note() {
    return AttributedStyle.DEFAULT.faint();
  }

  public AttributedStyle warning() {
    return colours < 8
        ? AttributedStyle.BOLD
        : AttributedStyle.BOLD.foreground(AttributedStyle.RED);
  }

  /** What is code in a text. */
  public AttributedStyle code() {
    return colours < 8
        ? AttributedStyle.DEFAULT
        : AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
  }

  public AttributedStyle pending() {
    return colours < 8
        ? AttributedStyle.DEFAULT
        : AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
  }

  public AttributedStyle mention() {
    return AttributedStyle.BOLD;
  }

  /** One's own among the reactions. */
  public AttributedStyle mine() {
    return AttributedStyle.BOLD;
  }

  /** What a search looked for. */
  public AttributedStyle found() {
    return colours < 8
        ? AttributedStyle.BOLD.underline()
        : AttributedStyle.BOLD.foreground(AttributedStyle.YELLOW);
  }

  /** The rule above what is new. */
  public AttributedStyle rule() {
    return colours < 8
        ? AttributedStyle.BOLD
        : AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
  }

  public AttributedStyle bar() {
    return AttributedStyle.INVERSE;
  }
}
