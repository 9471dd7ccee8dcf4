package parley.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicLong;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Reply;
import parley.protocol.Request;

/** One person's files, each on a connection of its own. For one thread. */
final class Carrier implements AutoCloseable {
  private static final String ROOM = "files";

  private final InetSocketAddress address;
  private final boolean tls;
  private final Control control;

  /** Bytes carried so far; any thread may look. */
  final AtomicLong carried = new AtomicLong();

  private Carrier(InetSocketAddress address, boolean tls, Control control) {
    this.address = address;
    this.tls = tls;
    this.control = control;
  }

  static Carrier open(InetSocketAddress address, boolean tls)
      throws IOException, GeneralSecurityException {
    Carrier carrier = new Carrier(address, tls, Control.open(address, tls, null));
    carrier.control.ok(Reply.Joined.class, id -> new Request.Join(id, ROOM));
    return carrier;
  }

  /**
   * Sends a file to the room.
   *
   * @return the message's number
   */
  long upload(Freight freight, String name) throws IOException, GeneralSecurityException {
    Reply.Ticket asked =
        control.ok(
            Reply.Ticket.class,
            id ->
                new Request.Upload(
                    id, ROOM, null, name, freight.size(), freight.sha256(), null, null));
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      Request.Transfer transfer = new Request.Transfer(null, asked.ticket(), 0L);
      out.write(Mode.NDJSON.frame(Json.bytes(transfer)));
      for (long at = 0; at < freight.size(); at += Freight.PIECE) {
        out.write(freight.piece());
        carried.addAndGet(Freight.PIECE);
      }
      answer(Reply.Carrying.class, transfer, socket.getInputStream());
      return answer(Reply.Sent.class, transfer, socket.getInputStream()).seq();
    }
  }

  /** Fetches a message's file and throws it away. */
  void download(long seq, long size) throws IOException, GeneralSecurityException {
    Reply.Ticket asked = control.ok(Reply.Ticket.class, id -> new Request.Download(id, seq));
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      Request.Transfer transfer = new Request.Transfer(null, asked.ticket(), 0L);
      out.write(Mode.NDJSON.frame(Json.bytes(transfer)));
      InputStream in = socket.getInputStream();
      answer(Reply.Carrying.class, transfer, in);
      byte[] piece = new byte[Freight.PIECE];
      long left = size;
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        carried.addAndGet(n);
        left -= n;
      }
      if (left != 0) {
        throw new Failure(left + " bytes of a file did not come.");
      }
    }
  }

  private Socket connect() throws IOException, GeneralSecurityException {
    Socket socket = tls ? Identity.trustingAll().getSocketFactory().createSocket() : new Socket();
    socket.connect(address);
    return socket;
  }

  /**
   * Byte by byte, because the file's own come right behind. A client that was slow to begin was
   * greeted in text first, which is passed over.
   */
  private static <T extends Reply.Ok> T answer(
      Class<T> type, Request.Transfer transfer, InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n' || line.size() == 0; b = in.read()) {
      if (b < 0) {
        throw new Failure("The server closed the connection of a file without an answer.");
      }
      if (b == '{' || line.size() > 0) {
        line.write(b);
      }
    }
    try {
      return switch (Json.serverMessage(line.toByteArray(), _ -> transfer)) {
        case Reply.Ok ok when type.isInstance(ok) -> type.cast(ok);
        case Reply.Refused refused -> throw new Failure("Refused: " + refused.message());
        default -> throw new Failure("No answer to a transfer.");
      };
    } catch (ProtocolException e) {
      throw new Failure("The server sent what is no message: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    control.close();
  }
}
