package parley.protocol;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Names of files that are safe on every system and every screen, whoever chose them. A client makes
 * the names safe that it gets too: nothing obliges a server to have done so.
 */
public final class FileNames {
  /** What a name becomes of which nothing is left. */
  private static final String NAMELESS = "file";

  /**
   * UTF-16 units that are normalized: at least as much as is kept, because no three units become
   * less than two bytes. What normalizing costs can grow with the square of a run of marks.
   */
  private static final int UNITS = 2 * Limits.FILE_NAME_BYTES;

  /** UTF-16 units of an extension that stays where a name is cut, its dot counted. */
  private static final int EXTENSION_UNITS = 16;

  /** What some systems keep for themselves; separators are gone before. */
  private static final String RESERVED = "<>:\"|?*";

  private FileNames() {}

  /**
   * The last part of a path, without anything that could make it more than a name: 1 to {@link
   * Limits#FILE_NAME_BYTES} bytes, no separator, not hidden, nothing invisible. Made safe again, it
   * stays as it is.
   */
  public static String safe(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String bounded = bounded(trimmed(last));
    String seen = visible(Normalizer.normalize(bounded, Normalizer.Form.NFC));
    String safe = shortened(trimmed(seen));
    if (safe.isEmpty()) {
      return NAMELESS;
    }
    return isDevice(safe) ? shortened("_" + safe) : safe;
  }

  /** A name that begins so is hidden, or read as an option; one that ends so is cut by Windows. */
  private static String trimmed(String name) {
    int start = 0;
    while (start < name.length() && " .-~".indexOf(name.charAt(start)) >= 0) {
      start++;
    }
    return trimmedEnd(name.substring(start));
  }

  private static String trimmedEnd(String name) {
    int end = name.length();
    while (end > 0 && " .".indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    return name.substring(0, end);
  }

  /** No more of a name than could be kept. */
  private static String bounded(String name) {
    if (name.length() <= UNITS) {
      return name;
    }
    String extension = extension(name);
    int cut = UNITS - extension.length();
    boolean halves = Character.isHighSurrogate(name.charAt(cut - 1));
    return name.substring(0, halves ? cut - 1 : cut) + extension;
  }

  /** With a low line for what is not seen, turns text or is reserved. */
  private static String visible(String name) {
    StringBuilder visible = new StringBuilder(name.length());
    name.codePoints().forEach(c -> visible.appendCodePoint(isVisible(c) ? c : '_'));
    return visible.toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> RESERVED.indexOf(c) < 0;
    };
  }

  /** Cut to the limit between two characters; a short extension stays. */
  private static String shortened(String name) {
    if (bytes(name) <= Limits.FILE_NAME_BYTES) {
      return name;
    }
    String extension = extension(name);
    int room = Limits.FILE_NAME_BYTES - bytes(extension);
    int end = 0;
    while (room >= 0 && end < name.length() - extension.length()) {
      int c = name.codePointAt(end);
      room -= bytes(c);
      end += room >= 0 ? Character.charCount(c) : 0;
    }
    return trimmedEnd(name.substring(0, end)) + extension;
  }

  /** The end of a name from its last dot, empty where that is long or the name's beginning. */
  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && name.length() - dot <= EXTENSION_UNITS ? name.substring(dot) : "";
  }

  private static int bytes(String name) {
    return name.codePoints().map(FileNames::bytes).sum();
  }

  /** Of a character in UTF-8. */
  private static int bytes(int c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }

  /** Devices of Windows, with any extension. */
  private static boolean isDevice(String name) {
    int dot = name.indexOf('.');
    String stem = (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
    return switch (stem) {
      case "con", "prn", "aux", "nul" -> true;
      default ->
          (stem.startsWith("com") || stem.startsWith("lpt"))
              && Digits.areDecimal(stem.substring(3), 1);
    };
  }
}
