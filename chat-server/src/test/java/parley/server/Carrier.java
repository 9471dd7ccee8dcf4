package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.testkit.Client;

/**
 * A connection that carries a file, in any mode over a real socket; a test moves it byte by byte,
 * and it reads no byte too many, as {@link parley.testkit.Client} would with its buffer.
 */
final class Carrier implements AutoCloseable {
  private static final String GREETING = "Enter your username: ";

  /** What all answers here are to. */
  private static final Request TRANSFER = new Request.Transfer("t", "ticket", null);

  final Socket socket;
  private final Mode mode;
  private final DataInputStream in;

  Carrier(Socket socket, Mode mode) throws IOException {
    this.socket = socket;
    this.mode = mode;
    this.in = new DataInputStream(socket.getInputStream());
    socket.setSoTimeout(Client.PATIENCE_MILLIS);
  }

  /** Connects without TLS, and shows a ticket. */
  static Carrier with(InetSocketAddress at, Mode mode, String ticket, long offset)
      throws IOException {
    Carrier carrier = new Carrier(new Socket(at.getAddress(), at.getPort()), mode);
    carrier.show(ticket, offset);
    return carrier;
  }

  /** As the other, by frames from the file's beginning. */
  static Carrier with(InetSocketAddress at, String ticket) throws IOException {
    return with(at, Mode.FRAMED, ticket, 0);
  }

  void show(String ticket, long offset) throws IOException {
    Long from = offset == 0 ? null : Long.valueOf(offset);
    byte[] line =
        ("/transfer " + ticket + (offset == 0 ? "" : " " + offset) + "\n").getBytes(UTF_8);
    send(
        mode == Mode.TEXT ? line : mode.frame(Json.bytes(new Request.Transfer("t", ticket, from))));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void send(byte[] bytes, int from, int count) throws IOException {
    socket.getOutputStream().write(bytes, from, count);
  }

  /** The bytes may come, or follow: how many, where the whole file has so many. */
  long begins(long size) throws IOException {
    if (mode == Mode.TEXT) {
      String line = line();
      assertTrue(line.startsWith("OK "), line);
      return Long.parseLong(line.substring(3));
    }
    return message() instanceof Reply.Carrying ok ? size - ok.offset() : fail("no transfer began");
  }

  /** The message of the file was said: its number. */
  long said() throws IOException {
    if (mode == Mode.TEXT) {
      String line = line();
      assertTrue(line.startsWith("OK message "), line);
      return Long.parseLong(line.substring("OK message ".length()));
    }
    ServerMessage message = message();
    return message instanceof Reply.Sent ok ? ok.seq() : fail("not said: " + message);
  }

  /** The code of an error; in text its sentence. */
  String refused() throws IOException {
    if (mode == Mode.TEXT) {
      String line = line();
      assertTrue(line.startsWith("ERROR: "), line);
      return line.substring("ERROR: ".length());
    }
    ServerMessage message = message();
    if (message instanceof Reply.Refused refused) {
      assertEquals("t", refused.re());
      return refused.code().wire();
    }
    return fail("not refused: " + message);
  }

  /** The reason of a goodbye; in text its sentence. */
  String bye() throws IOException {
    return mode == Mode.TEXT ? line() : ((Event.Bye) message()).reason();
  }

  private ServerMessage message() throws IOException {
    try {
      if (mode == Mode.NDJSON) {
        String line = line();
        return Json.serverMessage((line.isEmpty() ? line() : line).getBytes(UTF_8), _ -> TRANSFER);
      }
      int first = in.readUnsignedByte();
      while (first != 0) {
        // A greeting that came before the frame did.
        first = in.readUnsignedByte();
      }
      byte[] length = new byte[4];
      in.readFully(length, 1, 3);
      byte[] json = new byte[ByteBuffer.wrap(length).getInt()];
      in.readFully(json);
      return Json.serverMessage(json, _ -> TRANSFER);
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  /** A line without its end, and without the greeting that a busy server may give. */
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended after: " + line.toString(UTF_8));
      }
      line.write(b);
    }
    return line.toString(UTF_8).replaceFirst("\r$", "").replace(GREETING, "");
  }

  byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return bytes;
  }

  /** Everything to the end of the connection. */
  byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  /** As a network does it: without a word. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
