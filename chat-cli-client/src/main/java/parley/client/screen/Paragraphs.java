package parley.client.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.terminal.Theme;

/**
 * Breaks what somebody said into rows: at words' ends, never within a link that a row has room for.
 * Code stands out, in lines between two fences too, and is broken only where a row ends.
 */
final class Paragraphs {
  /** What can stand in an address without ending it; what a sentence ends with does not belong. */
  private static final Pattern LINK = Pattern.compile("https?://[\\x21-\\x7E&&[^<>\"`\\\\^{|}]]+");

  private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
  private static final String FENCE = "```";
  private static final String SENTENCE_END = ".,;:!?'*_)";
  private static final int TAB = 8;

  private final Theme theme;

  Paragraphs(Theme theme) {
    this.theme = theme;
  }

  /**
   * @param text safe to show
   */
  List<Line> of(String text, AttributedStyle style, int width) {
    List<Line> rows = new ArrayList<>();
    boolean fenced = false;
    for (String one : text.split("\n", -1)) {
      String line = untabbed(one);
      boolean fence = line.strip().startsWith(FENCE);
      if (fence || fenced) {
        pieces(new AttributedString(line, theme.code()), width, rows);
        fenced = fence != fenced;
      } else {
        wrap(line, style, width, rows);
      }
    }
    rows.replaceAll(Line::isolated);
    return rows;
  }

  /** As above, of a table: what is too long for its last column goes on in that column. */
  List<Line> table(String text, AttributedStyle style, int width) {
    List<Line> rows = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      int column = lastColumn(line);
      List<Line> wrapped =
          column == 0 || column > width / 2 || Columns.of(line) <= width
              ? of(line, style, width)
              : beside(
                  line.substring(0, column), of(line.substring(column), style, width - column));
      rows.addAll(wrapped);
    }
    return rows;
  }

  private static List<Line> beside(String head, List<Line> text) {
    List<Line> rows = new ArrayList<>();
    for (Line line : text) {
      rows.add(line.behind(rows.isEmpty() ? head : " ".repeat(head.length())));
    }
    return rows;
  }

  /** Where the last column of a table's line begins: behind two blanks; 0 where there is none. */
  private static int lastColumn(String line) {
    int gap = line.lastIndexOf("  ");
    return gap < 0 || !isPlain(line.substring(0, gap)) ? 0 : gap + 2;
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
  }

  private static String untabbed(String line) {
    if (line.indexOf('\t') < 0) {
      return line;
    }
    StringBuilder out = new StringBuilder();
    int column = 0;
    int at = 0;
    for (int tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', at)) {
      String part = line.substring(at, tab);
      int blanks = TAB - (column + Columns.of(part)) % TAB;
      column += Columns.of(part) + blanks;
      out.append(part).append(" ".repeat(blanks));
      at = tab + 1;
    }
    return out.append(line, at, line.length()).toString();
  }

  private static void pieces(AttributedString text, int width, List<Line> rows) {
    int at = 0;
    do {
      int end = Math.max(Columns.fitting(text, at, width), Math.min(text.length(), at + 1));
      rows.add(Line.of(text.subSequence(at, end)));
      at = end;
    } while (at < text.length());
  }

  private void wrap(String line, AttributedStyle style, int width, List<Line> rows) {
    List<Line.Link> links = links(line);
    AttributedString text = styled(line, links, style);
    int at = 0;
    int passed = 0;
    do {
      while (passed < links.size() && links.get(passed).to() <= at) {
        passed++;
      }
      List<Line.Link> left = links.subList(passed, links.size());
      int end = end(line, at, width, left);
      rows.add(new Line(text.subSequence(at, end), within(left, at, end)));
      at = end;
    } while (at < line.length());
  }

  /**
   * Where a row ends that begins here.
   *
   * @param links in their order, from the first one that does not end before
   */
  private static int end(String line, int from, int width, List<Line.Link> links) {
    int fits = Columns.fitting(line, from, width);
    if (fits >= line.length()) {
      return line.length();
    }
    for (Line.Link link : links) {
      if (link.from() >= fits) {
        break;
      }
      boolean cut = link.from() < fits && fits < link.to() && link.from() > from;
      if (cut && Columns.of(line.substring(link.from(), link.to())) <= width) {
        return link.from();
      }
    }
    for (int i = fits; i > from + (fits - from) / 2; i--) {
      if (line.charAt(i - 1) == ' ') {
        return i;
      }
    }
    return Math.max(fits, from + Columns.cluster(line, from));
  }

  private static List<Line.Link> links(String line) {
    List<Line.Link> links = new ArrayList<>();
    Matcher found = LINK.matcher(line);
    while (found.find()) {
      int end = found.end();
      boolean closes = line.indexOf('(', found.start(), end) >= 0;
      while (SENTENCE_END.indexOf(line.charAt(end - 1)) >= 0
          && !(closes && line.charAt(end - 1) == ')')) {
        end--;
      }
      links.add(new Line.Link(found.start(), end, line.substring(found.start(), end)));
    }
    return links;
  }

  private static List<Line.Link> within(List<Line.Link> links, int from, int to) {
    return links.stream()
        .takeWhile(link -> link.from() < to)
        .filter(link -> link.to() > from)
        .map(
            link ->
                new Line.Link(
                    Math.max(link.from(), from) - from,
                    Math.min(link.to(), to) - from,
                    link.address()))
        .toList();
  }

  private AttributedString styled(String line, List<Line.Link> links, AttributedStyle style) {
    AttributedStringBuilder out = new AttributedStringBuilder();
    int at = 0;
    for (Line.Link link : links) {
      code(line.substring(at, link.from()), style, out);
      out.append(line.substring(link.from(), link.to()), style.underline());
      at = link.to();
    }
    code(line.substring(at), style, out);
    return out.toAttributedString();
  }

  private void code(String text, AttributedStyle style, AttributedStringBuilder out) {
    int at = 0;
    Matcher found = CODE.matcher(text);
    while (found.find()) {
      out.append(text.substring(at, found.start()), style);
      out.append(found.group(), theme.code());
      at = found.end();
    }
    out.append(text.substring(at), style);
  }
}
