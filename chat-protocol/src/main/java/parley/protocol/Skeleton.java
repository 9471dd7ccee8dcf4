package parley.protocol;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a name looks like (Unicode Technical Standard 39, section 4): two that have a key in common
 * can be taken for each other on a screen, as {@code alice} and {@code a1ice}, or {@code coco} in
 * Latin letters and in Cyrillic ones. The table is made by {@code .ci/Confusables.java}.
 */
public final class Skeleton {
  private static final String TABLE = "confusables.txt";

  /** The mark that an i and a j have of themselves. */
  private static final int DOT = 0x307;

  /** The prototype of each character that looks like another one. */
  private static final Map<Integer, String> PROTOTYPES = prototypes();

  private Skeleton() {}

  /**
   * The keys by which a name is compared: one for a name in Latin letters, whatever their case. One
   * of another script may look like different ones in its small letters and in its capitals, so it
   * has a key for each way to write it: as it is, small, capital, and capital at the beginning.
   */
  public static Set<String> keys(String name) {
    String small = Names.fold(name);
    int rest = small.offsetByCodePoints(0, small.isEmpty() ? 0 : 1);
    String capital = small.substring(0, rest).toUpperCase(Locale.ROOT) + small.substring(rest);
    return Stream.of(name, small, small.toUpperCase(Locale.ROOT), capital)
        .distinct()
        .map(Skeleton::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What one character looks like beside others, without its marks; empty for a mark and for what
   * nobody sees. It is for texts: each character is looked at by itself, so that it costs no more
   * than its length.
   */
  public static String shape(int c) {
    StringBuilder shape = new StringBuilder();
    Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD)
        .codePoints()
        .filter(part -> !isMark(part) && !Names.isHidden(part))
        .forEach(part -> shape.append(Shapes.of(part)));
    return shape.toString().replace('i', 'l').replace('1', 'l').replace('0', 'o');
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  /** The shapes of its characters, with one for a bar, an i and a one, and one for o and zero. */
  private static String key(String drawn) {
    StringBuilder key = new StringBuilder();
    boolean dotted = false;
    for (int c : Normalizer.normalize(drawn, Normalizer.Form.NFD).codePoints().toArray()) {
      String shape = Shapes.of(c).replace('i', 'l').replace('1', 'l').replace('0', 'o');
      if (Character.getType(c) != Character.NON_SPACING_MARK) {
        dotted = shape.endsWith("l") || shape.endsWith("j");
      }
      if (c != DOT || !dotted) {
        key.append(shape);
      }
    }
    return Normalizer.normalize(key, Normalizer.Form.NFD);
  }

  /** Each character's prototype in its place. */
  static String of(String text) {
    StringBuilder looks = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .forEach(c -> looks.append(prototype(c)));
    return Normalizer.normalize(looks, Normalizer.Form.NFD);
  }

  /** What a character looks like; itself where it looks like no other. */
  static String prototype(int c) {
    return PROTOTYPES.getOrDefault(c, Character.toString(c));
  }

  private static Map<Integer, String> prototypes() {
    Map<Integer, String> all = new HashMap<>();
    try (InputStream in = Objects.requireNonNull(Skeleton.class.getResourceAsStream(TABLE), TABLE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] words = line.split(" ", -1);
          StringBuilder prototype = new StringBuilder();
          for (String digits : words[0].split("\\+", -1)) {
            prototype.appendCodePoint(Integer.parseInt(digits, 16));
          }
          for (int i = 1; i < words.length; i++) {
            all.put(Integer.parseInt(words[i], 16), prototype.toString());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(all);
  }
}
