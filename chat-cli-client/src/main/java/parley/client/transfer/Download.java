package parley.client.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import parley.client.net.FileConnection;
import parley.protocol.FileInfo;
import parley.protocol.FileNames;
import parley.protocol.Reply;
import parley.protocol.Request;

/** Fetches the file of a message. It is kept only where it has the digest that was told. */
public final class Download extends Transfer<Download.Kept> {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * A file is here.
   *
   * @param file with a name that is safe
   * @param path null where it went into a pipe
   */
  public record Kept(FileInfo file, Path path) {}

  private final long seq;
  private final Sink sink;
  private final FileDigest digest = new FileDigest();

  /** Null until the server told of it. */
  private FileInfo info;

  private long here;

  /** Whether some of it came by an earlier attempt, of which nobody knows whether it was right. */
  private boolean resumed;

  /**
   * @param seq the message's
   * @param name of the file as far as it is known, to be shown
   * @throws parley.protocol.InvalidRequest where there can be no such message
   */
  public Download(Route route, long seq, String name, Sink sink) {
    super(route, name);
    this.seq = new Request.Download("check", seq).seq();
    this.sink = sink;
  }

  @Override
  void prepare() {
    // All depends on what the server tells.
  }

  @Override
  public Kept run() throws TransferFailure {
    try (sink) {
      return super.run();
    } catch (IOException e) {
      throw failed("Cannot close the file: " + DiskFaults.why(e) + ".", e);
    }
  }

  @Override
  Kept attempt() throws TransferFailure, NotNow, IOException, InterruptedException {
    Reply reply = route.questions().ask(id -> new Request.Download(id, seq));
    Reply.Ticket ticket = accepted(Reply.Ticket.class, reply);
    if (ticket.file() == null) {
      throw new IOException("the server named no file");
    }
    if (info == null) {
      begin(checked(ticket.file()));
    } else if (!isSame(ticket.file())) {
      throw new TransferFailure(
          TransferFailure.Kind.WRONG, "The server now tells of another file.");
    }
    if (here < info.size()) {
      try (FileConnection line = open(ticket.ticket(), here)) {
        receive(line);
      }
    }
    progress.phase(Progress.Phase.FINISHING);
    return kept();
  }

  /** What a server tells is not believed: a name is made safe, a digest must be one. */
  private static FileInfo checked(FileInfo told) throws TransferFailure {
    if (told.size() < 0 || !SHA256.matcher(told.sha256()).matches()) {
      throw new TransferFailure(
          TransferFailure.Kind.WRONG, "The server tells of a file that can't be one.");
    }
    return new FileInfo(FileNames.safe(told.name()), told.size(), told.sha256());
  }

  private boolean isSame(FileInfo told) {
    return told.size() == info.size() && told.sha256().equals(info.sha256());
  }

  private void begin(FileInfo file) throws TransferFailure, InterruptedException {
    progress.of(file.name(), file.size());
    progress.begin(Progress.Phase.READING, 0);
    try {
      here = sink.begin(file, digest, progress);
      info = file;
      resumed = here > 0;
    } catch (IOException e) {
      throw failed("Cannot write " + file.name() + ": " + DiskFaults.why(e) + ".", e);
    }
  }

  private void receive(FileConnection line) throws TransferFailure, NotNow, IOException {
    Reply.Carrying begun = carried(Reply.Carrying.class, line.answer());
    if (begun.offset() != here || (begun.file() != null && !isSame(begun.file()))) {
      throw new TransferFailure(
          TransferFailure.Kind.WRONG, "The server sends something else than was asked for.");
    }
    progress.begin(Progress.Phase.MOVING, here);
    byte[] piece = new byte[FileConnection.PIECE];
    while (here < info.size()) {
      int n = line.read(piece, (int) Math.min(piece.length, info.size() - here));
      if (n < 0) {
        throw new IOException("it ended before the file did");
      }
      write(piece, n);
      digest.add(piece, n);
      here += n;
      moved(n);
    }
  }

  private void write(byte[] piece, int length) throws TransferFailure {
    try {
      sink.write(piece, length);
    } catch (IOException e) {
      throw failed("Cannot write " + info.name() + ": " + DiskFaults.why(e) + ".", e);
    }
  }

  private Kept kept() throws TransferFailure, NotNow {
    try {
      if (digest.hex().equals(info.sha256())) {
        return new Kept(info, sink.keep());
      }
      here = 0;
      boolean anew = sink.discard() && resumed;
      resumed = false;
      if (anew) {
        throw new NotNow("What was here from before is not of this file.", Duration.ZERO);
      }
      throw new TransferFailure(
          TransferFailure.Kind.WRONG,
          "What came for "
              + info.name()
              + " does not have the digest that it was sent with; it is not kept.");
    } catch (IOException e) {
      throw failed("Cannot keep " + info.name() + ": " + DiskFaults.why(e) + ".", e);
    }
  }

  @Override
  TransferFailure.Kind inVain() {
    return TransferFailure.Kind.UNREACHABLE;
  }
}
