package parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Names of files that are safe on every system and every screen, whoever chose them. A client makes
 * the names safe that it gets too: nothing obliges a server to have done so.
 */
public final class FileNames {
  /** What a name becomes of which nothing is left. */
  private static final String NAMELESS = "file";

  /** Separators, what some systems keep for themselves, and what is not seen or turns text. */
  private static final Pattern UNSAFE =
      Pattern.compile("[<>:\"|?*\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}]");

  /** A name that begins so is hidden, or read as an option; one that ends so is cut by Windows. */
  private static final Pattern EDGES = Pattern.compile("^[\\s.\\-~]+|[\\s.]+$");

  /** Devices of Windows, with any extension. */
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  private FileNames() {}

  /**
   * The last part of a path, without anything that could make it more than a name: 1 to {@link
   * Limits#FILE_NAME_BYTES} bytes, no separator, not hidden, nothing invisible. Made safe again, it
   * stays as it is.
   */
  public static String safe(String name) {
    // Beyond some length nothing of the name could be kept anyway.
    String given = name.length() > 4_096 ? name.substring(name.length() - 4_096) : name;
    String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
    String seen = UNSAFE.matcher(Normalizer.normalize(last, Normalizer.Form.NFC)).replaceAll("_");
    String safe = shortened(trimmed(seen));
    if (safe.isEmpty()) {
      return NAMELESS;
    }
    return DEVICE.matcher(safe).matches() ? shortened("_" + safe) : safe;
  }

  private static String trimmed(String name) {
    return EDGES.matcher(name).replaceAll("");
  }

  /** Cut to the limit between two characters; a short extension stays. */
  private static String shortened(String name) {
    if (name.getBytes(UTF_8).length <= Limits.FILE_NAME_BYTES) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= 16 ? name.substring(dot) : "";
    String stem = name.substring(0, name.length() - extension.length());
    while ((stem + extension).getBytes(UTF_8).length > Limits.FILE_NAME_BYTES) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return trimmed(stem) + extension;
  }
}
