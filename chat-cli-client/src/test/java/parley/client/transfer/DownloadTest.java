package parley.client.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.client.Peer;
import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.protocol.Request;

/** A file that is fetched, and the other end of its sockets, which may lie. */
class DownloadTest {
  private static final byte[] BYTES = Scene.random(300_000);
  private static final FileInfo INFO = Scene.info("report.pdf", BYTES);
  private static final String PART = "report.pdf." + INFO.sha256().substring(0, 12) + ".part";

  @TempDir Path folder;

  private Scene scene;

  @BeforeEach
  void prepare() throws Exception {
    scene = new Scene();
  }

  @AfterEach
  void end() throws Exception {
    scene.close();
  }

  private Scene.Outcome<Download.Kept> fetch(boolean replace) {
    return Scene.run(new Download(scene.route, 48_340, null, new PartFile(folder, null, replace)));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private void sendAll(FileInfo told, byte[] bytes) throws Exception {
    scene.offers("t1", told);
    Peer.Conversation line = scene.carries("t1", 0, told);
    line.bytes(bytes);
    line.end();
  }

  @Test
  void aFileIsFetchedWholeAndNothingElseIsLeft() throws Exception {
    Scene.Outcome<Download.Kept> kept = fetch(false);
    sendAll(INFO, BYTES);
    assertEquals(new Download.Kept(INFO, folder.resolve("report.pdf")), kept.done());
    assertArrayEquals(BYTES, Files.readAllBytes(folder.resolve("report.pdf")));
    assertEquals(List.of("report.pdf"), names());
  }

  @Test
  void afterACutItGoesOnWhereItWas() throws Exception {
    Scene.Outcome<Download.Kept> kept = fetch(false);
    scene.offers("t1", INFO);
    Peer.Conversation first = scene.carries("t1", 0, INFO);
    first.bytes(Arrays.copyOf(BYTES, 123_456));
    first.end();
    scene.offers("t2", INFO);
    assertEquals(List.of(PART), names(), "nothing stands under its name yet");
    Peer.Conversation second = scene.carries("t2", 123_456, INFO);
    second.bytes(Arrays.copyOfRange(BYTES, 123_456, BYTES.length));
    kept.done();
    assertArrayEquals(BYTES, Files.readAllBytes(folder.resolve("report.pdf")));
  }

  @Test
  void whatIsHereFromAnEarlierTimeIsNotFetchedAgain() throws Exception {
    Files.write(folder.resolve(PART), Arrays.copyOf(BYTES, 200_000));
    Scene.Outcome<Download.Kept> kept = fetch(false);
    scene.offers("t1", INFO);
    scene.carries("t1", 200_000, INFO).bytes(Arrays.copyOfRange(BYTES, 200_000, BYTES.length));
    kept.done();
    assertArrayEquals(BYTES, Files.readAllBytes(folder.resolve("report.pdf")));
    assertEquals(List.of("report.pdf"), names());
  }

  @Test
  void whatIsHereAndWrongIsFetchedAnew() throws Exception {
    Files.write(folder.resolve(PART), new byte[200_000]);
    Scene.Outcome<Download.Kept> kept = fetch(false);
    scene.offers("t1", INFO);
    scene.carries("t1", 200_000, INFO).bytes(Arrays.copyOfRange(BYTES, 200_000, BYTES.length));
    scene.offers("t2", INFO);
    scene.carries("t2", 0, INFO).bytes(BYTES);
    kept.done();
    assertArrayEquals(BYTES, Files.readAllBytes(folder.resolve("report.pdf")));
  }

  @Test
  void wrongBytesAreNotKept() throws Exception {
    Scene.Outcome<Download.Kept> kept = fetch(false);
    byte[] wrong = BYTES.clone();
    wrong[150_000] ^= 1;
    sendAll(INFO, wrong);
    TransferFailure failure = kept.failed();
    assertEquals(TransferFailure.Kind.WRONG, failure.kind());
    assertTrue(failure.getMessage().contains("not kept"), failure.getMessage());
    assertEquals(List.of(), names());
  }

  @Test
  void wrongBytesReplaceNothing() throws Exception {
    Files.writeString(folder.resolve("report.pdf"), "mine");
    Scene.Outcome<Download.Kept> kept = fetch(true);
    sendAll(INFO, new byte[BYTES.length]);
    assertEquals(TransferFailure.Kind.WRONG, kept.failed().kind());
    assertEquals("mine", Files.readString(folder.resolve("report.pdf")));
  }

  @Test
  void whatIsHereIsReplacedOnlyWhereThatIsWanted() throws Exception {
    Files.writeString(folder.resolve("report.pdf"), "mine");
    Scene.Outcome<Download.Kept> kept = fetch(false);
    scene.offers("t1", INFO);
    assertEquals(TransferFailure.Kind.EXISTS, kept.failed().kind());
    assertEquals("mine", Files.readString(folder.resolve("report.pdf")));
    assertEquals(List.of("report.pdf"), names());

    Scene.Outcome<Download.Kept> replaced = fetch(true);
    sendAll(INFO, BYTES);
    replaced.done();
    assertArrayEquals(BYTES, Files.readAllBytes(folder.resolve("report.pdf")));
  }

  @Test
  void whatSomebodyPutsThereMeanwhileStays() throws Exception {
    Scene.Outcome<Download.Kept> kept = fetch(false);
    scene.offers("t1", INFO);
    Peer.Conversation line = scene.carries("t1", 0, INFO);
    line.bytes(Arrays.copyOf(BYTES, 1_000));
    Files.writeString(folder.resolve("report.pdf"), "mine");
    line.bytes(Arrays.copyOfRange(BYTES, 1_000, BYTES.length));
    TransferFailure failure = kept.failed();
    assertEquals(TransferFailure.Kind.EXISTS, failure.kind());
    assertEquals("mine", Files.readString(folder.resolve("report.pdf")));
    assertArrayEquals(BYTES, Files.readAllBytes(folder.resolve(PART)), "and what came is not lost");
  }

  @Test
  void linksAreNotFollowed() throws Exception {
    Path elsewhere = Files.writeString(Files.createTempFile("parley", ".txt"), "mine");
    try {
      Files.createSymbolicLink(folder.resolve(PART), elsewhere);
      Scene.Outcome<Download.Kept> kept = fetch(false);
      scene.offers("t1", INFO);
      assertEquals(TransferFailure.Kind.LOCAL, kept.failed().kind());
      Files.delete(folder.resolve(PART));

      Files.createSymbolicLink(folder.resolve("report.pdf"), folder.resolve("nowhere"));
      Scene.Outcome<Download.Kept> dangling = fetch(false);
      scene.offers("t2", INFO);
      assertEquals(TransferFailure.Kind.EXISTS, dangling.failed().kind());
      assertEquals("mine", Files.readString(elsewhere));
    } finally {
      Files.delete(elsewhere);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../x",
        "/etc/passwd",
        "..\\..\\x",
        "..",
        ".bashrc",
        "",
        "a\u001b[2Jb",
        "a\nb\u202egnp.exe",
        "-rf"
      })
  void hostileNamesStayInTheFolder(String name) throws Exception {
    Scene.Outcome<Download.Kept> kept = fetch(false);
    byte[] bytes = Scene.random(10);
    sendAll(Scene.info(name, bytes), bytes);
    Path path = kept.done().path();
    assertEquals(folder, path.toRealPath().getParent());
    String here = path.getFileName().toString();
    assertEquals(List.of(here), names());
    assertTrue(here.matches("[A-Za-z0-9_\\[][A-Za-z0-9_.\\[]*"), here);
  }

  @ParameterizedTest
  @CsvSource({"-1, ''", "5, ../../../etc/passwd", "5, not a digest"})
  void whatCanBeNoFileIsNotFetched(long size, String digest) throws Exception {
    FileInfo lie = new FileInfo("x", size, digest.isEmpty() ? INFO.sha256() : digest);
    Scene.Outcome<Download.Kept> kept = fetch(false);
    scene.offers("t1", lie);
    kept.failed();
    assertEquals(List.of(), names());
  }

  @Test
  void forWhatIsLargerThanTheDiskNothingIsBegun() throws Exception {
    Scene.Outcome<Download.Kept> endless = fetch(false);
    scene.offers("t1", new FileInfo("x", 1L << 52, INFO.sha256()));
    TransferFailure failure = endless.failed();
    assertTrue(failure.getMessage().contains("there is room for"), failure.getMessage());
    assertEquals(List.of(), names());
  }

  @Test
  void moreThanWasToldIsNotTaken() throws Exception {
    Scene.Outcome<Download.Kept> kept = fetch(false);
    sendAll(INFO, Arrays.copyOf(BYTES, BYTES.length + 5_000));
    kept.done();
    assertEquals(BYTES.length, Files.size(folder.resolve("report.pdf")));
  }

  @Test
  void anotherFileInTheMiddleIsNotMixedIn() throws Exception {
    Scene.Outcome<Download.Kept> kept = fetch(false);
    scene.offers("t1", INFO);
    Peer.Conversation first = scene.carries("t1", 0, INFO);
    first.bytes(Arrays.copyOf(BYTES, 1_000));
    first.end();
    scene.offers("t2", Scene.info("report.pdf", Scene.random(300_001)));
    assertEquals(TransferFailure.Kind.WRONG, kept.failed().kind());
  }

  @Test
  void aFileThatIsGoneSaysSo() throws Exception {
    Scene.Outcome<Download.Kept> kept = fetch(false);
    Request.Download asked = scene.chat.receive(Request.Download.class);
    assertEquals(48_340, asked.seq());
    scene.chat.send(
        new Reply.Refused(asked.id(), ErrorCode.NO_SUCH_FILE, "File not found: #48340.", null));
    TransferFailure failure = kept.failed();
    assertEquals(TransferFailure.Kind.REFUSED, failure.kind());
    assertEquals("File not found: #48340.", failure.getMessage());
  }

  @Test
  void deletedWhileItComesItSaysSoToo() throws Exception {
    Scene.Outcome<Download.Kept> kept = fetch(false);
    scene.offers("t1", INFO);
    Peer.Conversation line = scene.peer.accept();
    line.receive(Request.Transfer.class);
    line.send(new Reply.Refused(null, ErrorCode.NO_SUCH_FILE, "File not found.", null));
    assertEquals("File not found.", kept.failed().getMessage());
    assertEquals(List.of(), names());
  }

  @Test
  void aGreetingForPeopleIsPassedOver() throws Exception {
    Scene.Outcome<Download.Kept> kept = fetch(false);
    scene.offers("t1", INFO);
    Peer.Conversation line = scene.peer.accept();
    line.bytes("Enter your username: ".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    Request.Transfer asked = line.receive(Request.Transfer.class);
    line.send(new Reply.Carrying(asked.id(), 0, INFO));
    line.bytes(BYTES);
    kept.done();
    assertArrayEquals(BYTES, Files.readAllBytes(folder.resolve("report.pdf")));
  }

  @Test
  void anEmptyFileIsOne() throws Exception {
    Scene.Outcome<Download.Kept> kept = fetch(false);
    scene.offers("t1", Scene.info("empty", new byte[0]));
    kept.done();
    assertEquals(List.of("empty"), names());
  }

  @Test
  void aPipeGetsEachByteOnceThoughItWasCut() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Scene.Outcome<Download.Kept> kept =
        Scene.run(new Download(scene.route, 48_340, null, new PipeSink(out)));
    scene.offers("t1", INFO);
    Peer.Conversation first = scene.carries("t1", 0, INFO);
    first.bytes(Arrays.copyOf(BYTES, 65_537));
    first.end();
    scene.offers("t2", INFO);
    scene.carries("t2", 65_537, INFO).bytes(Arrays.copyOfRange(BYTES, 65_537, BYTES.length));
    assertNull(kept.done().path());
    assertArrayEquals(BYTES, out.toByteArray());
  }

  @Test
  void aPipeIsToldThatItGotWrongBytes() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Scene.Outcome<Download.Kept> kept =
        Scene.run(new Download(scene.route, 48_340, null, new PipeSink(out)));
    sendAll(INFO, new byte[BYTES.length]);
    assertEquals(TransferFailure.Kind.WRONG, kept.failed().kind());
  }

  @Test
  void oneProgramAtATimeFetchesIt() throws Exception {
    Scene.Outcome<Download.Kept> first = fetch(false);
    scene.offers("t1", INFO);
    Peer.Conversation line = scene.carries("t1", 0, INFO);
    line.bytes(Arrays.copyOf(BYTES, 1_000));
    Scene.Outcome<Download.Kept> second = fetch(false);
    scene.offers("t2", INFO);
    TransferFailure failure = second.failed();
    assertTrue(failure.getMessage().contains("being fetched already"), failure.getMessage());
    line.bytes(Arrays.copyOfRange(BYTES, 1_000, BYTES.length));
    first.done();
    assertEquals(List.of("report.pdf"), names());
  }
}
