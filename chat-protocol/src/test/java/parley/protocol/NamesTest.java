package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice", "Zoë", "Ωμέγα", "Иван", "张伟", "さくら", "محمد", "שרה", "नमस्ते", "x", "42", "a.b-c_d",
        "😀", "a@b", "<b>", "\"q\""
      })
  void namesOfAllScriptsAreKept(String name) {
    assertEquals(name, Names.check(name));
  }

  @ParameterizedTest
  @CsvSource({
    "A\u0308rger, Ärger",
    "ﬁsh, fish",
    "ａｌｉｃｅ, alice",
    "\u212b, Å",
    "①, 1",
    "ｶﾞ, ガ",
    "Ⅳ, IV"
  })
  void whatLooksAlikeIsKeptAlike(String given, String kept) {
    assertEquals(kept, Names.check(given));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a\u00a0b",
        "a\u3000b",
        "a\tb",
        "a\nb",
        "a\u2028b",
        "a\u0085b",
        "a\u001b[31m",
        "a\u009bb",
        "a\u0000",
        "a\u007f",
        // reserved, in ASCII and as what normalizes to it
        "a:b",
        "a：b",
        "a/b",
        "a／b",
        "*a",
        "＊a",
        "﹡a",
        "#a",
        "＃a",
        "a\u2100b", // account of: a/c
        // directions, joiners and the like
        "a\u202eb",
        "a\u2066b",
        "a\u200fb",
        "a\u061cb",
        "a\u200bb",
        "a\u200cb",
        "👩\u200d💻",
        "a\u2060b",
        "a\ufeffb",
        "a\u00adb",
        "a\u180eb",
        "a\udb40\udc61",
        // drawn as nothing
        "a\u034fb",
        "\u115f",
        "\u1160",
        "\u3164",
        "\uffa0",
        "\u2800",
        "a\u180b",
        "❤\ufe0f",
        "a\udb40\udd00",
        "a\u17b4",
        // first a mark, or too many
        "\u0301a",
        "\u20e3",
        "\u00a8",
        "z\u0335\u0321\u0322\u0316\u0317",
        // no character at all
        "a\ud800",
        "\udc00a",
        "a\ue000",
        "a\uffff",
        "a\u0378"
      })
  void whatCouldForgeOrHideIsRefused(String name) {
    InvalidRequest e = assertThrows(InvalidRequest.class, () -> Names.check(name));
    assertEquals(ErrorCode.BAD_NAME, e.code());
  }

  @Test
  void lengthIsCountedInCharactersAfterNormalizing() {
    for (String letter : new String[] {"a", "中", "😀"}) {
      assertEquals(letter.repeat(32), Names.check(letter.repeat(32)));
      assertThrows(InvalidRequest.class, () -> Names.check(letter.repeat(33)));
    }
    assertEquals("é".repeat(32), Names.check("e\u0301".repeat(32)));
    assertEquals("fi".repeat(16), Names.check("ﬁ".repeat(16)));
    assertThrows(InvalidRequest.class, () -> Names.check("ﬁ".repeat(17)));
    assertThrows(InvalidRequest.class, () -> Names.check("\ufdfa".repeat(32)));
    assertTimeout(
        Duration.ofSeconds(30), // it would be hours
        () ->
            assertThrows(
                InvalidRequest.class, () -> Names.check("a" + "\u0301\u0323".repeat(5_000_000))));
  }

  @ParameterizedTest
  @CsvSource({
    "Alice, alice",
    "ALICE, alice",
    "straße, STRASSE",
    "STRAẞE, strasse",
    "ΟΔΟΣ, οδος",
    "οδοσ, οδος",
    "ς, σ",
    "ﬀ, FF",
    "ſ, S",
    "\u212a, k",
    "Å, a\u030a",
    "ﬃ, ffi",
    "ǅ, ǆ",
    "Ա, ա",
    "Ꭰ, ꭰ",
    "İ, i\u0307"
  })
  void namesThatDifferInCaseOnlyAreOne(String one, String other) {
    assertEquals(Names.fold(one), Names.fold(other));
  }

  @Test
  void foldingIsNoLanguagesOwn() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertEquals("title", Names.fold("TITLE"));
      assertEquals(Names.fold("i"), Names.fold("I"));
      assertNotEquals(Names.fold("i"), Names.fold("İ"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void everyCharacterFoldsOnceAndForAll() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      int type = Character.getType(c);
      if (type == Character.UNASSIGNED || type == Character.PRIVATE_USE) {
        continue;
      }
      assertFoldsOnce(Character.toString(c));
      assertFoldsOnce("aΣ" + Character.toString(c) + "B");
      assertStable("a" + Character.toString(c));
    }
  }

  @Test
  void randomNamesFoldAndCheckOnceAndForAll() {
    Property.holds(
        5_000,
        random -> {
          StringBuilder name = new StringBuilder();
          for (int i = random.nextInt(1, 12); i > 0; i--) {
            int c = random.nextInt(random.nextBoolean() ? 0x500 : 0x11000);
            name.appendCodePoint(c >= 0xd800 && c < 0xe000 ? 0x301 : c);
          }
          assertFoldsOnce(name.toString());
          assertStable(name.toString());
        });
  }

  private static void assertFoldsOnce(String name) {
    String folded = Names.fold(name);
    assertEquals(folded, Names.fold(folded));
  }

  private static void assertStable(String name) {
    String kept;
    try {
      kept = Names.check(name);
    } catch (InvalidRequest refused) {
      return;
    }
    assertEquals(kept, Names.check(kept));
    assertEquals(Names.fold(name), Names.fold(kept));
    assertEquals(Names.fold(kept), Names.fold(kept.toLowerCase(Locale.ROOT)));
  }

  @Test
  void aRoomMayBeTypedWithItsHash() {
    assertEquals("lobby", new Request.Join(null, "#lobby").room());
    assertThrows(InvalidRequest.class, () -> new Request.Join(null, "##lobby"));
    assertThrows(InvalidRequest.class, () -> new Request.Join(null, "#"));
  }
}
