package parley.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.text.Table;

class WordsAndTableTest {
  @Test
  void blanksDivideAndDoubleQuotesHold() throws Refusal {
    assertEquals(List.of("say", "it's", "5\"", "tall"), CommandWords.of("  say it's\t5\" tall "));
    assertEquals(
        List.of("kick", "bob", "no \"adverts\" \\ here", ""),
        CommandWords.of("kick bob \"no \\\"adverts\\\" \\\\ here\" \"\""));
    assertEquals(List.of(), CommandWords.of(" "));
    assertThrows(Refusal.class, () -> CommandWords.of("say \"hello"));
    assertThrows(Refusal.class, () -> CommandWords.of("say \"hello\\"));
  }

  @Test
  void columnsAlignAsATerminalShowsThem() {
    Table table = new Table(DisplayWidth::of, "NAME", ">BYTES", "SAID");
    table.row("李雷", 5, "hi");
    table.row("a\u2764\ufe0f", 1, "👨‍👩‍👧");
    table.row("bob", 12_345, "a\u001b[2J\nb");
    table.row(null, 7, "");
    assertEquals(
        """
        NAME  BYTES  SAID
        李雷      5  hi
        a❤️       1  👨‍👩‍👧
        bob   12345  a\\x1b[2J\\x0ab
        -         7  -\
        """,
        table.toString());
  }
}
