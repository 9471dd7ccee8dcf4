package parley.protocol;

import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Names that could be taken for the server's own, for everybody's or for an id. They are compared
 * more loosely than one person's with another's: without marks and joiners, with digits in place of
 * letters ({@code r00t}, {@code 5y5tem}) and at both ends, and with letters that have a hook, a
 * stroke or are turned.
 */
final class ReservedNames {
  private static final List<String> WORDS =
      List.of(
          "server",
          "console",
          "parley",
          "system",
          "operator",
          "operators",
          "admin",
          "admins",
          "administrator",
          "moderator",
          "moderators",
          "sysop",
          "root",
          "everyone",
          "everybody",
          "all",
          "here",
          "nobody",
          "me",
          "you");

  /** Digits that are written for letters: {@code 1} for two of them. */
  private static final List<String> DIGITS = List.of("o0", "i1", "e3", "a4", "s5", "b68", "t7");

  /** Letters that are read as another one, though nobody confuses two people by them. */
  private static final List<String> LOOSE =
      List.of(
          "aⱥȺᶏɐɒⱯⱰ卂ムค",
          "bꞖꞗᶀᵬɃβ乃",
          "cƈȻɕꞒ匚\u1103",
          "dȡᵭᶁƋꝺð刀り",
          "eɛƐəƏǝƎɘɜɝɞɚᶒᶓꞓєЄэЭзЗեէ乇モ",
          "hⱨɧ卄ん",
          "iᴉᶖᵻ工エเ",
          "kⱪꝁꝃᶄ长ズ",
          "lꬸꬹȽⱡɬꝉꞎȴᶅւ\u1175レㄥ",
          "mᶆɱꬺɰɯƜտμ爪",
          "nȵƞᶇŋŊꞑɲղ几ภ",
          "oɔƆɷⱺꝍꞷʘᴓ\u110b口ロのㄖ",
          "pᵱᶈꝑꝓꝕⱣþÞƿ卩ア\u05e7",
          "rɍɹɺɻɼɾɿʁᵳᶉꞧᴙᴚяЯꭉⱤր尺\u1105",
          "sʃƩȿᶊꞩƨƧꞅꟊ丂ร",
          "tƫʇʈȶⱦȾꞇㄒイ",
          "uʉᶙцЦʊƱㄩひย",
          "vʋⱱⱴꝟʌɅ\u05e9",
          "yʎƴγㄚリ",
          "zᶎⱬɀʑ乙");

  private static final Map<Integer, String> LEET = Shapes.letters(DIGITS);
  private static final Map<Integer, String> READ = Shapes.letters(LOOSE);

  /** Each word in the letters that it is compared by, and whether digits stand for its letters. */
  private record Word(String letters, boolean leet) {
    Word(String word) {
      // Nobody reads m3 as me.
      this(
          word.codePoints().mapToObj(Shapes::wide).collect(Collectors.joining()),
          word.length() > 2);
    }
  }

  private static final List<Word> COMPARED = WORDS.stream().map(Word::new).toList();

  /**
   * A letter or digit of a name.
   *
   * @param shape the letters and digits that it looks like, without their marks
   * @param read what else it is read as; null for nothing
   */
  private record Seen(String shape, String read, boolean digit) {
    static Seen of(int c) {
      String shape = Shapes.of(c);
      if (shape.length() > 1) {
        shape =
            shape
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
      }
      boolean digit = Character.isDigit(c);
      return new Seen(shape, digit ? LEET.get('0' + Character.digit(c, 10)) : READ.get(c), digit);
    }

    /** How many of a word's letters it can be read as, -1 where it is read as others. */
    int length(Word word, int at) {
      if (word.letters.startsWith(shape, at)) {
        return shape.length();
      }
      boolean alike =
          switch (word.letters.charAt(at)) {
            // A bar may be meant for an i, but an i with its dot is no l: Ali is not all.
            case 'i' -> shape.equals("l") || shape.equals("1");
            case 'l' -> shape.equals("1");
            case 'o' -> shape.equals("0");
            default -> false;
          };
      if (alike) {
        return 1;
      }
      return read != null && (word.leet || !digit) && word.letters.startsWith(read, at)
          ? read.length()
          : -1;
    }
  }

  private ReservedNames() {}

  /** Whether a name that {@link Names#check} let pass is one. */
  static boolean contain(String name) {
    String folded = Names.fold(name);
    return isOne(name) || (!folded.equals(name) && isOne(folded));
  }

  private static boolean isOne(String drawn) {
    if (isId(drawn)) {
      return true;
    }
    List<Seen> name =
        Normalizer.normalize(drawn, Normalizer.Form.NFD)
            .codePoints()
            .filter(Character::isLetterOrDigit)
            .mapToObj(Seen::of)
            .toList();
    for (Word word : COMPARED) {
      if (isBetweenDigits(word, name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a {@code g} or {@code u} and a number, or looks so. */
  private static boolean isId(String name) {
    int[] all = name.codePoints().toArray();
    String first = Shapes.of(all[0]);
    boolean digit = false;
    boolean alike = all.length > 1 && (first.equals("g") || first.equals("u"));
    for (int i = 1; alike && i < all.length; i++) {
      String shape = Shapes.of(all[i]);
      boolean isDigit = Character.isDigit(all[i]);
      digit |= isDigit;
      // No id begins with a zero: go1 is a name.
      alike = isDigit || shape.equals("l") || (i > 1 && shape.equals("o"));
    }
    return alike && digit;
  }

  /** Whether it is the word between any number of digits: {@code admin-2} is an {@code admin}. */
  private static boolean isBetweenDigits(Word word, List<Seen> name) {
    for (int from = 0; from < name.size(); from++) {
      if (begins(word, name, from)) {
        return true;
      }
      if (!name.get(from).digit) {
        return false;
      }
    }
    return false;
  }

  /** Whether from there on stands the word, and no more than digits behind it. */
  private static boolean begins(Word word, List<Seen> name, int from) {
    int at = 0;
    int i = from;
    while (i < name.size() && at < word.letters.length()) {
      int length = name.get(i++).length(word, at);
      if (length < 0) {
        return false;
      }
      at += length;
    }
    while (i < name.size() && name.get(i).digit) {
      i++;
    }
    return at == word.letters.length() && i == name.size();
  }
}
