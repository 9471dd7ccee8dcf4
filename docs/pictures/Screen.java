import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws a terminal's screen, as {@code tmux capture-pane -e} gives it, as SVG: {@code java
 * Screen.java SCREEN PICTURE}. What stands in a column stands there, whatever fonts a reader has.
 */
final class Screen {
  private static final double WIDE = 8.4;
  private static final double HIGH = 18;
  private static final double EDGE = 10;
  private static final String PAPER = "#16181d";
  private static final String INK = "#d8dee9";

  /** The sixteen colours as most terminals have them, a little softer. */
  private static final List<String> SIXTEEN =
      List.of(
          "#2e3440", "#d06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#abb2bf",
          "#5c6370", "#ff7a85", "#b5e890", "#ffd68a", "#82c4ff", "#e0a0f5", "#7ad7e0", "#ffffff");

  private static final Pattern COMMAND =
      Pattern.compile("\033\\[([0-9;:]*)m|\033\\]8;[^\033]*\033\\\\");

  private final StringBuilder svg = new StringBuilder();
  private String ink = INK;
  private String paper = PAPER;
  private boolean bold;
  private boolean faint;
  private boolean italic;
  private boolean underlined;
  private boolean inverse;

  public static void main(String[] args) throws IOException {
    List<String> rows = Files.readAllLines(Path.of(args[0]), StandardCharsets.UTF_8);
    Files.writeString(Path.of(args[1]), new Screen().of(rows));
  }

  private String of(List<String> rows) {
    int columns =
        rows.stream().mapToInt(row -> columns(COMMAND.matcher(row).replaceAll(""))).max().orElse(1);
    double width = columns * WIDE + 2 * EDGE;
    double height = rows.size() * HIGH + 2 * EDGE;
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">%n"
            .formatted(width, height));
    svg.append("<rect width=\"100%%\" height=\"100%%\" rx=\"8\" fill=\"%s\"/>%n".formatted(PAPER));
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), EDGE + i * HIGH);
    }
    return svg.append("</svg>\n").toString();
  }

  private void row(String row, double top) {
    Matcher command = COMMAND.matcher(row);
    int at = 0;
    int column = 0;
    while (command.find()) {
      column = run(row.substring(at, command.start()), column, top);
      if (command.group(1) != null) {
        style(command.group(1));
      }
      at = command.end();
    }
    run(row.substring(at), column, top);
  }

  private int run(String text, int column, double top) {
    int columns = columns(text);
    String front = inverse ? paper : ink;
    String back = inverse ? ink : paper;
    double left = EDGE + column * WIDE;
    if (columns > 0 && !back.equals(PAPER)) {
      svg.append(
          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" fill=\"%s\"/>%n"
              .formatted(left, top, columns * WIDE, HIGH, back));
    }
    if (!text.isBlank()) {
      int before = text.length() - text.stripLeading().length();
      String said = text.strip();
      svg.append(
          "<text x=\"%s\" y=\"%.1f\" xml:space=\"preserve\" fill=\"%s\"%s%s%s%s>%s</text>%n"
              .formatted(
                  places(said, left + before * WIDE),
                  top + HIGH - 5,
                  front,
                  bold ? " font-weight=\"bold\"" : "",
                  faint ? " opacity=\"0.6\"" : "",
                  italic ? " font-style=\"italic\"" : "",
                  underlined ? " text-decoration=\"underline\"" : "",
                  said.replace("&", "&amp;").replace("<", "&lt;")));
    }
    return column + columns;
  }

  /** Where each character stands: fonts differ in how wide they draw what is no letter. */
  private static String places(String text, double left) {
    StringBuilder places = new StringBuilder();
    int column = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      String place = "%.1f ".formatted(left + column * WIDE);
      places.append(place.repeat(Character.charCount(text.codePointAt(at))));
      column += columns(text.codePointAt(at));
    }
    return places.toString().strip();
  }

  private void style(String codes) {
    String[] parts = codes.isEmpty() ? new String[] {"0"} : codes.split("[;:]");
    for (int i = 0; i < parts.length; i++) {
      int code = parts[i].isEmpty() ? 0 : Integer.parseInt(parts[i]);
      if (code == 0) {
        ink = INK;
        paper = PAPER;
        bold = faint = italic = underlined = inverse = false;
      } else if (code == 38 || code == 48) {
        boolean whole = parts[i + 1].equals("2");
        String colour =
            whole
                ? "#%02x%02x%02x"
                    .formatted(
                        Integer.parseInt(parts[i + 2]),
                        Integer.parseInt(parts[i + 3]),
                        Integer.parseInt(parts[i + 4]))
                : indexed(Integer.parseInt(parts[i + 2]));
        i += whole ? 4 : 2;
        if (code == 38) {
          ink = colour;
        } else {
          paper = colour;
        }
      } else {
        simple(code);
      }
    }
  }

  private void simple(int code) {
    switch (code) {
      case 1 -> bold = true;
      case 2 -> faint = true;
      case 3 -> italic = true;
      case 4 -> underlined = true;
      case 7 -> inverse = true;
      case 22 -> bold = faint = false;
      case 23 -> italic = false;
      case 24 -> underlined = false;
      case 27 -> inverse = false;
      case 39 -> ink = INK;
      case 49 -> paper = PAPER;
      default -> {
        if (code >= 30 && code < 38) {
          ink = SIXTEEN.get(code - 30);
        } else if (code >= 90 && code < 98) {
          ink = SIXTEEN.get(code - 90 + 8);
        } else if (code >= 40 && code < 48) {
          paper = SIXTEEN.get(code - 40);
        } else if (code >= 100 && code < 108) {
          paper = SIXTEEN.get(code - 100 + 8);
        }
      }
    }
  }

  /** One of xterm's 256. */
  private static String indexed(int colour) {
    if (colour < 16) {
      return SIXTEEN.get(colour);
    }
    if (colour >= 232) {
      int grey = 8 + (colour - 232) * 10;
      return "#%02x%02x%02x".formatted(grey, grey, grey);
    }
    int cube = colour - 16;
    return "#%02x%02x%02x".formatted(level(cube / 36), level(cube / 6 % 6), level(cube % 6));
  }

  private static int level(int step) {
    return step == 0 ? 0 : 55 + step * 40;
  }

  private static int columns(String text) {
    return text.codePoints().map(Screen::columns).sum();
  }

  /** As tmux reckons, for what stands in the pictures. */
  private static int columns(int c) {
    int type = Character.getType(c);
    boolean none = type == Character.NON_SPACING_MARK || type == Character.FORMAT || c == 0xFE0F;
    boolean two =
        Character.isEmojiPresentation(c)
            || Character.isIdeographic(c)
            || (c >= 0x3040 && c < 0x30FF)
            || (c >= 0xAC00 && c < 0xD7A4)
            || (c >= 0xFF01 && c <= 0xFF60);
    return none ? 0 : two ? 2 : 1;
  }
}
