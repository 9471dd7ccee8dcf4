package parley.client.terminal;

import java.util.List;
import org.jline.reader.Candidate;
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

  @Override
  public List<Candidate> matches(List<Candidate> candidates) {
    boolean emoji = !candidates.isEmpty() && EMOJI.equals(candidates.getFirst().key());
    return emoji ? candidates : super.matches(candidates);
  }
}
