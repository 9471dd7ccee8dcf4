package parley.client.terminal;

import org.jline.utils.AttributedString;

/** How wide a terminal shows a text. */
public final class DisplayWidth {
  private DisplayWidth() {}

  /** In columns; an emoji of several characters is one. */
  public static int of(String text) {
    return new AttributedString(text).columnLength();
  }
}
