package parley.server.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import parley.protocol.Json;
import tools.jackson.core.JacksonException;

/** What travels over the admin socket: one line of JSON each way. */
final class AdminExchange {
  private static final int REQUEST_BYTES = 65_536;
  private static final int RESPONSE_BYTES = 16 << 20;

  /** A line as typed, or the words of a command. */
  record Request(String line, List<String> args) {}

  record Response(int exit, String text) {}

  private AdminExchange() {}

  static Request readRequest(SocketChannel channel) throws IOException {
    return read(channel, REQUEST_BYTES, Request.class);
  }

  static Response readResponse(SocketChannel channel) throws IOException {
    return read(channel, RESPONSE_BYTES, Response.class);
  }

  static void write(SocketChannel channel, Record message) throws IOException {
    ByteBuffer line = ByteBuffer.wrap(Json.line(message));
    while (line.hasRemaining()) {
      channel.write(line);
    }
  }

  private static <T> T read(SocketChannel channel, int most, Class<T> type) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer part = ByteBuffer.allocate(8_192);
    while (true) {
      part.clear();
      int read = channel.read(part);
      if (read < 0) {
        throw new IOException("the other side ended before its line did");
      }
      boolean complete = read > 0 && part.get(read - 1) == '\n';
      line.write(part.array(), 0, read);
      if (line.size() > most) {
        throw new IOException("a line of more than " + most + " bytes");
      }
      if (complete) {
        return parse(line.toByteArray(), type);
      }
    }
  }

  private static <T> T parse(byte[] line, Class<T> type) throws IOException {
    try {
      T message = Json.MAPPER.readValue(line, type);
      if (message == null) {
        throw new IOException("a line that says nothing");
      }
      return message;
    } catch (JacksonException e) {
      throw new IOException("a line that is no such message", e);
    }
  }
}
