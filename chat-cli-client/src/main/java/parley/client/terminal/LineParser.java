package parley.client.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.Parser;
import parley.client.files.TypedPath;

/**
 * Cuts a typed line at its blanks and at nothing else: in a chat a quote or a backslash is a
 * character like any other, and a line is whole whatever stands in it. Only a path after a command
 * that takes one may hold quoted blanks.
 */
final class LineParser implements Parser {
  private final Predicate<String> takesPath;

  /**
   * @param takesPath whether a path follows a line's first word
   */
  LineParser(Predicate<String> takesPath) {
    this.takesPath = takesPath;
  }

  /**
   * @param wordCursor in the word as it is meant
   * @param typed what stands there for the word
   * @param typedCursor in that
   * @param path whether it is one
   */
  private record Cut(
      String word,
      int wordCursor,
      int wordIndex,
      List<String> words,
      String line,
      int cursor,
      String typed,
      int typedCursor,
      boolean path)
      implements CompletingParsedLine {
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return path
          ? TypedPath.typed(candidate.toString(), TypedPath.first(typed).quote(), complete)
          : candidate;
    }

    @Override
    public int rawWordCursor() {
      return typedCursor;
    }

    @Override
    public int rawWordLength() {
      return typed.length();
    }
  }

  @Override
  public CompletingParsedLine parse(String line, int cursor, ParseContext context) {
    List<String> typed = new ArrayList<>();
    int index = -1;
    int within = 0;
    int start = 0;
    while (start <= line.length()) {
      int end = start + length(line.substring(start), typed);
      if (index < 0 && cursor <= end) {
        index = typed.size();
        within = cursor - start;
      }
      typed.add(line.substring(start, end));
      start = end + 1;
    }
    int at = Math.max(0, index);
    List<String> words = new ArrayList<>(typed);
    boolean path = at == 1 && takesPath.test(typed.getFirst());
    if (!path) {
      return new Cut(words.get(at), within, at, words, line, cursor, typed.get(at), within, false);
    }
    String raw = typed.get(1);
    String meant = TypedPath.first(raw).value();
    int meantCursor = TypedPath.first(raw.substring(0, within)).value().length();
    words.set(1, meant);
    return new Cut(meant, meantCursor, 1, words, line, cursor, raw, within, true);
  }

  /** Of the word that a text begins with, after the words before it. */
  private int length(String text, List<String> before) {
    if (before.size() == 1 && takesPath.test(before.getFirst())) {
      return TypedPath.first(text).length();
    }
    int length = 0;
    while (length < text.length() && !Character.isWhitespace(text.charAt(length))) {
      length++;
    }
    return length;
  }

  @Override
  public boolean isEscapeChar(char ch) {
    return false;
  }
}
