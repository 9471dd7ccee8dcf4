package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewNamesTest {
  private static boolean alike(String one, String other) {
    return !Collections.disjoint(Skeleton.keys(one), Skeleton.keys(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "Zoë",
        "O'Brien",
        "jean-luc",
        "alice_",
        "alice__",
        "guest-1",
        "anna-2",
        "m10",
        "Ωμέγα",
        "Иван",
        "Ґалаґан",
        "Guðrún",
        "Łukasz",
        "Đặng",
        "张伟",
        "さくら",
        "ノア",
        "スーパー",
        "田中さん",
        "佐々木",
        "김철수",
        "محمد",
        "שרה",
        "ישי",
        "नमस्ते",
        "रामः",
        "สมชาย",
        "Հայկ",
        "გიორგი",
        "አበበ",
        "bob先生",
        "Kim철수",
        "देवbot",
        "Ꭰ",
        "member12",
        "x",
        "Ø",
        "Ali",
        "Mimi",
        "Will",
        "Alla",
        "Алла",
        "Роман",
        "Вера",
        "m3",
        "go1",
        "Gill2",
        "Uli",
        "Iris",
        "Rooth",
        "Mia",
        "Youssef",
        "Alle",
        "Sofia",
        "Þór",
        "Νίκος",
        "s3rv1ces"
      })
  void namesPeopleHaveAreTaken(String name) {
    assertEquals(name, Names.check(name));
    assertDoesNotThrow(() -> NewNames.checkPerson(name));
    assertDoesNotThrow(() -> NewNames.checkRoom(name));
    assertFalse(NewNames.isReserved(name), name);
  }

  /** A nickname of IRC, and what stands in a web address, hold none of these; rooms may. */
  @ParameterizedTest
  @ValueSource(strings = {"a.b", "v1.2", "42", "3d", "٣ب"})
  void aRoomMayBeCalledWhatNoPersonMay(String name) {
    assertDoesNotThrow(() -> NewNames.checkRoom(Names.check(name)));
    assertFalse(NewNames.isReserved(name), name);
    assertThrows(InvalidRequest.class, () -> NewNames.checkPerson(name));
  }

  @ParameterizedTest
  @CsvSource({
    "j.smith, A person's name holds letters; digits; and - _ ' between them; \".\" is none of"
        + " these.",
    "a!b, A person's name holds letters; digits; and - _ ' between them; \"!\" is none of these.",
    "2fast, A person's name begins with a letter; not with a digit.",
    "-x, A name begins with a letter or a digit."
  })
  void thePersonIsToldWhatToDo(String name, String sentence) {
    InvalidRequest e = assertThrows(InvalidRequest.class, () -> NewNames.checkPerson(name));
    assertEquals(sentence, e.getMessage().replace(',', ';'));
  }

  /** What IRC keeps for its own: prefixes of channels, lists, masks, roles; and URLs beside it. */
  @Test
  void whatIrcAndUrlsCannotCarryIsInNoNewName() {
    for (String sign : "! @ , ? $ & ~ % + .".split(" ")) {
      for (String name : new String[] {sign + "ab", "a" + sign + "b", "ab" + sign}) {
        assertThrows(InvalidRequest.class, () -> NewNames.checkPerson(name), name);
      }
    }
    for (String name : new String[] {"a,b", "a!b", "!ab", "@ab", "@", "ab,", "ab!"}) {
      assertThrows(InvalidRequest.class, () -> NewNames.checkRoom(name), name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // as the server, as a room, as a command
        "--",
        "!",
        "[ops]",
        "alice(operator)",
        "@everyone",
        "<b>",
        "\"q\"",
        "a@b",
        "~",
        "|",
        "%",
        "^a",
        "a=b",
        "$x",
        "a+b",
        "a,b",
        "a;b",
        "a!",
        "?",
        "`x`",
        "\\x1b",
        "{",
        "a&b",
        "€",
        // punctuation in disguise
        "alice꞉",
        "aliceː",
        "alice˸",
        "aliceǃ",
        "ǃ",
        "aliceʔ",
        "aliceꞌ",
        "ʼ",
        "ˈa",
        "alice·",
        "ノ",
        "י",
        "一꞉",
        "aliceः",
        "ⵑ",
        "ꓽ",
        "⸺",
        "…",
        "„a“",
        "a‐b",
        "a–b",
        "’",
        "a•",
        // joiners where they join nothing
        "-alice",
        "_alice",
        ".a",
        "'a",
        "alice-",
        "alice.",
        "a--b",
        "a..b",
        "a-.b",
        "a-_b",
        "a'",
        // scripts that can be taken for each other
        "аlice",
        "sеrver",
        "alіce",
        "aliсе",
        "Αlice",
        "aliсe",
        "օlga",
        "ᎪLICE",
        "alice1٢",
        "1٢",
        "Иvan",
        "αβгд",
        "אב中",
        "กก김",
        // signs that are no name
        "😀",
        "a😀",
        "♥",
        "²x⃝",
        "a⃝",
        "Ⅻↀ",
        "☎"
      })
  void whatLooksLikeSomethingElseIsRefused(String name) {
    for (Consumer<String> check :
        List.<Consumer<String>>of(NewNames::checkPerson, NewNames::checkRoom)) {
      InvalidRequest e =
          assertThrows(
              InvalidRequest.class,
              () -> {
                Names.check(name);
                check.accept(name);
              },
              name);
      assertEquals(ErrorCode.BAD_NAME, e.code());
      assertEquals(Printable.line(e.getMessage()), e.getMessage());
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server",
        "SERVER",
        "Console",
        "parley",
        "admin",
        "ADMIN",
        "Admin2",
        "admin-1",
        "1admin",
        "admin_",
        "operator",
        "0perator",
        "operat0r",
        "everyone",
        "here",
        "all",
        "aII",
        "a11",
        "g1",
        "G17",
        "u3",
        "g٣",
        "sеrvеr",
        "conso1e",
        "consoIe",
        "ａｄｍｉｎ",
        // an l, a one or a capital I for an i, and all of them for an l
        "ADMlN",
        "ADM1N",
        "admln",
        "adm1n",
        "aDmLn",
        "Admin1strator",
        "ADMlNlSTRAT0R",
        "PARIEY",
        "par1ey",
        "CONSO1E",
        "A1l",
        "adrnin",
        "rnoderator",
        "rne",
        "gl7",
        "uI2",
        "g1O",
        "ɡ17",
        "ց17",
        // digits for letters, beside those at the ends
        "sy5tem",
        "5y573m",
        "5erver2",
        "25erver2",
        "r00t",
        "r007",
        "4dm1n",
        "p4rl3y",
        "0p3r470r",
        "m0d3r470r",
        "3v3ry0n3",
        "every8ody",
        "n08ody",
        "h3r3",
        "4ll",
        "y0u",
        "5y5op5",
        "s۳rver",
        "r۵۵t",
        "rဝဝt",
        // small capitals, and letters of phonetics and of other languages
        "ᴀᴅᴍɪɴ",
        "ʀᴏᴏᴛ",
        "ꜱᴇʀᴠᴇʀ",
        "ᴘᴀʀʟᴇʏ",
        "ᴄᴏɴꜱᴏʟᴇ",
        "ʏᴏᴜ",
        "ᴀʟʟ",
        "ɴᴏʙᴏᴅʏ",
        "sʏꜱᴛᴇᴍ",
        "ɐdmin",
        "sǝrvǝr",
        "rɔɔt",
        "ʀøøᴛ",
        "aɗmiɲ",
        "ađmin",
        "ʂɛrʋɛr",
        "ɑdmın",
        "ħere",
        // marks and joiners
        "admıņ",
        "ädmïn",
        "ådmîn",
        "admi\u0307n",
        "ADMİN",
        "sërvér",
        "röót",
        "ad.min",
        "a-d-m-i-n",
        "ser_ver",
        "s.y.s.t.e.m",
        "par'ley",
        "r.0-0_t",
        "ro__ot",
        "m.e",
        "ad.m1n-2",
        // other scripts, and Unicode's other letters
        "ѕуѕтем",
        "Ѕуѕтем",
        "ЅУЅТЕМ",
        "рагӏеу",
        "рагІеу",
        "ѕегѵег",
        "гоот",
        "уоц",
        "аӏӏ",
        "һеге",
        "соnѕоӏе",
        "повоԁу",
        "γου",
        "με",
        "հերե",
        "ꓮꓓꓟꓲꓠ",
        "ꓢꓰꓣꓦꓰꓣ",
        "ꓣꓳꓳꓔ",
        "ｓｅｒｖｅｒ",
        "ＲＯＯＴ",
        "𝐚𝐝𝐦𝐢𝐧",
        "𝓈𝓎𝓈𝓉𝑒𝓂",
        "𝔯𝔬𝔬𝔱",
        "ⓡⓞⓞⓣ",
        "𝙰𝙳𝙼𝙸𝙽",
        "ᵃᵈᵐⁱⁿ",
        "ᗩᒪᒪ",
        "丂乇尺V乇尺",
        "尺ののt",
        "คdmเภ",
        "rㅇㅇt",
        "adm工n",
        "a丨丨"
      })
  void theServersOwnAreReserved(String name) {
    boolean mixed = false;
    try {
      NewNames.checkRoom(Names.check(name));
    } catch (InvalidRequest e) {
      mixed = true;
    }
    assertTrue(mixed || NewNames.isReserved(Names.check(name)), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ops", "adminton", "gary", "g", "u", "1", "allan", "hereward", "ballroom"})
  void wordsThatOnlyBeginSoAreFree(String name) {
    assertFalse(NewNames.isReserved(name), name);
  }

  @ParameterizedTest
  @CsvSource({
    "alice, a1ice",
    "alice, aIice",
    "Alice, ALICE",
    "bob, b0b",
    "member, rnember",
    "corn, com",
    "сосо, coco",
    "lobby, Iobby",
    "lobby, 1obby",
    "alıce, alice",
    "Ian, lan",
    "ɑlice, alice",
    "аррӏе, apple",
    "аррІе, APPLE",
    "аӏісе, alice",
    "BlLL, Bill",
    "B1LL, Bill",
    "Blll, Bill",
    "bi1l, BILL",
    "ALlCE, alice",
    "aLlCe, Alice",
    "AL1CE, alice",
    "alıce, ALICE",
    "ali\u0307ce, alice",
    "ALİCE, alice",
    "ɪda, Ida",
    "vvill, will",
    "VVILL, will",
    "ѵѵ, w",
    "rnary, Mary",
    "RNARY, mary",
    "ᴀʟɪᴄᴇ, Alice",
    "ʙᴏʙ, bob",
    "ᴍᴀʀʏ, mary",
    "ᴡɪʟʟ, will",
    "ꜰʀᴀɴᴋ, frank",
    "ʜᴇɴʀʏ, Henry",
    "ᴢᴏᴇ, zoe",
    "ᴊᴏꜱᴇꜰ, Josef",
    "ɢᴜꞯ, guq",
    "том, tom",
    "ТОМ, tom",
    "кеп, ken",
    "веп, Ben",
    "аппа, Anna",
    "Напа, Hana",
    "магк, mark",
    "міке, Mike",
    "τινα, tiva",
    "ΤΙΝΑ, tina",
    "Νινα, Niva",
    "κεν, kev",
    "ΚΕΝ, ken",
    "αννα, avva",
    "ΑΝΝΑ, anna",
    "օլօ, olo",
    "հոս, hnu",
    "ꓐꓳꓐ, bob",
    "ᎪᏞ, al",
    "ꭺꮮ, al",
    "ａｌｌｙ, ally",
    "𝖻𝗈𝖻, B0B",
    "ⲧⲓⲙ, tim",
    "b丨ll, Bill"
  })
  void namesThatLookAlikeHaveAKeyInCommon(String one, String other) {
    assertTrue(alike(one, other), one + " and " + other);
  }

  @ParameterizedTest
  @CsvSource({
    "José, Jose",
    "Anna, Hanna",
    "user1, user2",
    "tim, tom",
    "Anna, Ana",
    "Zoë, Zoe",
    "Bjørn, Bjorn",
    "Łukasz, Lukasz",
    "Ħanna, Hanna",
    "Ɓala, Bala",
    "Þór, Pór",
    "al.ice, alice",
    "r2d2, rzdz",
    "bob5, bobs",
    "Иван, Иван2",
    "Марк, Мара",
    "Вера, Лера",
    "Ира, Юра",
    "νονα, nona2",
    "Νίκη, Νίκος",
    "Ella, Emma",
    "Will, Wilma",
    "Ann, Am",
    "Dave, Clave"
  })
  void ordinaryNamesHaveNone(String one, String other) {
    assertFalse(alike(one, other), one + " and " + other);
  }

  /** They come from strangers: as long as they may be, and of what takes the longest. */
  @Test
  void theLongestNamesAreComparedAtOnce() {
    for (String c : new String[] {"1", "m", "М", "ᴍ", "e\u0301\u0327", "5"}) {
      String name = Names.check(c.repeat(Limits.NAME_LENGTH).substring(0, Limits.NAME_LENGTH));
      assertTimeout(
          Duration.ofSeconds(20),
          () -> {
            for (int i = 0; i < 2_000; i++) {
              Skeleton.keys(name);
              NewNames.isReserved(name);
            }
          },
          name);
    }
  }

  @Test
  void numberedNamesDiffer() {
    for (String stem : new String[] {"m", "bot", "guest-", "member", "user_", "l", "o"}) {
      Set<String> seen = new HashSet<>();
      IntStream.range(0, 3_000)
          .mapToObj(n -> stem + n)
          .forEach(
              name ->
                  assertTrue(
                      Skeleton.keys(name).stream().allMatch(seen::add),
                      name + " looks like another"));
    }
  }
}
