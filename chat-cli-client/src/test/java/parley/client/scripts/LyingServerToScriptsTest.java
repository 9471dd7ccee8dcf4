package parley.client.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Lies;
import parley.client.Peer;
import parley.protocol.Event;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/** The program itself, run by a script, at a server that wants to do harm. */
class LyingServerToScriptsTest {
  private static final byte[] BYTES = "harmless".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private Process start(Path here, List<String> words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(ClientProgram.command(words));
    builder.environment().put("HOME", folder.toString());
    return builder
        .directory(here.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  @Test
  void aNameLeadsNowhereAndCommandsNoTerminal() throws Exception {
    Path here = Files.createDirectories(folder.resolve("a/b/c"));
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BYTES));
    FileInfo hostile =
        new FileInfo("../../x\u001b]0;owned\u0007\u001b[2J\r\n\u202e.txt", BYTES.length, sha256);
    try (Peer peer = new Peer()) {
      Process get =
          start(here, List.of("get", "--plain", "--server", "alice@127.0.0.1:" + peer.port(), "5"));
      Peer.Conversation chat = peer.accept();
      chat.welcome("g1", "s1", "log", 40);
      Request.Download asked = chat.receive(Request.Download.class);
      chat.send(Reply.Ticket.toFetch(asked.id(), "t1", hostile));
      Peer.Conversation line = peer.accept();
      Request.Transfer transfer = line.receive(Request.Transfer.class);
      line.send(new Reply.Carrying(transfer.id(), 0, hostile));
      line.bytes(BYTES);
      chat.receive(Request.Bye.class);
      chat.end();
      assertTrue(get.waitFor(60, TimeUnit.SECONDS), "it goes on for ever");
      assertEquals(ExitCode.OK, get.exitValue());
    }
    List<Path> kept;
    try (Stream<Path> all = Files.walk(folder.resolve("a"))) {
      kept = all.filter(Files::isRegularFile).toList();
    }
    assertEquals(1, kept.size());
    assertEquals(here, kept.getFirst().getParent());
    String printed =
        Files.readString(folder.resolve("out")) + Files.readString(folder.resolve("err"));
    assertEquals(kept.getFirst().getFileName() + "\n", printed);
    assertFalse(printed.strip().codePoints().anyMatch(Character::isISOControl), printed);
  }

  /** What a script of these words prints at a server that answers with this, and its exit code. */
  private String printed(ServerMessage answer, int code, String... words) throws Exception {
    try (Peer peer = new Peer()) {
      List<String> all = new ArrayList<>(List.of(words[0], "--plain"));
      boolean named = List.of("stats", "rooms").contains(words[0]);
      if (!named) {
        all.add("--server");
      }
      all.add("alice@127.0.0.1:" + peer.port());
      all.addAll(List.of(words).subList(1, words.length));
      Process script = start(folder, all);
      Peer.Conversation chat = peer.accept();
      if (answer instanceof Reply.Welcome welcome) {
        Request.Hello hello = chat.receive(Request.Hello.class);
        chat.send(Lies.answering(welcome, hello.id()));
      } else {
        chat.welcome("g1", "s1", "log", 40);
      }
      for (Request request = chat.receive(); request != null; request = chat.receive()) {
        if (request instanceof Request.Bye) {
          break;
        }
        chat.send(
            request instanceof Request.Join
                ? new Reply.Joined(request.id(), null, "lobby", "", 1, List.of(), false, 40)
                : Lies.answering(answer, request.id()));
      }
      chat.end();
      assertTrue(script.waitFor(60, TimeUnit.SECONDS), "it goes on for ever");
      String said = Files.readString(folder.resolve("err"));
      assertEquals(code, script.exitValue(), said);
      assertFalse(said.contains("fault"), said);
      String everything = Files.readString(folder.resolve("out")) + said;
      assertFalse(
          everything.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n'),
          everything);
      assertFalse(everything.contains("\u202e"), everything);
      return everything;
    }
  }

  /** The lie that is told in one field of a type. */
  private static ServerMessage lie(Class<?> type, String path) {
    return Lies.of(type).stream()
        .filter(lie -> lie.path().equals(path))
        .findFirst()
        .orElseThrow()
        .message();
  }

  @Test
  void whatIsToBeReadIsMadeHarmless() throws Exception {
    ServerMessage said = lie(Reply.History.class, "History.messages.content.text");
    ServerMessage found = lie(Reply.History.class, "History.messages.snippet.text");
    ServerMessage rooms = lie(Reply.RoomList.class, "RoomList.rooms.topic");
    ServerMessage figures = lie(Event.Stats.class, "Stats.figures");
    ServerMessage refused = lie(Reply.Refused.class, "Refused.message");
    assertTrue(printed(said, 0, "history", "lobby").contains("\\x1b"));
    assertTrue(printed(said, 0, "history", "lobby", "--json").contains("\\u202e"));
    assertTrue(printed(found, 0, "search", "words").contains("\\x1b"));
    assertTrue(printed(rooms, 0, "rooms").contains("\\x1b"));
    assertTrue(printed(figures, 0, "stats").contains("\\x1b"));
    assertTrue(printed(refused, 1, "rooms").contains("\\x1b"));
  }

  @Test
  void whatCanNotBeEndsItWithASentence() throws Exception {
    String sentence = printed(lie(Reply.Welcome.class, "Welcome.name"), 5, "rooms");
    assertTrue(sentence.startsWith("chat: This server sent “\\x1b"), sentence);
    assertTrue(sentence.contains("which is no name"), sentence);
    assertEquals(1, sentence.lines().count());
  }
}
