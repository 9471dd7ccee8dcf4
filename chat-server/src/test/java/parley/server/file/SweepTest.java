package parley.server.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.server.config.Settings;
import parley.server.filestore.Partial;
import parley.server.filestore.PartialFile;
import parley.server.filestore.Store;
import parley.server.log.Log;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.stats.Stats;

/** What is removed, and what is not, with a real log. */
class SweepTest {
  @TempDir Path folder;
  private Log log;
  private Transfers transfers;
  private Store store;

  @BeforeEach
  void open() throws Exception {
    log = Log.open(folder, 0);
    Settings settings = Settings.of("data.dir=" + folder);
    transfers =
        new Transfers(
            folder, log, c -> new Reply.Done(c.re()), () -> settings, _ -> true, new Stats());
    store = transfers.store;
  }

  @AfterEach
  void close() {
    transfers.close();
    log.close();
  }

  private static String digest(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private Path stored(String text) throws Exception {
    Partial partial = new Partial(digest(text), "g1");
    try (PartialFile file = transfers.partials.open(partial, 0, text.length())) {
      file.add(text.getBytes(UTF_8), 0, text.length());
      file.force();
      store.keep(file, partial.sha256());
    }
    return folder.resolve("files").resolve(digest(text).substring(0, 2)).resolve(digest(text));
  }

  private long said(String text) throws Exception {
    FileInfo file = new FileInfo("f", text.length(), digest(text));
    return append(
        new Change.Said(
            new Addressee.Room("lobby"),
            new Author("g1", "ann"),
            new Content("f", null, null, file),
            null));
  }

  private long append(Change.Lasting change) throws Exception {
    long seq = log.last() + 1;
    log.append(List.of(new Entry(seq, 1_000 + seq, change)));
    return seq;
  }

  @Test
  void whatRetentionTookLastIsRemoved() throws Exception {
    Path first = stored("first");
    Path second = stored("second");
    said("first");
    long upTo = said("second");
    said("second");
    append(new Change.Dropped(null, List.of(), upTo));
    while (log.erasureDue()) {
      log.eraseSome();
    }
    await().until(() -> !Files.exists(first));
    assertTrue(Files.exists(second), "another message has the same bytes");
    assertEquals(new Store.Tally(1, "second".length()), store.tally());
  }

  @Test
  void whatIsPinnedStaysUntilItsMessageIsSaid() throws Exception {
    Path file = stored("pinned");
    String sha256 = digest("pinned");
    store.pin(sha256);
    store.remove(sha256, _ -> true);
    assertTrue(Files.exists(file));
    store.pin(sha256);
    store.unpin(sha256);
    store.remove(sha256, _ -> true);
    assertTrue(Files.exists(file), "pinned twice");
    said("pinned");
    store.unpin(sha256);
    transfers.sweep.look(sha256);
    Path other = stored("spare");
    transfers.sweep.look(digest("spare"));
    await().until(() -> !Files.exists(other));
    assertTrue(Files.exists(file));
    store.remove(sha256, _ -> false);
    assertTrue(Files.exists(file));
  }

  @Test
  void aFileThatIsKeptOverADamagedOneIsCountedOnce() throws Exception {
    Path file = stored("text");
    Files.writeString(file, "te");
    stored("text");
    assertEquals("text", Files.readString(file));
    assertFalse(Files.exists(folder.resolve("files/partial/" + digest("text") + "-g1")));
    assertTrue(store.has(new FileInfo("f", 4, digest("text"))));
    assertFalse(store.has(new FileInfo("f", 5, digest("text"))));
  }

  @Test
  void onlyThePartialsNameIsOne() {
    String digest = "ab".repeat(32);
    assertEquals(new Partial(digest, "g17"), Partial.named(digest + "-g17").orElseThrow());
    for (String name :
        List.of(digest, digest + "-", digest + "-../x", digest + "-G1", "x" + digest + "-g1")) {
      assertNull(Partial.named(name).orElse(null), name);
    }
  }
}
