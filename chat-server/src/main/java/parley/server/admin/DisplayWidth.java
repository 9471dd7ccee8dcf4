package parley.server.admin;

import org.jline.utils.AttributedString;

/** How wide a terminal shows a text. */
final class DisplayWidth {
  private DisplayWidth() {}

  /** In columns; an emoji of several characters is one. */
  static int of(String text) {
    return new AttributedString(text).columnLength();
  }
}
