package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "   ",
        "\t",
        "\t \t",
        "\n",
        "\u00a0",
        "\u2003",
        "\u3000",
        "\u200b",
        "\u200f",
        "\u2060",
        "\u00ad",
        "\u3164",
        "\u2800",
        "\ufe0f",
        "\ufeff",
        " \ufeff\u200e ",
        "\r",
        "\ue000"
      })
  void noBlankBeforeASlashMakesASecretASentence(String blank) {
    assertEquals(
        new TypedLine.Command("admin", "claim TOKEN"), TypedLine.of(blank + "/admin claim TOKEN"));
    assertEquals(
        new TypedLine.Command("msg", "bob the key"), TypedLine.of(blank + "/msg\tbob the key  "));
    assertEquals(new TypedLine.Command("amdin", "claim T"), TypedLine.of(blank + "/amdin claim T"));
  }

  @Test
  void sentencesStayAsTheyWereTyped() {
    for (String sentence :
        new String[] {"hi", "  hi  there ", "a /msg bob x", "\u200bhi", "- /x"}) {
      assertEquals(new TypedLine.Sentence(sentence), TypedLine.of(sentence));
    }
    assertEquals(new TypedLine.Sentence("/etc/hosts"), TypedLine.of("//etc/hosts"));
    assertEquals(new TypedLine.Sentence("  // a note"), TypedLine.of("  // a note"));
    assertEquals(new TypedLine.Sentence("hi"), TypedLine.of("\ufeffhi"));
    assertEquals(new TypedLine.Nothing(), TypedLine.of(" \t"));
    assertEquals(new TypedLine.Command("", "x"), TypedLine.of("/ x"));
  }
}
