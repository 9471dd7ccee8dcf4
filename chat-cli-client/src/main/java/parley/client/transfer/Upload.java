package parley.client.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parley.client.net.FileConnection;
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
   * @param toId who {@code to} is, null where that is not known
   * @param text null for nothing but its name
   * @param passing true where its sender need not be a member of the room, else null
   */
  public record Address(String room, String to, String toId, String text, Boolean passing) {
    public Address(String room, String to, String toId, String text) {
      this(room, to, toId, text, null);
    }

    public Address(String room, String to, String text) {
      this(room, to, null, text);
    }
  }

  /** A file was said. */
  public record Said(FileInfo file, long seq, String at) {}

  private final Path file;
  private final Address address;
  private final String name;
  private final String nonce;

  /** Null until it is opened, for as long as this runs. */
  private SourceFile source;

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
        nonce,
        address.toId(),
        address.passing());
  }

  /** Says it where there is no such file that could be sent; before anything is asked. */
  public static void check(Path file) throws TransferFailure {
    String shown = DiskFaults.shown(file);
    if (Files.isDirectory(file)) {
      throw new TransferFailure(
          TransferFailure.Kind.LOCAL, shown + " is a folder; send a file, or an archive.");
    }
    if (!Files.exists(file)) {
      throw new TransferFailure(TransferFailure.Kind.LOCAL, "There is no file " + shown + ".");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new TransferFailure(
          TransferFailure.Kind.LOCAL, shown + " is no file that can be read.");
    }
  }

  @Override
  public Said run() throws TransferFailure {
    try {
      return super.run();
    } finally {
      close();
    }
  }

  private void close() {
    try {
      if (source != null) {
        source.close();
      }
    } catch (IOException e) {
      // It was only read.
    }
  }

  @Override
  void prepare() throws TransferFailure, InterruptedException {
    check(file);
    try {
      source = SourceFile.open(file);
      progress.of(name, source.size());
      progress.begin(Progress.Phase.READING, 0);
      info = new FileInfo(name, source.size(), digest());
      progress.begin(Progress.Phase.WAITING, 0);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private String digest() throws TransferFailure, InterruptedException {
    FileDigest digest = new FileDigest();
    byte[] piece = new byte[FileConnection.PIECE];
    for (long at = 0; at < source.size(); ) {
      int n = read(at, piece);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      digest.add(piece, n);
      progress.moved(n);
      at += n;
    }
    return digest.hex();
  }

  @Override
  Said attempt() throws TransferFailure, NotNow, IOException, InterruptedException {
    Reply reply = route.questions().ask(id -> request(id, info));
    if (reply instanceof Reply.Sent before) {
      return said(before);
    }
    Reply.Ticket ticket = accepted(Reply.Ticket.class, reply);
    long offset = ticket.offset() == null ? 0 : ticket.offset();
    if (offset < 0 || offset > info.size()) {
      throw new IOException("the server has more of the file than there is");
    }
    try (FileConnection line = open(ticket.ticket(), offset)) {
      carried(Reply.Carrying.class, line.answer());
      CompletableFuture<Reply> last = new CompletableFuture<>();
      Thread.ofVirtual().name("answer").start(() -> await(line, last));
      return said(carried(Reply.Sent.class, sent(line, offset, last)));
    }
  }

  private static void await(FileConnection line, CompletableFuture<Reply> last) {
    try {
      last.complete(line.answer());
    } catch (IOException e) {
      last.completeExceptionally(e);
    }
  }

  /** Sends all from an offset on, and waits for what the server says of it. */
  private Reply sent(FileConnection line, long offset, CompletableFuture<Reply> last)
      throws TransferFailure, NotNow, IOException, InterruptedException {
    try {
      boolean whole = send(line, offset, last);
      // A line that broke behind the last byte says nothing of it, an answer does.
      allSent |= whole && (!last.isDone() || last.isCompletedExceptionally());
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

  /**
   * @return whether all of it was sent: an answer before the end ends it
   */
  private boolean send(FileConnection line, long offset, CompletableFuture<Reply> last)
      throws TransferFailure, IOException {
    byte[] piece = new byte[FileConnection.PIECE];
    checkWhole();
    progress.begin(Progress.Phase.MOVING, offset);
    long at = offset;
    while (at < source.size() && !last.isDone()) {
      int n = read(at, piece);
      line.write(piece, n);
      at += n;
      moved(n);
    }
    return at == source.size();
  }

  private void checkWhole() throws TransferFailure {
    try {
      if (source.isShorter()) {
        throw changed();
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private int read(long from, byte[] piece) throws TransferFailure {
    try {
      int n = source.read(from, piece);
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
  private Reply wrongOnce(Reply reply) throws TransferFailure, NotNow {
    if (!(reply instanceof Reply.Refused refused) || refused.code() != ErrorCode.BAD_DIGEST) {
      return reply;
    }
    checkUnchanged();
    if (foundOther) {
      throw new TransferFailure(
          TransferFailure.Kind.WRONG, "The server found other bytes than those that were sent.");
    }
    foundOther = true;
    throw new NotNow("The server found other bytes than those that were sent.", Duration.ZERO);
  }

  private void checkUnchanged() throws TransferFailure {
    try {
      if (source.isChanged()) {
        throw changed();
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private TransferFailure changed() {
    return new TransferFailure(
        TransferFailure.Kind.LOCAL,
        DiskFaults.shown(file) + " changed while it was sent; send it again.");
  }

  private TransferFailure unreadable(IOException e) {
    return failed("Cannot read " + DiskFaults.shown(file) + ": " + DiskFaults.why(e) + ".", e);
  }

  private Said said(Reply.Sent ok) {
    return new Said(info, ok.seq(), ok.at());
  }

  @Override
  TransferFailure.Kind inVain() {
    return allSent ? TransferFailure.Kind.UNCONFIRMED : TransferFailure.Kind.UNREACHABLE;
  }
}
