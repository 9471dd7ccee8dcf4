package parley.server.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.server.config.UserError;
import parley.server.log.Log;
import parley.server.logfile.EventBody;
import parley.server.logfile.LogFolder;
import parley.server.state.Change;

/** What no request could have made comes in by no import either. */
class ImportRulesTest {
  private static final String AT = "2026-11-01T12:00:00.000Z";

  @TempDir Path temp;

  private static String line(long seq, String at, String event) {
    return "{\"seq\":%d,\"at\":\"%s\",\"event\":%s}".formatted(seq, at, event);
  }

  private static String json(Change.Lasting change) {
    return new String(EventBody.of(change), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static List<String> sound() {
    List<String> lines = new ArrayList<>();
    lines.add("{\"parley\":\"export\",\"version\":1}");
    lines.add(line(1, AT, json(new Change.Came("g1", "ann", "ab".repeat(32)))));
    lines.add(line(2, AT, json(new Change.Came("g2", "ben", "cd".repeat(32)))));
    lines.add(line(3, AT, json(new Change.Joined("lobby", "g1", "ann"))));
    lines.add(line(4, AT, said("lobby", "g1", "ann", "hello")));
    return lines;
  }

  private static String said(String room, String person, String name, String text) {
    return "{\"change\":\"said\",\"room\":%s,\"person\":%s,\"name\":%s,\"text\":%s}"
        .formatted(quoted(room), quoted(person), quoted(name), quoted(text));
  }

  /** Half surrogates are escaped, as no UTF-8 holds them. */
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars()
        .forEach(
            c ->
                json.append(
                    c < 0x20 || c == '"' || c == '\\' || c > 0x7e
                        ? "\\u%04x".formatted(c)
                        : String.valueOf((char) c)));
    return json.append('"').toString();
  }

  private static String file(String name, String size, String sha256) {
    return "{\"change\":\"said\",\"room\":\"lobby\",\"person\":\"g1\",\"name\":\"ann\",\"text\":\"\","
        + "\"file\":{\"name\":%s,\"size\":%s,\"sha256\":\"%s\"}}"
            .formatted(quoted(name), size, sha256);
  }

  static List<String> unsound() {
    String sha = "ab".repeat(32);
    List<String> lines = new ArrayList<>();
    for (String event :
        List.of(
            said("lobby", "g1", "x".repeat(100_000), "hello"),
            said("lobby", "g1", "a b", "hello"),
            said("lob/by", "g1", "ann", "hello"),
            said("lobby", "g01", "ann", "hello"),
            said("lobby", "1", "ann", "hello"),
            said("lobby", "g" + Long.MAX_VALUE, "ann", "hello"),
            said("lobby", "g1", "ann", "x".repeat(1 << 20)),
            said("lobby", "g1", "ann", "x".repeat(16_385)),
            said("lobby", "g1", "ann", "ü".repeat(8_193)),
            said("lobby", "g1", "ann", " \n "),
            said("lobby", "g1", "ann", "half \ud83d"),
            said("lobby", "g1", "ann", "half \ude00"),
            said("lobby", "g1", "ann", "\u001b[2J"),
            said("lobby", "g1", "ann", "hello")
                .replace("}", ",\"nonce\":\"" + "n".repeat(65) + "\"}"),
            said("lobby", "g1", "ann", "hello").replace("}", ",\"nonce\":\"\\ud83d\"}"),
            said("lobby", "g1", "ann", "hello").replace("}", ",\"to\":\"g2\",\"toName\":\"ben\"}"),
            said("lobby", "g1", "ann", "hello").replace("}", ",\"kind\":\"shout\"}"),
            said("lobby", "g1", "ann", "hello").replace("}", ",\"replyTo\":-1}"),
            said("lobby", "g1", "ann", "hello").replace("\"room\":\"lobby\",", ""),
            file("../../escape", "3", sha),
            file("a\u0000b", "3", sha),
            file("n".repeat(201), "3", sha),
            file("f", "-1", sha),
            file("f", "3", "../" + sha),
            "{\"change\":\"came\",\"person\":\"g3\",\"name\":\"a:b\",\"session\":\"x\"}",
            "{\"change\":\"came\",\"person\":\"g3\",\"name\":\"carl\"}",
            "{\"change\":\"named\",\"person\":\"g1\",\"was\":\"ann\",\"name\":\"\"}",
            "{\"change\":\"topic\",\"room\":\"lobby\",\"person\":\"g1\",\"name\":\"ann\",\"text\":\"%s\"}"
                .formatted("t".repeat(1_025)),
            "{\"change\":\"topic\",\"room\":\"lobby\",\"person\":\"g1\",\"name\":\"ann\",\"text\":\"\\n"
                + "\"}",
            "{\"change\":\"left\",\"room\":\"lobby\",\"person\":\"g1\",\"name\":\"ann\",\"reason\":\"\\u001b\"}",
            "{\"change\":\"banned\",\"target\":\"mallory\",\"until\":-1,\"reason\":\"\",\"by\":\"x\"}",
            "{\"change\":\"banned\",\"target\":\"mallory\",\"until\":999999999999999999,\"reason\":\"\",\"by\":\"x\"}",
            "{\"change\":\"banned\",\"target\":\"mallory\",\"until\":0,\"reason\":\"%s\",\"by\":\"x\"}"
                .formatted("r".repeat(5_000)),
            "{\"change\":\"reacted\",\"target\":4,\"room\":\"lobby\",\"person\":\"g1\",\"name\":\"ann\",\"emoji\":\"two"
                + " words\",\"removed\":false,\"author\":\"ann\"}",
            "{\"change\":\"reacted\",\"target\":4,\"room\":\"lobby\",\"person\":\"g1\",\"name\":\"ann\","
                + "\"emoji\":\"%s\",\"removed\":false,\"author\":\"ann\"}"
                    .formatted("+".repeat(40)),
            "{\"change\":\"read\",\"inRoom\":\"lobby\",\"person\":\"g1\",\"upTo\":-4}",
            "{\"change\":\"shouted\",\"room\":\"lobby\"}",
            "[]",
            "7")) {
      lines.add(line(5, AT, event));
    }
    String hello = said("lobby", "g1", "ann", "hello");
    lines.add(line(5, "9999-12-31T23:59:59.999Z", hello));
    lines.add(line(5, "+1000000000-12-31T23:59:59.999999999Z", hello));
    lines.add(line(5, Instant.now().plus(1, ChronoUnit.HOURS).toString(), hello));
    lines.add(line(5, "2026-11-01T11:59:59.999Z", hello));
    lines.add(line(5, "1969-12-31T23:59:59.999Z", hello));
    lines.add(line(5, "yesterday", hello));
    lines.add(line(4, AT, hello));
    lines.add(line(0, AT, hello));
    lines.add("{\"seq\":5}");
    lines.add("");
    lines.add("{");
    return lines;
  }

  private long imported(List<String> lines) throws UserError {
    try (Import into = Import.into(temp)) {
      for (String line : lines) {
        into.line(line);
      }
      return into.end();
    }
  }

  @ParameterizedTest
  @MethodSource("unsound")
  void aLineThatBreaksARuleIsNamedAndNothingIsImported(String unsound) throws Exception {
    List<String> lines = sound();
    lines.add(unsound);
    String sentence = assertThrows(UserError.class, () -> imported(lines)).getMessage();
    assertTrue(sentence.startsWith("Line 6 can't be imported, so nothing was: "), sentence);
    assertTrue(sentence.length() < 300, sentence);
    assertFalse(Files.exists(temp.resolve("import.part")));
    try (Log log = Log.open(temp, 0)) {
      assertEquals(0, log.last());
    }
  }

  /** As a server writes it whose clock was wrong for a while: ahead, and then set right. */
  @Test
  void aClockThatWasWrongAndWasSetComesIn() throws Exception {
    List<String> lines = sound();
    String hello = said("lobby", "g1", "ann", "hello");
    lines.add(line(5, "2061-01-01T00:00:00.000Z", hello));
    lines.add(line(6, "2061-01-01T00:00:01.000Z", hello));
    String sentence = assertThrows(UserError.class, () -> imported(lines)).getMessage();
    assertTrue(sentence.startsWith("Line 6 ") && sentence.contains("future"), sentence);
    lines.add(line(7, AT, hello));
    assertEquals(7, imported(lines));
    try (Log log = Log.open(temp, 0)) {
      long later = Instant.parse(AT).toEpochMilli() + 1;
      assertEquals(7, log.lastBefore(later), "what was told a wrong time is older than that");
      assertEquals(0, log.lastBefore(later - 1_000_000));
    }
    assertEquals(
        List.of(), Checkup.of(temp.resolve(LogFolder.FILE), null, Progress.NONE).findings());
  }

  @Test
  void onlySoManyDifferentReactions() throws Exception {
    List<String> lines = sound();
    for (int i = 0; i < 21; i++) {
      lines.add(
          line(
              5 + i,
              AT,
              json(
                  new Change.Reacted(
                      4,
                      new Addressee.Room("lobby"),
                      new Author("g1", "ann"),
                      "" + (char) ('a' + i),
                      false,
                      "ann"))));
    }
    String sentence = assertThrows(UserError.class, () -> imported(lines)).getMessage();
    assertTrue(sentence.startsWith("Line 26 "), sentence);
    lines.removeLast();
    assertEquals(24, imported(lines));
  }

  @Test
  void whatBreaksNoRuleComesInAndTheLogKeepsItsFacts() throws Exception {
    String id;
    try (Log log = Log.open(temp, 0)) {
      log.setMeta("operator.token", "hash");
      id = log.id();
    }
    // What an import that was killed has left.
    Files.createDirectories(temp.resolve("import.part"));
    Files.writeString(temp.resolve("import.part").resolve(LogFolder.FILE), "half of it");
    assertEquals(4, imported(sound()));
    try (Log log = Log.open(temp, 0)) {
      assertEquals(4, log.last());
      assertEquals(id, log.id());
      assertEquals("hash", log.meta("operator.token"));
    }
    assertEquals(
        List.of(), Checkup.of(temp.resolve(LogFolder.FILE), null, Progress.NONE).findings());
    assertFalse(Files.exists(temp.resolve("import.part")));
    assertTrue(
        assertThrows(UserError.class, () -> imported(sound())).getMessage().contains("not empty"));
  }
}
