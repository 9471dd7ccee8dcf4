package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.Parser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.terminal.Completion.Argument;

class CompletionTest {
  private final Completion completion = new Completion();

  @BeforeEach
  void vocabulary() {
    completion.learn(
        new Completion.Vocabulary(
            List.of(
                new Completion.Word("edit", "", List.of(Argument.OWN_MESSAGE)),
                new Completion.Word("react", "", List.of(Argument.EMOJI, Argument.MESSAGE)),
                new Completion.Word("get", "", List.of(Argument.FILE_MESSAGE)),
                new Completion.Word("admin", "", List.of(Argument.ADMIN)),
                new Completion.Word("send", "", List.of(Argument.PATH))),
            List.of("lobby"),
            List.of("lobby"),
            List.of("bob"),
            Map.of(":+1:", "👍")));
    completion.learn(
        List.of(
            new Completion.Said(48_213, false, "bob", "newest", true),
            new Completion.Said(48_212, true, "alice", "two\nlines", false),
            new Completion.Said(48_211, true, "alice", "first", false)));
  }

  private List<String> offered(String line) {
    List<Candidate> candidates = new ArrayList<>();
    completion.complete(null, parsed(line), candidates);
    return candidates.stream().map(Candidate::value).toList();
  }

  private CompletingParsedLine parsed(String line) {
    return new LineParser(completion::takesPath)
        .parse(line, line.length(), Parser.ParseContext.COMPLETE);
  }

  /** What stands in the line once the only thing that fits was chosen. */
  private String completed(String line) {
    CompletingParsedLine parsed = parsed(line);
    List<Candidate> candidates = new ArrayList<>();
    completion.complete(null, parsed, candidates);
    List<Candidate> fitting =
        candidates.stream().filter(c -> c.value().startsWith(parsed.word())).toList();
    assertEquals(1, fitting.size(), () -> fitting.toString());
    Candidate one = fitting.getFirst();
    return line.substring(0, line.length() - parsed.rawWordLength())
        + parsed.escape(one.value(), one.complete());
  }

  @Test
  void adminCommandsTheirPartsAndTheirOptionsAreTheServers() {
    assertEquals(List.of(), offered("/admin "));
    assertTrue(completion.wantsAdmin());
    assertFalse(completion.wantsAdmin(), "once");
    completion.learn(
        AdminWords.of(
            """
            {"options":["--help"],"commands":{
              "account":{"options":["--json"],"commands":{
                "suspend":{"options":["--reason","-x\\u001b[2J"]}}},
              "help":{"options":[]},
              "\\u001b[2J":{"options":[]}}}\
            """));
    assertEquals(List.of("account", "help"), offered("/admin "));
    assertFalse(completion.wantsAdmin());
    assertEquals(List.of("suspend", "--json", "bob", "lobby"), offered("/admin account "));
    assertEquals(List.of("--reason", "bob", "lobby"), offered("/admin account suspend "));
    assertEquals(List.of("--reason", "bob", "lobby"), offered("/admin account suspend bob --"));
    assertEquals(List.of("account", "help", "bob", "lobby"), offered("/admin help "));
    assertEquals(List.of("suspend", "--json", "bob", "lobby"), offered("/admin help account "));
    completion.learn(AdminWords.of("no JSON"));
    assertEquals(List.of(), offered("/admin "));
  }

  @Test
  void pathsAreCompletedThroughFoldersBlanksAndQuotes(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("my files/old \"ones\""));
    Files.writeString(folder.resolve("my files/a b.txt"), "");
    Files.writeString(folder.resolve("my files/.hidden"), "");
    Files.writeString(folder.resolve("my files/\u001b[2J"), "");
    assertEquals("/send " + folder + "/my\\ files/", completed("/send " + folder + "/m"));
    assertEquals(
        "/send " + folder + "/my\\ files/a\\ b.txt",
        completed("/send " + folder + "/my\\ files/a\\ "));
    assertEquals(
        "/send \"" + folder + "/my files/a b.txt\"",
        completed("/send \"" + folder + "/my files/a "));
    assertEquals(
        "/send " + folder + "/my\\ files/old\\ \\\"ones\\\"/",
        completed("/send " + folder + "/my\\ files/o"));
    assertEquals(
        "/send " + folder + "/my\\ files/.hidden", completed("/send " + folder + "/my\\ files/."));
    assertEquals(2, offered("/send " + folder + "/my\\ files/").size(), "nothing hidden or raw");
    assertEquals(List.of("~/"), offered("/send ~"));
    assertEquals(List.of("bob"), offered("/send \"a b\" for "), "names, in what is said with it");
  }

  @Test
  void elsewhereQuotesAndBackslashesAreLetters() {
    assertEquals(List.of("a\\", "\"b", "c\""), parsed("a\\ \"b c\"").words());
    assertEquals("bob:", parsed("bo").escape("bob:", true));
  }

  @Test
  void eachArgumentHasItsOwnWords() {
    assertEquals(List.of("/edit", "/react", "/get", "/admin", "/send"), offered("/"));
    assertEquals(List.of("#48213"), offered("/get "));
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

  @Test
  void picturesAreFoundByTheirNamesAnywhere() {
    assertEquals("🚀", offered("on its way :roc").getFirst());
    assertEquals("👍", offered("/react :+1").getFirst());
    assertTrue(offered("so :germ").contains("🇩🇪"));
    assertTrue(offered("so :face").size() > 20);
    assertEquals(List.of("bob"), offered("at 12:30"), "not within a word");
  }
}
