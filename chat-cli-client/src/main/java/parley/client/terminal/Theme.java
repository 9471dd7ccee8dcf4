package parley.client.terminal;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jline.utils.AttributedStyle;
import parley.protocol.Names;

/**
 * How things look: with colours, or without where {@code NO_COLOR} is set or there are none. What
 * is drawn next follows a change, on whatever thread.
 */
public final class Theme {
  /** What has a look of its own. */
  public enum Element {
    TIME("the time of a message"),
    NOTE("what this program says"),
    WARNING("what must not be overlooked, and where you are named"),
    CODE("code in a text"),
    PENDING("what waits for the server"),
    MENTION("a message that names you"),
    MINE("your own reaction"),
    FOUND("what a search looked for"),
    RULE("the line above what is new"),
    BAR("the first line, and the talk you are in");

    private final String meaning;

    Element(String meaning) {
      this.meaning = meaning;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public String meaning() {
      return meaning;
    }
  }

  /** Colours of the 256 that read well on dark and on light ground, on dark, and on light. */
  private static final int[] MANY = {
    31, 37, 64, 71, 98, 104, 107, 130, 133, 136, 141, 160, 166, 168, 172, 173
  };

  private static final int[] BRIGHT = {
    39, 43, 75, 78, 81, 111, 113, 114, 141, 147, 173, 176, 179, 203, 208, 215
  };

  private static final int[] DEEP = {
    18, 19, 22, 23, 24, 25, 28, 53, 54, 55, 58, 88, 90, 94, 124, 130
  };

  private static final int[] FEW = {1, 2, 3, 4, 5, 6};
  private static final int[] FEW_BRIGHT = {9, 10, 11, 12, 13, 14};

  /** Without the yellow that nobody reads on white. */
  private static final int[] FEW_DEEP = {1, 2, 4, 5, 6};

  /** By the elements in their order: of few colours, then of many. */
  private static final Map<Palette.Ground, List<String>> FEW_STYLES =
      Map.of(
          Palette.Ground.DEFAULT,
          list("faint|faint|bold red|cyan|yellow|bold|bold|bold yellow|yellow|reverse"),
          Palette.Ground.DARK,
          list(
              "faint|faint|bold bright-red|bright-cyan|yellow|bold bright-yellow|bold|bold"
                  + " bright-yellow|yellow|reverse"),
          Palette.Ground.LIGHT,
          list("faint|faint|bold red|blue|magenta|bold|bold|bold magenta|magenta|reverse"),
          Palette.Ground.HIGH_CONTRAST,
          list(
              "default|default|bold reverse red|bold|bold|bold reverse|bold underline|bold"
                  + " reverse|bold|bold reverse"));

  private static final Map<Palette.Ground, List<String>> MANY_STYLES =
      Map.of(
          Palette.Ground.DARK,
          list("243|246|bold 203|80|179|bold 229|bold|bold 220|179|253 on 238"),
          Palette.Ground.LIGHT,
          list("243|240|bold 124|24|94|bold 16|bold|bold 130|94|16 on 252"));

  private static final List<String> COLOURLESS =
      list("faint|faint|bold|default|default|bold|bold|bold underline|bold|reverse");

  /** What there is just now. Immutable. */
  private record Paint(
      int colours, List<AttributedStyle> names, Map<Element, AttributedStyle> styles) {}

  private final int told;
  private volatile Paint paint;

  private Theme(int told) {
    this.told = told;
    become(Palette.INITIAL);
  }

  /**
   * @param colours how many the terminal has
   */
  public static Theme of(int colours, Map<String, String> environment) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return new Theme(0);
    }
    String more = environment.getOrDefault("COLORTERM", "");
    boolean all = colours >= 256 && (more.equals("truecolor") || more.equals("24bit"));
    return new Theme(all ? Palette.Depth.TRUE.colours(0) : colours);
  }

  /** Other colours from now on; none where the terminal has none, or is to have none. */
  public void become(Palette palette) {
    int colours =
        told == 0 || palette.ground() == Palette.Ground.NONE ? 0 : palette.depth().colours(told);
    boolean coloured = colours >= 8;
    boolean many = colours >= 256;
    List<String> plain =
        many && MANY_STYLES.containsKey(palette.ground())
            ? MANY_STYLES.get(palette.ground())
            : FEW_STYLES.getOrDefault(palette.ground(), COLOURLESS);
    Map<Element, AttributedStyle> styles = new EnumMap<>(Element.class);
    for (Element element : Element.values()) {
      String words = coloured ? plain.get(element.ordinal()) : COLOURLESS.get(element.ordinal());
      styles.put(element, StyleWords.of(palette.own().getOrDefault(element, words), coloured));
    }
    paint = new Paint(colours, names(palette, coloured, many), styles);
  }

  private static List<AttributedStyle> names(Palette palette, boolean coloured, boolean many) {
    if (!coloured) {
      return List.of(AttributedStyle.BOLD);
    }
    if (!palette.names().isEmpty()) {
      return palette.names().stream().map(one -> StyleWords.of(one, true)).toList();
    }
    int[] colours =
        switch (palette.ground()) {
          case DEFAULT, NONE -> many ? MANY : FEW;
          case DARK -> many ? BRIGHT : FEW_BRIGHT;
          case LIGHT -> many ? DEEP : FEW_DEEP;
          case HIGH_CONTRAST -> new int[0];
        };
    return colours.length == 0
        ? List.of(AttributedStyle.BOLD)
        : IntStream.of(colours).mapToObj(AttributedStyle.DEFAULT::foreground).toList();
  }

  private static List<String> list(String words) {
    return List.of(words.split("\\|"));
  }

  /** How many colours are used. */
  public int colours() {
    return paint.colours();
  }

  /** The colour of a name, the same one wherever the theme is the same, and on every day. */
  public AttributedStyle name(String name) {
    List<AttributedStyle> names = paint.names();
    int hash = Names.fold(name).hashCode() * 0x9E3779B1;
    return names.get(Integer.remainderUnsigned(hash >>> 8, names.size()));
  }

  public AttributedStyle of(Element element) {
    return paint.styles().get(element);
  }

  public AttributedStyle time() {
    return of(Element.TIME);
  }

  public AttributedStyle note() {
    return of(Element.NOTE);
  }

  public AttributedStyle warning() {
    return of(Element.WARNING);
  }

  /** What is code in a text. */
  public AttributedStyle code() {
    return of(Element.CODE);
  }

  public AttributedStyle pending() {
    return of(Element.PENDING);
  }

  public AttributedStyle mention() {
    return of(Element.MENTION);
  }

  /** One's own among the reactions. */
  public AttributedStyle mine() {
    return of(Element.MINE);
  }

  /** What a search looked for. */
  public AttributedStyle found() {
    return of(Element.FOUND);
  }

  /** The rule above what is new. */
  public AttributedStyle rule() {
    return of(Element.RULE);
  }

  public AttributedStyle bar() {
    return of(Element.BAR);
  }
}
