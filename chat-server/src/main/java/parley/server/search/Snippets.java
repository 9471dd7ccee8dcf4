package parley.server.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import parley.protocol.Snippet;
import parley.server.state.Change;

/** The piece of a message that shows why it was found. */
public final class Snippets {
  /** Code points of a message that are shown whole. */
  private static final int WHOLE = 200;

  /** Of a longer one, so many before the first hit. */
  private static final int BEFORE = 60;

  private Snippets() {}

  /** What a message is found by, in one text: what was said, and the name of its file. */
  public static String searched(Change.Said said) {
    boolean told = said.file() == null || said.text().contains(said.file().name());
    return told ? said.text() : said.text() + "\n" + said.file().name();
  }

  /**
   * @return null where the text has nothing that the query looks for: it is another one by now
   */
  public static Snippet of(String text, Query query) {
    List<Token> tokens = Tokens.of(text);
    Set<String> signs = Signs.in(text, tokens);
    if (query.without().stream().anyMatch(phrase -> phrase.isIn(tokens, signs))
        || !query.phrases().stream().allMatch(phrase -> phrase.isIn(tokens, signs))) {
      return null;
    }
    List<Snippet.Hit> hits = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      for (Phrase phrase : query.phrases()) {
        if (phrase.isAt(tokens, i)) {
          add(hits, hit(tokens, i, phrase));
        }
      }
    }
    return cut(text, hits);
  }

  private static Snippet.Hit hit(List<Token> tokens, int first, Phrase phrase) {
    Token last = tokens.get(first + phrase.forms().size() - 1);
    String asked = phrase.forms().getLast();
    // Of a pair that was found by its first character, only that one was asked for.
    boolean half = last.kind() == Token.Kind.PAIR && last.form().length() > asked.length();
    return new Snippet.Hit(tokens.get(first).from(), half ? last.from() + 1 : last.to());
  }

  /** Hits come in the order of where they begin; those that meet become one. */
  private static void add(List<Snippet.Hit> hits, Snippet.Hit hit) {
    if (!hits.isEmpty() && hit.from() < hits.getLast().to()) {
      Snippet.Hit before = hits.removeLast();
      hits.add(new Snippet.Hit(before.from(), Math.max(before.to(), hit.to())));
    } else {
      hits.add(hit);
    }
  }

  private static Snippet cut(String text, List<Snippet.Hit> hits) {
    int[] points = text.codePoints().map(c -> c == '\n' || c == '\t' ? ' ' : c).toArray();
    int from = 0;
    int to = points.length;
    if (points.length > WHOLE) {
      int first = hits.isEmpty() ? 0 : hits.getFirst().from();
      from = Math.clamp(first - BEFORE, 0, points.length - WHOLE);
      to = from + WHOLE;
    }
    String before = from > 0 ? "…" : "";
    String after = to < points.length ? "…" : "";
    int shift = before.length() - from;
    List<Snippet.Hit> shown = new ArrayList<>();
    for (Snippet.Hit hit : hits) {
      if (hit.from() < to) {
        shown.add(new Snippet.Hit(hit.from() + shift, Math.min(hit.to(), to) + shift));
      }
    }
    return new Snippet(before + new String(points, from, to - from) + after, shown);
  }
}
