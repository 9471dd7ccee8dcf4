package parley.client.terminal;

import java.util.List;
import java.util.Map;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.LineReader;
import org.jline.reader.impl.CompletionMatcherImpl;
import parley.client.conversation.Emoji;

/** Lets a picture complete its name, with which it does not begin. */
final class EmojiMatcher extends CompletionMatcherImpl {
  /** Letters from which on pictures are looked for, the colon before them among these. */
  static final int FEWEST = 3;

  private static final String EMOJI = "emoji";

  /** Adds all whose name is like what is typed. */
  static void add(String word, List<Candidate> candidates) {
    for (Emoji.Named one : Emoji.like(word)) {
      String shown = one.emoji() + " " + one.name();
      candidates.add(new Candidate(one.emoji(), shown, null, null, null, EMOJI, true));
    }
  }

  private String typed = "";
  private boolean emoji;

  @Override
  public void compile(
      Map<LineReader.Option, Boolean> options,
      boolean prefix,
      CompletingParsedLine line,
      boolean caseInsensitive,
      int errors,
      String group) {
    super.compile(options, prefix, line, caseInsensitive, errors, group);
    typed = line.word().substring(0, line.wordCursor());
  }

  @Override
  public List<Candidate> matches(List<Candidate> candidates) {
    emoji = !candidates.isEmpty() && EMOJI.equals(candidates.getFirst().key());
    // The library keeps what it sorts here, and looks for its beginnings there later.
    List<Candidate> matching = super.matches(candidates);
    return emoji ? candidates : matching;
  }

  @Override
  public Candidate exactMatch() {
    return emoji ? null : super.exactMatch();
  }

  /** Pictures have no beginning of their names in common: what is typed stays. */
  @Override
  public String getCommonPrefix() {
    return emoji ? typed : super.getCommonPrefix();
  }
}
