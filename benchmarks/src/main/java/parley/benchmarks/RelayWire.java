package parley.benchmarks;

import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Mode;

/**
 * The bare relay's: frames, as the server would deliver them, go in and come out. Its first frame
 * says that the receiver is known.
 */
final class RelayWire implements Wire {
  static final byte[] READY = Mode.FRAMED.frame(ParleyWire.ascii("{\"type\":\"ready\"}"));

  private final String room;

  RelayWire(String room) {
    this.room = room;
  }

  /** An event with the fields, and so about the size, of those that a server delivers. */
  static byte[] event(String room, Text text) {
    return Json.bytes(
        new Event.Message(
            100_000,
            new Addressee.Room(room),
            new Author("g1000", "m100-abcde"),
            Content.of(text.example()),
            "2026-11-21T09:30:00.123Z"));
  }

  @Override
  public byte[] opening(int member) {
    return new byte[0];
  }

  @Override
  public byte[] closing() {
    return null;
  }

  @Override
  public byte[] message(Text text) {
    return Mode.FRAMED.frame(event(room, text));
  }

  @Override
  public boolean ordersAll() {
    return false;
  }

  @Override
  public int take(byte[] bytes, int from, int to, Member member) {
    int at = from;
    while (to - at >= Frames.HEADER) {
      int length = Frames.length(bytes, at);
      if (to - at - Frames.HEADER < length) {
        break;
      }
      at += Frames.HEADER;
      if (!member.delivery(bytes, at, at + length)) {
        member.joined();
      }
      at += length;
    }
    return at;
  }
}
