package parley.client.transfer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Peer;
import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.protocol.Request;

/** A file that is sent, and the other end of its sockets. */
class UploadTest {
  private static final byte[] BYTES = Scene.random(300_000);

  @TempDir Path folder;

  private Scene scene;
  private Path file;
  private FileInfo info;

  @BeforeEach
  void prepare() throws Exception {
    file = Files.write(folder.resolve("report.pdf"), BYTES);
    info = Scene.info("report.pdf", BYTES);
    scene = new Scene();
  }

  @AfterEach
  void end() throws Exception {
    scene.close();
  }

  private Upload upload() {
    return new Upload(scene.route, file, new Upload.Address("lobby", null, "Look."));
  }

  @Test
  void aFileIsSentWhole() throws Exception {
    Scene.Outcome<Upload.Said> sent = Scene.run(upload());
    Request.Upload asked = scene.expects("t1", 0);
    assertEquals("lobby", asked.room());
    assertEquals("Look.", asked.text());
    assertEquals(info, new FileInfo(asked.name(), asked.size(), asked.sha256()));
    Peer.Conversation line = scene.carries("t1", 0, null);
    assertArrayEquals(BYTES, line.take(BYTES.length));
    line.send(new Reply.Sent(null, 101, Scene.AT, false));
    assertEquals(new Upload.Said(info, 101, Scene.AT), sent.done());
  }

  @Test
  void afterACutItGoesOnWhereTheServerIs() throws Exception {
    Scene.Outcome<Upload.Said> sent = Scene.run(upload());
    Request.Upload asked = scene.expects("t1", 0);
    Peer.Conversation first = scene.carries("t1", 0, null);
    first.take(100_000);
    first.cut();
    Request.Upload again = scene.expects("t2", 70_000);
    assertEquals(asked.nonce(), again.nonce(), "one nonce, so that it is said once");
    Peer.Conversation second = scene.carries("t2", 70_000, null);
    assertArrayEquals(
        Arrays.copyOfRange(BYTES, 70_000, BYTES.length), second.take(BYTES.length - 70_000));
    second.send(new Reply.Sent(null, 102, Scene.AT, false));
    assertEquals(102, sent.done().seq());
  }

  @Test
  void whatWasSaidMeanwhileIsNotSentAgain() throws Exception {
    Scene.Outcome<Upload.Said> sent = Scene.run(upload());
    scene.expects("t1", 0);
    Peer.Conversation first = scene.carries("t1", 0, null);
    first.take(BYTES.length);
    // The server goes away between the last byte and its answer, for both connections.
    scene.chat.cut();
    first.cut();
    scene.chat = scene.peer.accept();
    scene.chat.welcome("g7", "s1", "log", 101);
    Request.Upload again = scene.chat.receive(Request.Upload.class);
    scene.chat.send(new Reply.Sent(again.id(), 101, Scene.AT, true));
    assertEquals(101, sent.done().seq());
  }

  @Test
  void aRefusalIsToldAlsoInTheMiddle() throws Exception {
    Scene.Outcome<Upload.Said> refused = Scene.run(upload());
    Request.Upload asked = scene.chat.receive(Request.Upload.class);
    scene.chat.send(
        new Reply.Refused(asked.id(), ErrorCode.LIMIT_REACHED, "At most \u001b[1m1 KiB.", null));
    TransferFailure failure = refused.failed();
    assertEquals(TransferFailure.Kind.REFUSED, failure.kind());
    assertEquals("At most \\x1b[1m1 KiB.", failure.getMessage());

    Scene.Outcome<Upload.Said> full = Scene.run(upload());
    scene.expects("t1", 0);
    Peer.Conversation line = scene.carries("t1", 0, null);
    line.take(65_536);
    line.send(new Reply.Refused(null, ErrorCode.STORAGE, "The disk is full.", null));
    TransferFailure storage = full.failed();
    assertEquals("The disk is full.", storage.getMessage());
    assertEquals(TransferFailure.Kind.REFUSED, storage.kind());
  }

  @Test
  void whatMayGoThroughLaterIsAskedAgain() throws Exception {
    Scene.Outcome<Upload.Said> sent = Scene.run(upload());
    Request.Upload asked = scene.chat.receive(Request.Upload.class);
    scene.chat.send(new Reply.Refused(asked.id(), ErrorCode.LIMIT_REACHED, "Too many.", 1));
    scene.expects("t1", 0);
    Peer.Conversation used = scene.peer.accept();
    used.receive(Request.Transfer.class);
    used.send(new Reply.Refused(null, ErrorCode.BAD_TICKET, "It was used.", null));
    scene.expects("t2", 0);
    Peer.Conversation line = scene.carries("t2", 0, null);
    line.take(BYTES.length);
    line.send(new Reply.Sent(null, 103, Scene.AT, false));
    assertEquals(103, sent.done().seq());
  }

  @Test
  void bytesThatTheServerFindsWrongAreSentOnceMore() throws Exception {
    Scene.Outcome<Upload.Said> sent = Scene.run(upload());
    for (String ticket : new String[] {"t1", "t2"}) {
      scene.expects(ticket, 0);
      Peer.Conversation line = scene.carries(ticket, 0, null);
      line.take(BYTES.length);
      line.send(new Reply.Refused(null, ErrorCode.BAD_DIGEST, "Other bytes.", null));
    }
    assertEquals(TransferFailure.Kind.WRONG, sent.failed().kind());
  }

  @Test
  void aFileThatChangesIsNotSent() throws Exception {
    Scene.Outcome<Upload.Said> sent = Scene.run(upload());
    scene.expects("t1", 0);
    Peer.Conversation first = scene.carries("t1", 0, null);
    first.take(65_536);
    first.cut();
    // While it asks how to go on, and so reads nothing.
    scene.expects("t2", 65_536, () -> Files.write(file, Scene.random(200_000)));
    scene.carries("t2", 65_536, null);
    TransferFailure failure = sent.failed();
    assertEquals(TransferFailure.Kind.LOCAL, failure.kind());
    assertTrue(failure.getMessage().contains("changed while it was sent"), failure.getMessage());
  }

  @Test
  void anEmptyFileIsOne() throws Exception {
    Files.write(file, new byte[0]);
    Scene.Outcome<Upload.Said> sent = Scene.run(upload());
    assertEquals(0, scene.expects("t1", 0).size());
    scene.carries("t1", 0, null).send(new Reply.Sent(null, 104, Scene.AT, false));
    assertEquals(104, sent.done().seq());
  }

  @Test
  void whatIsNoFileIsNotSent() throws Exception {
    file = folder;
    assertEquals(TransferFailure.Kind.LOCAL, Scene.run(upload()).failed().kind());
    file = folder.resolve("nothing");
    assertTrue(Scene.run(upload()).failed().getMessage().startsWith("There is no file "));
  }

  @Test
  void whoGivesItUpEndsItAtOnce() throws Exception {
    Upload upload = upload();
    Scene.Outcome<Upload.Said> sent = Scene.run(upload);
    scene.expects("t1", 0);
    Peer.Conversation line = scene.carries("t1", 0, null);
    line.take(100);
    await().until(() -> upload.progress().glance().phase() == Progress.Phase.FINISHING);
    upload.cancel();
    assertEquals(TransferFailure.Kind.CANCELLED, sent.failed().kind());
  }

  @Test
  void whatNobodyConfirmsIsSaidToBeUnconfirmed() throws Exception {
    scene.close();
    scene = new Scene(Duration.ofMillis(100));
    Scene.Outcome<Upload.Said> sent = Scene.run(upload());
    scene.expects("t1", 0);
    Peer.Conversation line = scene.carries("t1", 0, null);
    line.take(BYTES.length);
    line.cut();
    assertEquals(TransferFailure.Kind.UNCONFIRMED, sent.failed().kind());
  }
}
