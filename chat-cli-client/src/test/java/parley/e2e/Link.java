package parley.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import parley.protocol.Decoder;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/** One framed connection; nothing is mended here. */
final class Link implements AutoCloseable {
  private final Socket socket;
  private final Decoder decoder = Decoder.afterGreeting(Mode.FRAMED, Limits.FRAME_BYTES_MAX);

  /**
   * @param receiveBuffer bytes that the kernel may take for a reader that is slow, 0 for its own
   *     measure
   */
  Link(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    try {
      socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  void send(Request request) throws IOException {
    socket.getOutputStream().write(Mode.FRAMED.frame(Json.bytes(request)));
  }

  /** The next message; an end of the stream is an {@link IOException} here. */
  ServerMessage receive() throws IOException {
    try {
      while (true) {
        byte[] record = decoder.next();
        if (record != null) {
          return Json.serverMessage(record);
        }
        if (decoder.fill(socket.getInputStream()) < 0) {
          throw new IOException("the server closed the connection");
        }
      }
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
