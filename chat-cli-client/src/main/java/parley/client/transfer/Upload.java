package parley.client.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parley.client.net.FileLine;
import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.FileNames;
import parley.protocol.Reply;
import parley.protocol.Request;

/** Sends a file to a room or to a person. Its nonce lets it be said once, however often asked. */
public final class Upload extends Transfer<Upload.Said> {
  /** How long an answer may take that explains why the server reads no further. */
  private static final long LAST_WORDS_MILLIS = 2_000;

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Where a file goes, and what is said with it.
   *
   * @param room null where it is for one person
   * @param to null where it is for a room
   * @param text null for nothing but its name
   */
  public record Address(String room, String to, String text) {}

  /**
   * A file was said.
   *
   * @param at null where the server did not tell
   */
  public record Said(FileInfo file, long seq, String at) {}

  /** As the file was when it was read first. */
  private record Version(long size, FileTime modified) {}

  private final Path file;
  private final Address address;
  private final String name;
  private final String nonce;
  private Version version;
  private FileInfo info;

  /** Whether all of it was sent once, so that it may be there though nobody said so. */
  private boolean allSent;

  /** Whether the server once found other bytes than those that were promised. */
  private boolean foundOther;

  /**
   * @throws parley.protocol.InvalidRequest where the address or the text breaks the rules
   */
  public Upload(Route route, Path file, Address address) {
    super(route, FileNames.safe(nameOf(file)));
    this.file = file;
    this.address = address;
    name = FileNames.safe(nameOf(file));
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    nonce = HexFormat.of().formatHex(random);
    request("check", new FileInfo(name, 0, "0".repeat(64)));
  }

  private static String nameOf(Path file) {
    Path last = file.getFileName();
    return last == null ? "" : last.toString();
  }

  private Request.Upload request(String id, FileInfo info) {
    return new Request.Upload(
        id,
        address.room(),
        address.to(),
        info.name(),
        info.size(),
        info.sha256(),
        address.text(),
        nonce);
  }

  /** Says it where there is no such file that could be sent; before anything is asked. */
  public static void check(Path file) throws Failure {
    String shown = Disk.shown(file);
    if (Files.isDirectory(file)) {
      throw new Failure(Failure.Kind.LOCAL, shown + " is a folder; send a file, or an archive.");
    }
    if (!Files.exists(file)) {
      throw new Failure(Failure.Kind.LOCAL, "There is no file " + shown + ".");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new Failure(Failure.Kind.LOCAL, shown + " is no file that can be read.");
    }
  }

  @Override
  void prepare() throws Failure, InterruptedException {
    check(file);
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      version = version();
      progress.of(name, version.size());
      progress.begin(Progress.Phase.READING, 0);
      Digest digest = new Digest();
      digest.read(in, version.size(), progress);
      info = new FileInfo(name, version.size(), digest.hex());
      progress.begin(Progress.Phase.WAITING, 0);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  Said attempt() throws Failure, NotNow, IOException, InterruptedException {
    Reply reply = route.questions().ask(id -> request(id, info));
    Reply.Ok ok = accepted(reply);
    if (ok.ticket() == null) {
      return said(ok);
    }
    long offset = ok.offset() == null ? 0 : ok.offset();
    if (offset < 0 || offset > info.size()) {
      throw new IOException("the server has more of the file than there is");
    }
    try (FileLine line = open(ok.ticket(), offset)) {
      carried(line.answer());
      CompletableFuture<Reply> last = new CompletableFuture<>();
      Thread.ofVirtual().name("answer").start(() -> await(line, last));
      return said(carried(sent(line, offset, last)));
    }
  }

  private static void await(FileLine line, CompletableFuture<Reply> last) {
    try {
      last.complete(line.answer());
    } catch (IOException e) {
      last.completeExceptionally(e);
    }
  }

  /** Sends all from an offset on, and waits for what the server says of it. */
  private Reply sent(FileLine line, long offset, CompletableFuture<Reply> last)
      throws Failure, NotNow, IOException, InterruptedException {
    try {
      send(line, offset, last);
      allSent |= !last.isDone();
      progress.phase(Progress.Phase.FINISHING);
      return wrongOnce(last.get());
    } catch (IOException broken) {
      try {
        return wrongOnce(last.get(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS));
      } catch (ExecutionException | TimeoutException unsaid) {
        throw broken;
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  private void send(FileLine line, long offset, CompletableFuture<Reply> last)
      throws Failure, IOException {
    byte[] piece = new byte[FileLine.PIECE];
    try (FileChannel in = opened(offset)) {
      progress.begin(Progress.Phase.MOVING, offset);
      long left = info.size() - offset;
      while (left > 0 && !last.isDone()) {
        int n = read(in, ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, left)));
        line.write(piece, n);
        left -= n;
        moved(n);
      }
    }
  }

  private FileChannel opened(long offset) throws Failure {
    try {
      if (!version().equals(version)) {
        throw changed();
      }
      return FileChannel.open(file, StandardOpenOption.READ).position(offset);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private int read(FileChannel in, ByteBuffer piece) throws Failure {
    try {
      int n = in.read(piece);
      if (n < 0) {
        throw changed();
      }
      return n;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Bytes that a crash spoiled on the server are sent anew; where they are wrong again, it ends.
   */
  private Reply wrongOnce(Reply reply) throws Failure, NotNow {
    if (!(reply instanceof Reply.Refused refused) || refused.code() != ErrorCode.BAD_DIGEST) {
      return reply;
    }
    checkUnchanged();
    if (foundOther) {
      throw new Failure(
          Failure.Kind.WRONG, "The server found other bytes than those that were sent.");
    }
    foundOther = true;
    throw new NotNow("The server found other bytes than those that were sent.", Duration.ZERO);
  }

  private void checkUnchanged() throws Failure {
    try {
      if (!version().equals(version)) {
        throw changed();
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Version version() throws IOException {
    return new Version(Files.size(file), Files.getLastModifiedTime(file));
  }

  private Failure changed() {
    return new Failure(
        Failure.Kind.LOCAL, Disk.shown(file) + " changed while it was sent; send it again.");
  }

  private Failure unreadable(IOException e) {
    return failed("Cannot read " + Disk.shown(file) + ": " + Disk.why(e) + ".", e);
  }

  private Said said(Reply.Ok ok) throws IOException {
    if (ok.seq() == null) {
      throw new IOException("the server did not say which message tells of the file");
    }
    return new Said(info, ok.seq(), ok.at());
  }

  @Override
  Failure.Kind inVain() {
    return allSent ? Failure.Kind.UNCONFIRMED : Failure.Kind.UNREACHABLE;
  }
}
