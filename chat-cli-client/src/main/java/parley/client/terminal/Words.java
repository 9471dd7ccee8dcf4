package parley.client.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.Parser;

/**
 * Cuts a typed line at its blanks and at nothing else: in a chat a quote or a backslash is a
 * character like any other, and a line is whole whatever stands in it.
 */
final class Words implements Parser {

  private record Cut(
      String word, int wordCursor, int wordIndex, List<String> words, String line, int cursor)
      implements CompletingParsedLine {
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor;
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }
  }

  @Override
  public CompletingParsedLine parse(String line, int cursor, ParseContext context) {
    List<String> words = new ArrayList<>();
    int index = -1;
    int within = 0;
    int start = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || Character.isWhitespace(line.charAt(i))) {
        if (index < 0 && cursor <= i) {
          index = words.size();
          within = cursor - start;
        }
        words.add(line.substring(start, i));
        start = i + 1;
      }
    }
    int at = Math.max(0, index);
    return new Cut(words.get(at), within, at, words, line, cursor);
  }

  @Override
  public boolean isEscapeChar(char ch) {
    return false;
  }
}
