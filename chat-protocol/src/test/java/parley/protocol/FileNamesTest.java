package parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "report.pdf | report.pdf",
        "my report (2).pdf | my report (2).pdf",
        "naïve 中文 😀.txt | naïve 中文 😀.txt",
        "../../x | x",
        "../../.ssh/authorized_keys | authorized_keys",
        "..\\..\\boot.ini | boot.ini",
        "/etc/passwd | passwd",
        "dir/ | file",
        ".. | file",
        ". | file",
        "'' | file",
        ".bashrc | bashrc",
        "-rf | rf",
        "~root | root",
        "a\u001b[2Jb | a_[2Jb",
        "a\u202egpj.exe | a_gpj.exe",
        "a:b*c?.txt | a_b_c_.txt",
        "con | _con",
        "LPT1.txt | _LPT1.txt",
        "ends. | ends",
      })
  void aNameIsMadeSafe(String name, String safe) {
    assertEquals(safe, FileNames.safe(name));
  }

  @Test
  void aLongNameKeepsItsExtension() {
    String safe = FileNames.safe("中".repeat(500) + ".tar.gz");
    assertTrue(safe.getBytes(UTF_8).length <= Limits.FILE_NAME_BYTES);
    assertTrue(safe.endsWith(".gz"), safe);
  }

  @Test
  void whateverItWasItIsSafeAndStaysAsItIs() {
    Random random = new Random(7);
    String letters = "a.-~ /\\:\u0000\u001b\u202e\ud800é😀中\u0301CON\n\u2028";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int n = random.nextInt(300); n >= 0; n--) {
        name.append(letters.charAt(random.nextInt(letters.length())));
      }
      String safe = FileNames.safe(name.toString());
      assertEquals(safe, FileNames.safe(safe), () -> "of " + Printable.line(name.toString()));
      assertFalse(safe.isEmpty() || safe.startsWith(".") || safe.contains("/"), safe);
      assertTrue(safe.getBytes(UTF_8).length <= Limits.FILE_NAME_BYTES);
      assertEquals(Printable.line(safe), safe);
    }
  }
}
