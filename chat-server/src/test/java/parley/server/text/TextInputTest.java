package parley.server.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Request;

class TextInputTest {

  private static Request asked(String line) {
    return switch (TextInput.parse(line, "lobby")) {
      case TextInput.Ask(Request request) -> request;
      case TextInput.Enter(Request.Join request) -> request;
      case TextInput.Leave(Request.Leave request) -> request;
      case TextInput.Offer(Request.Upload request) -> request;
      case TextInput other -> fail(line + ": " + other);
    };
  }

  private static String hint(String line, String room) {
    return assertInstanceOf(TextInput.Hint.class, TextInput.parse(line, room), line).text();
  }

  @Test
  void aSentenceGoesToTheRoomAndADoubledSlashIsOne() {
    assertEquals(Request.Send.toRoom("send", "lobby", "hi there"), asked("hi there"));
    assertEquals(Request.Send.toRoom("send", "lobby", "/etc/passwd"), asked("//etc/passwd"));
    assertTrue(hint("hi", null).contains("/join lobby"));
  }

  @Test
  void commandsBecomeRequests() {
    assertEquals(new Request.Join("join", "dev"), asked("/join #dev"));
    assertEquals(new Request.Leave("leave", "lobby"), asked("/leave"));
    assertEquals(new Request.Members("who", "dev", null), asked("/who dev"));
    assertEquals(
        new Request.Send("send", null, "bob", "psst  you", null, null),
        asked("/msg bob psst  you"));
    assertEquals(
        new Request.Send("send", "lobby", null, "waves", null, Request.Kind.ACTION),
        asked("/me waves"));
    assertEquals(
        new Request.Send("send", "lobby", null, "it is done", null, Request.Kind.NOTICE),
        asked("/notice it is done"));
    assertEquals(new Request.History("history", "lobby", null, null, null, 5), asked("/history 5"));
    assertEquals(new Request.Topic("topic", "lobby", ""), asked("/topic -"));
    assertTrue(hint("/topic", "lobby").contains("/topic -"), "who only asks takes nothing away");
    assertEquals(new Request.Bye("quit"), asked("/quit"));
    assertInstanceOf(Request.Echo.class, asked("/echo hello"));
  }

  @Test
  void filesAreAskedForByNumberAndOfferedByNameSizeAndDigest() {
    String digest = "0F".repeat(32);
    assertEquals(new TextInput.Get(null), TextInput.parse("/get", "lobby"));
    assertEquals(new TextInput.Get(48340L), TextInput.parse("/get 48340", null));
    assertTrue(hint("/get report.pdf", "lobby").startsWith("! It goes: /get"));
    assertEquals(
        new Request.Upload("upload", "lobby", null, "my report.pdf", 12L, digest, null, null),
        asked("/upload my report.pdf 12 " + digest));
    for (String wrong : java.util.List.of("", " f 12", " f x " + digest, " f 12 abc")) {
      assertTrue(hint("/upload" + wrong, "lobby").startsWith("! It goes: /upload"), wrong);
    }
    assertTrue(hint("/upload f 12 " + digest, null).startsWith("! You are in no room."));
  }

  @Test
  void whatIsAboutAnEarlierMessageIsFoundLater() {
    assertEquals(new TextInput.Correct("hello  you"), TextInput.parse("/edit hello  you", null));
    assertEquals(new TextInput.TakeBack(null), TextInput.parse("/delete", null));
    assertEquals(new TextInput.TakeBack("bob"), TextInput.parse("/delete bob", "lobby"));
    assertEquals(new TextInput.React("👍", false, 1), TextInput.parse("/react 👍", "lobby"));
    assertEquals(new TextInput.React("👍", true, 3), TextInput.parse("/unreact 👍 3", "lobby"));
    assertEquals(
        new TextInput.Answer("bob", "yes, do"), TextInput.parse("/reply bob yes, do", "lobby"));
    for (String line : java.util.List.of("/delete bob", "/react 👍", "/reply bob yes")) {
      assertTrue(hint(line, null).startsWith("! You are in no room."), line);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/edit", "/react", "/react 👍 1 2", "/reply", "/reply bob"})
  void whatIsMissingForItIsSaid(String line) {
    assertTrue(hint(line, "lobby").startsWith("! It goes: /"), line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/join", "/msg bob", "/me", "/nick", "/whois", "/history x", "/admin"})
  void aCommandThatLacksSomethingSaysHowItGoes(String line) {
    assertTrue(hint(line, "lobby").startsWith("! It goes: /"), line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/join a b", "/nick a:b", "/history 0", "/history 501", "/join \u202e"})
  void whatBreaksARuleIsAHint(String line) {
    assertTrue(hint(line, "lobby").startsWith("! "), line);
  }

  @Test
  void anUnknownCommandNamesTheNearestAndNeverEchoesControls() {
    assertTrue(hint("/jion lobby", null).contains("did you mean /join?"));
    assertTrue(hint("/\u001b[2J", null).contains("\\x1b"));
    assertTrue(hint("/", null).contains("/help"));
    assertTrue(hint("/jion", null).contains("did you mean /join?"));
    assertTrue(hint("/tpoic", null).contains("did you mean /topic?"));
    assertTrue(hint("/help hlep", null).contains("did you mean /help?"));
    assertEquals(hint("/\u001b[2J", null), hint("/help \u001b[2J", null));
  }

  @ParameterizedTest
  @EnumSource
  void helpTellsOfOneCommandAndItsExampleIsRight(TextCommand command) {
    String word = command.name().toLowerCase(Locale.ROOT);
    String[] lines = hint("/help " + word, null).split("\r\n   ");
    assertEquals("-- " + command.form(), lines[0]);
    assertEquals(hint("/help " + word, null), hint("/help /" + word.toUpperCase(Locale.ROOT), ""));
    String example = lines[2].replaceFirst("^such as ", "");
    assertEquals("/" + word, example.split(" ")[0]);
    TextInput read = TextInput.parse(example, "lobby");
    assertTrue(!(read instanceof TextInput.Hint hint) || !hint.text().startsWith("! "), example);
  }

  @ParameterizedTest
  @EnumSource
  void everyCommandOfTheHelpIsThere(TextCommand usage) {
    String command = usage.form().split("[ \\[]")[0];
    TextInput parsed = TextInput.parse(command, "lobby");
    boolean unknown = parsed instanceof TextInput.Hint h && h.text().startsWith("! There is no");
    assertTrue(!unknown, command);
    assertTrue(hint("/help", null).contains(usage.form()));
  }
}
