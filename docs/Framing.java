import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import parley.protocol.Decoder;
import parley.protocol.Mode;

/**
 * The example of framing.md: three messages over a real socket, read without and with a decoder.
 */
public class Framing {
  /** Reads what there is, once. */
  interface Reader {
    List<String> read(InputStream in) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    System.out.println("Without a decoder, one read is taken for one message:");
    receive(Framing::asItComes);
    System.out.println("With a decoder:");
    Decoder decoder = Decoder.of(Mode.FRAMED, 65536);
    receive(in -> decoded(decoder, in));
  }

  /** What looks right on a desk, where a message is small and nobody else sends. */
  static List<String> asItComes(InputStream in) throws IOException {
    byte[] chunk = new byte[8192];
    int n = in.read(chunk);
    return n < 0 ? List.of() : List.of(new String(chunk, 4, n - 4, StandardCharsets.UTF_8));
  }

  /** The decoder keeps what is not whole yet, and gives out no more and no less than messages. */
  static List<String> decoded(Decoder decoder, InputStream in) throws Exception {
    decoder.fill(in);
    List<String> messages = new ArrayList<>();
    for (byte[] record = decoder.next(); record != null; record = decoder.next()) {
      messages.add(new String(record, StandardCharsets.UTF_8));
    }
    return messages;
  }

  /** A socket with a sender at its other end, which waits until each chunk was read. */
  static void receive(Reader reader) throws Exception {
    byte[] first = frame("{\"text\":\"one\"}");
    byte[] second = frame("{\"text\":\"two\"}");
    byte[] third = frame("{\"text\":\"three\"}");
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.write(first);
    two.write(second);
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket sender = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket receiver = listener.accept()) {
      sender.setTcpNoDelay(true);
      OutputStream out = sender.getOutputStream();
      // Two messages in one chunk, as they come where both were written before one was read.
      out.write(two.toByteArray());
      print(reader.read(receiver.getInputStream()));
      // One message in two chunks, as it comes where the network cuts it.
      out.write(third, 0, 12);
      print(reader.read(receiver.getInputStream()));
      out.write(third, 12, third.length - 12);
      print(reader.read(receiver.getInputStream()));
    }
  }

  static void print(List<String> messages) {
    System.out.println(
        "  one read: " + (messages.isEmpty() ? "no message yet" : messages.size() + " message(s)"));
    for (String message : messages) {
      System.out.println("    " + message.replace("\0", "\\0").replaceAll("[\\x01-\\x1f]", "?"));
    }
  }

  /** Four bytes of length, then the JSON. */
  static byte[] frame(String json) {
    return Mode.FRAMED.frame(json.getBytes(StandardCharsets.UTF_8));
  }
}
