package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.reader.Candidate;
import org.jline.reader.Parser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.client.terminal.Completion.Argument;

class CompletionTest {
  private final Completion completion = new Completion();

  @BeforeEach
  void vocabulary() {
    completion.learn(
        new Completion.Vocabulary(
            List.of(
                new Completion.Word("edit", "", List.of(Argument.OWN_MESSAGE)),
                new Completion.Word("react", "", List.of(Argument.EMOJI, Argument.MESSAGE))),
            List.of("lobby"),
            List.of("lobby"),
            List.of("bob"),
            Map.of(":+1:", "👍")));
    completion.learn(
        List.of(
            new Completion.Said(48_213, false, "bob", "newest"),
            new Completion.Said(48_212, true, "alice", "two\nlines"),
            new Completion.Said(48_211, true, "alice", "first")));
  }

  private List<String> offered(String line) {
    List<Candidate> candidates = new ArrayList<>();
    completion.complete(
        null, new Words().parse(line, line.length(), Parser.ParseContext.COMPLETE), candidates);
    return candidates.stream().map(Candidate::value).toList();
  }

  @Test
  void eachArgumentHasItsOwnWords() {
    assertEquals(List.of("/edit", "/react"), offered("/"));
    assertEquals(List.of(":+1:"), offered("/react "));
    assertEquals(List.of("#48213", "#48212", "#48211"), offered("/react :+1: "));
    assertEquals(List.of("#48212", "#48211"), offered("/edit "));
    assertEquals(List.of("bob"), offered("/edit #48212 ask "), "names, within a text");
    assertEquals(List.of("bob:"), offered(""));
  }

  @Test
  void onesOwnMessagesAreRecalledNewestFirst() {
    assertEquals(List.of("/edit #48212 two\nlines", "/edit #48211 first"), completion.recallable());
  }
}
