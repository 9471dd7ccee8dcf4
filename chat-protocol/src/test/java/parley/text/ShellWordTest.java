package parley.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "o'brien@host", "parley://x/#a.b", "a&b;$HOME`id`", "", "*", "ünï/c-1.0"})
  void aShellTakesItForTheWordThatItIs(String word) throws Exception {
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", "printf '%s' " + ShellWord.of(word)).start();
    assertEquals(word, new String(shell.getInputStream().readAllBytes(), UTF_8));
  }

  @Test
  void whatNeedsNoneHasNoApostrophes() {
    assertEquals("bob@chat.example.org:7443", ShellWord.of("bob@chat.example.org:7443"));
    assertEquals("'o'\\''brien@host'", ShellWord.of("o'brien@host"));
  }
}
