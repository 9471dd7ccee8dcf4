package parley.client.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Chat;
import parley.client.Peer;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;
import parley.protocol.TalkInfo;

/** Every command that there is, with its output on a full disk, or in a pipe that nobody reads. */
@EnabledOnOs(OS.LINUX)
class LostOutputTest {
  private static final String AT = "2026-11-21T09:30:00.123Z";
  private static final String SENTENCE =
      "chat: standard output could not be written: No space left on device";
  private static final byte[] BYTES = "harmless".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  /** How each command is made to print; SERVER becomes the peer's address. */
  private static Map<String, String> ways() {
    Map<String, String> ways = new LinkedHashMap<>();
    ways.put("send", "send --plain --server SERVER --acks - lobby hi");
    ways.put("ask", "ask --plain --server SERVER lobby well");
    ways.put("tail", "tail --plain --server SERVER --no-follow lobby");
    ways.put("history", "history --plain --server SERVER lobby");
    ways.put("search", "search --plain --server SERVER words");
    ways.put("edit", "edit --plain --server SERVER --json 5 new");
    ways.put("delete", "delete --plain --server SERVER --json 5");
    ways.put("react", "react --plain --server SERVER --json :+1: 5");
    ways.put("put", "put --plain --server SERVER lobby file.txt");
    ways.put("get", "get --plain --server SERVER 5");
    ways.put("ping", "ping --plain -c 1 SERVER");
    ways.put("rooms", "rooms --plain SERVER");
    ways.put("talks", "talks --plain --server SERVER");
    ways.put("stats", "stats --plain SERVER");
    ways.put("config", "config");
    ways.put("completion", "completion bash");
    ways.put("man", "man");
    return ways;
  }

  private Process start(String words, File output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(ClientProgram.command(List.of(words.split(" "))))
            .directory(folder.toFile());
    builder.environment().put("HOME", folder.toString());
    if (output != null) {
      builder.redirectOutput(output);
    }
    return builder.redirectError(folder.resolve("err").toFile()).start();
  }

  /** Runs it to its end at a server that answers whatever is asked. */
  private int run(String words, File output) throws Exception {
    try (Peer peer = new Peer()) {
      Process process = start(words.replace("SERVER", "alice@127.0.0.1:" + peer.port()), output);
      if (output == null) {
        process.getInputStream().close();
      }
      Thread server = Thread.ofVirtual().start(() -> serve(peer));
      try {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> words + " goes on for ever");
      } finally {
        process.destroyForcibly();
        server.interrupt();
      }
      return process.exitValue();
    }
  }

  private void isLost(String words) throws Exception {
    int code = run(words, new File("/dev/full"));
    String said = Files.readString(folder.resolve("err"));
    assertEquals(ExitCode.FAULT, code, words + ": " + said);
    assertEquals(1, said.lines().filter(SENTENCE::equals).count(), words + ": " + said);
  }

  @Test
  void noCommandSucceedsWithoutItsOutput() throws Exception {
    Files.write(folder.resolve("file.txt"), BYTES);
    Set<String> all = new TreeSet<>(Chat.commandLine(_ -> true).getSubcommands().keySet());
    all.remove("mcp"); // it says nothing before it is spoken to
    assertEquals(
        all, new TreeSet<>(ways().keySet()), "how does a new command print? Say so in this test.");
    for (String words : ways().values()) {
      isLost(words);
    }
    isLost("get --plain --server SERVER 5 -o -");
    isLost("history --help");
    isLost("--version");
  }

  @Test
  void aReaderWhoHasEnoughIsNotTalkedTo() throws Exception {
    for (String words : List.of(ways().get("history"), "get --plain --server SERVER 5 -o -")) {
      int code = run(words, null);
      assertEquals(141, code, words);
      assertEquals("", Files.readString(folder.resolve("err")), words);
    }
  }

  private static void serve(Peer peer) {
    try {
      FileInfo file = new FileInfo("got.txt", BYTES.length, sha256());
      Peer.Conversation chat = peer.accept();
      chat.welcome("g1", "s1", "log", 40);
      for (Request asked = chat.receive(); asked != null; asked = chat.receive()) {
        String id = asked.id();
        switch (asked) {
          case Request.Join _ ->
              chat.send(new Reply.Joined(id, null, "lobby", "", 1, List.of(), false, 40));
          case Request.History _, Request.Search _ ->
              chat.send(new Reply.History(id, List.of(message(61, "yes")), false));
          case Request.Rooms _ ->
              chat.send(
                  new Reply.RoomList(id, 1, false, List.of(new RoomInfo("lobby", "", 1, 40))));
          case Request.Talks _ ->
              chat.send(
                  new Reply.TalkList(
                      id, List.of(new TalkInfo("bob", "g2", null, 40, AT, null, 1)), null, null));
          case Request.Stats _ -> chat.send(new Event.Stats(id, Map.of("uptimeSeconds", 5), null));
          case Request.Echo echo -> chat.send(new Reply.Echo(id, echo.fields()));
          case Request.Send _ -> {
            chat.send(new Reply.Sent(id, 50, AT, false));
            chat.send(message(51, "yes"));
          }
          case Request.Upload _ -> {
            chat.send(Reply.Ticket.toSend(id, "t1", 0));
            Peer.Conversation line = peer.accept();
            Request.Transfer transfer = line.receive(Request.Transfer.class);
            line.send(new Reply.Carrying(transfer.id(), 0, null));
            line.take(BYTES.length);
            line.send(new Reply.Sent(transfer.id(), 60, AT, false));
          }
          case Request.Download _ -> {
            chat.send(Reply.Ticket.toFetch(id, "t1", file));
            Peer.Conversation line = peer.accept();
            Request.Transfer transfer = line.receive(Request.Transfer.class);
            line.send(new Reply.Carrying(transfer.id(), 0, file));
            line.bytes(BYTES);
          }
          case Request.Bye _ -> chat.send(new Event.Bye(id, "bye", "Goodbye."));
          default -> chat.send(new Reply.Sent(id, 52, AT, false));
        }
      }
    } catch (IOException e) {
      // It has left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Event.Message message(long seq, String text) {
    return new Event.Message(
        seq, new Addressee.Room("lobby"), new Author("g2", "bob"), Content.of(text), AT);
  }

  private static String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
