package parley.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the network cuts and glues, the same records come out. */
class DecoderCutTest {
  @ParameterizedTest
  @EnumSource(names = {"FRAMED", "NDJSON"})
  void requestsSurviveEveryCut(Mode mode) {
    Property.holds(
        25,
        random -> {
          RandomMessages messages = new RandomMessages(random);
          List<Request> sent = new ArrayList<>();
          List<byte[]> records = new ArrayList<>();
          for (int i = random.nextInt(1, 6); i > 0; i--) {
            sent.add(messages.request());
            records.add(Json.bytes(sent.getLast()));
          }
          byte[] stream = stream(mode, records, random);
          survives(() -> Decoder.detecting(Limits.FRAME_BYTES), mode, stream, records, random);
          survives(() -> Decoder.of(mode, Limits.FRAME_BYTES), mode, stream, records, random);
          List<Request> got = new ArrayList<>();
          for (byte[] record : decode(Decoder.detecting(Limits.FRAME_BYTES), mode, stream)) {
            got.add(Json.request(record));
          }
          assertEquals(sent, got);
        });
  }

  /** A file's bytes hold what would be records, line ends and telnet's commands anywhere else. */
  @ParameterizedTest
  @EnumSource
  void whatComesBehindARecordIsTakenAsItIs(Mode mode) {
    Property.holds(
        50,
        random -> {
          byte[] record = "/transfer t7Kq2mXw9RbV4nYs".getBytes(UTF_8);
          if (mode != Mode.TEXT) {
            record = Json.bytes(new Request.Transfer("1", "t7Kq2mXw9RbV4nYs", 5L));
          }
          byte[] file = new byte[random.nextInt(0, 2_000)];
          random.nextBytes(file);
          ByteArrayOutputStream stream = new ByteArrayOutputStream();
          stream.writeBytes(mode == Mode.TEXT ? record : mode.frame(record));
          stream.writeBytes(mode == Mode.TEXT ? new byte[] {'\n'} : new byte[0]);
          stream.writeBytes(file);
          byte[] all = stream.toByteArray();
          Decoder decoder = Decoder.detecting(Limits.FRAME_BYTES);
          byte[] first = null;
          int at = 0;
          while (first == null) {
            int n = Math.min(all.length - at, 1 + random.nextInt(64));
            decoder.feed(all, at, n);
            at += n;
            first = decoder.next();
          }
          assertEquals(new String(record, UTF_8), new String(first, UTF_8));
          ByteArrayOutputStream behind = new ByteArrayOutputStream();
          behind.writeBytes(decoder.rest());
          behind.write(all, at, all.length - at);
          assertEquals(new String(file, ISO_8859_1), behind.toString(ISO_8859_1));
          assertEquals(0, decoder.rest().length, "it is taken once");
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"FRAMED", "NDJSON"})
  void serverMessagesSurviveEveryCutAndAGreeting(Mode mode) {
    Property.holds(
        25,
        random -> {
          RandomMessages messages = new RandomMessages(random);
          List<ServerMessage> sent = new ArrayList<>();
          List<byte[]> records = new ArrayList<>();
          for (int i = random.nextInt(1, 4); i > 0; i--) {
            sent.add(messages.serverMessage());
            records.add(Json.bytes(sent.getLast()));
          }
          ByteArrayOutputStream stream = new ByteArrayOutputStream();
          stream.writeBytes("Grüße!\r\nEnter your username: \r\n".getBytes(UTF_8));
          stream.writeBytes(stream(mode, records, random));
          survives(
              () -> Decoder.afterGreeting(mode, Limits.FRAME_BYTES),
              mode,
              stream.toByteArray(),
              records,
              random);
          List<ServerMessage> got = new ArrayList<>();
          for (byte[] record :
              decode(Decoder.afterGreeting(mode, Limits.FRAME_BYTES), mode, stream.toByteArray())) {
            Request asked = messages.answeredBy(sent.get(got.size()));
            got.add(Json.serverMessage(record, _ -> asked));
          }
          assertEquals(sent, got);
        });
  }

  @Test
  void typedLinesSurviveEveryCutAndTelnet() {
    Property.holds(
        100,
        random -> {
          List<byte[]> lines = new ArrayList<>();
          ByteArrayOutputStream stream = new ByteArrayOutputStream();
          for (int i = random.nextInt(1, 6); i > 0; i--) {
            String line = new RandomMessages(random).word();
            lines.add(line.getBytes(UTF_8));
            for (int c : line.codePoints().toArray()) {
              if (random.nextInt(6) == 0) {
                stream.writeBytes(telnet(random));
              }
              stream.writeBytes(Character.toString(c).getBytes(UTF_8));
            }
            stream.writeBytes((random.nextBoolean() ? "\r\n" : "\n").getBytes(UTF_8));
          }
          byte[] bytes = stream.toByteArray();
          if (bytes[0] != '{') {
            survives(() -> Decoder.detecting(1_000), Mode.TEXT, bytes, lines, random);
          }
          survives(() -> Decoder.of(Mode.TEXT, 1_000), Mode.TEXT, bytes, lines, random);
        });
  }

  /** Commands of RFC 854, some with a newline or a quote of 255 inside. */
  private static byte[] telnet(RandomGenerator random) {
    List<String> commands =
        List.of(
            "\u00ff\u00f1",
            "\u00ff\u00fb\u0001",
            "\u00ff\u00fd\n",
            "\u00ff\u00ff",
            "\u00ff\u00fa\u001f\u0000\n\u0000\n\u00ff\u00f0",
            "\u00ff\u00fa\u0018\u0000xterm\u00ff\u00ff\r\n\u00ff\u00f0");
    return commands.get(random.nextInt(commands.size())).getBytes(ISO_8859_1);
  }

  private static byte[] stream(Mode mode, List<byte[]> records, RandomGenerator random) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (byte[] record : records) {
      if (mode == Mode.NDJSON && random.nextInt(3) == 0) {
        stream.writeBytes(record);
        stream.writeBytes((random.nextBoolean() ? "\r\n" : "\n\r\n\n").getBytes(UTF_8));
      } else {
        stream.writeBytes(mode.frame(record));
      }
    }
    return stream.toByteArray();
  }

  /** Each single cut, byte by byte, all glued, and random cuts; read and fed. */
  private static void survives(
      Supplier<Decoder> decoder,
      Mode mode,
      byte[] stream,
      List<byte[]> records,
      RandomGenerator random)
      throws Exception {
    for (int cut = 0; cut <= stream.length; cut++) {
      same(records, decode(decoder.get(), mode, stream, cut, stream.length - cut));
    }
    int[] single = new int[stream.length];
    Arrays.fill(single, 1);
    same(records, decode(decoder.get(), mode, stream, single));
    same(records, decode(decoder.get(), mode, stream));
    for (int round = 0; round < 20; round++) {
      int most = random.nextInt(1, stream.length + 1);
      int[] pieces = random.ints(stream.length, 0, most + 1).toArray();
      same(records, decode(decoder.get(), mode, stream, pieces));
    }
  }

  private static void same(List<byte[]> expected, List<byte[]> actual) {
    assertEquals(texts(expected), texts(actual));
  }

  private static List<String> texts(List<byte[]> records) {
    return records.stream().map(record -> new String(record, ISO_8859_1)).toList();
  }

  /** The same pieces once fed and once read from a stream; what follows them comes in one. */
  private static List<byte[]> decode(Decoder reading, Mode mode, byte[] stream, int... pieces)
      throws Exception {
    List<byte[]> records = new ArrayList<>();
    Pieces in = new Pieces(stream, pieces);
    while (reading.fill(in) >= 0) {
      drain(reading, records);
    }
    assertEquals(mode, reading.mode());
    assertEquals(0, reading.pending());

    List<byte[]> fed = new ArrayList<>();
    Decoder feeding = Decoder.of(mode, Limits.FRAME_BYTES);
    if (stream.length > 0 && stream[0] == 'G') {
      feeding = Decoder.afterGreeting(mode, Limits.FRAME_BYTES);
    }
    int at = 0;
    for (int piece : pieces) {
      int length = Math.min(piece, stream.length - at);
      feeding.feed(stream, at, length);
      at += length;
      drain(feeding, fed);
    }
    feeding.feed(stream, at, stream.length - at);
    drain(feeding, fed);
    same(records, fed);
    return records;
  }

  private static void drain(Decoder decoder, List<byte[]> records) throws ProtocolException {
    for (byte[] record = decoder.next(); record != null; record = decoder.next()) {
      records.add(record);
    }
  }

  /** A stream whose reads bring what the network brought. */
  private static final class Pieces extends InputStream {
    private final byte[] bytes;
    private final int[] pieces;
    private int at;
    private int piece;
    private int left;

    Pieces(byte[] bytes, int... pieces) {
      this.bytes = bytes;
      this.pieces = pieces;
    }

    @Override
    public int read() throws IOException {
      throw new IOException("the decoder reads in bulk");
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      while (left == 0 && piece < pieces.length) {
        left = pieces[piece++];
      }
      int most = left == 0 ? bytes.length - at : Math.min(left, bytes.length - at);
      if (most == 0) {
        return -1;
      }
      int n = Math.min(most, length);
      System.arraycopy(bytes, at, target, offset, n);
      at += n;
      left = Math.max(0, left - n);
      return n;
    }
  }
}
