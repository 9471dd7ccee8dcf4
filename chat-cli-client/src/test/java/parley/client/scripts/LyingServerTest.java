package parley.client.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Peer;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.protocol.Request;

/** {@code chat get}, the program itself, at a server that wants to do harm. */
class LyingServerTest {
  private static final byte[] BYTES = "harmless".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private Process get(Path here, Peer peer) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "parley.client.Chat",
            "get",
            "--plain",
            "--server",
            "alice@127.0.0.1:" + peer.port(),
            "5");
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
      Process get = get(here, peer);
      Peer.Conversation chat = peer.accept();
      chat.welcome("g1", "s1", "log", 40);
      Request.Download asked = chat.receive(Request.Download.class);
      chat.send(Reply.Ok.offering(asked.id(), "t1", hostile));
      Peer.Conversation line = peer.accept();
      Request.Transfer transfer = line.receive(Request.Transfer.class);
      line.send(Reply.Ok.carrying(transfer.id(), 0, hostile));
      line.bytes(BYTES);
      chat.receive(Request.Bye.class);
      chat.end();
      assertTrue(get.waitFor(20, TimeUnit.SECONDS), "it goes on for ever");
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
}
