package parley.benchmarks.harm;

import java.util.function.Consumer;

/** The attacks that are a load, in the order of their numbers in {@code docs/security.md}. */
@SuppressWarnings("ImmutableEnumChecker") // what it does holds no state
enum Attack {
  A1("A1", "a line of 65,000 carriage returns", true, Lines::returns),
  A2_TYPED("A2", "/upload with 60,000 blanks", true, Lines::blanks),
  A2_NAME("A2", "a file's name of 10,000 combining marks", true, Lines::marks),
  A3_LARGE("A3", "300 hellos of TLS a second with ffdhe8192", true, Hellos::large),
  A3_MANY("A3", "1,000 hellos of TLS a second", true, Hellos::many),
  A4("A4", "/admin claim with 8,000 words, 20 guests", true, Lines::claims),
  A5("A5", "echo before hello, 1,024 connections, unread", true, Lines::echoes),
  B7_TEXT("B7", "a guest that comes back after each burst", true, Rates::texts),
  B7_PRESENCE("B7", "coming and going", true, Rates::presence),
  B7_NICK("B7", "a new name again and again", true, Rates::names),
  B7_TOPIC("B7", "a topic again and again", true, Rates::topics),
  B8_WRONG("B8", "wrong hellos", true, Hellos::wrong),
  B8_SILENT("B8", "256 silent connections", true, Hellos::silent),
  B9("B9", "rooms that nobody stays in", false, Growth::rooms),
  B10_TEXT("B10", "long texts that fill the log", false, Growth::texts),
  B10_GUESTS("B10", "guests that come once", false, Growth::guests),
  B11_TICKETS("B11", "1,000 tickets that nobody uses", false, Carriers::tickets),
  B11_PROMISES("B11", "100 GB that nobody sends", false, Carriers::promises),
  B11_SLOW("B11", "32 transfers of a byte each 20 s", false, Carriers::slow),
  B12("B12", "echo and ping of 60 kB after hello", false, Rates::echoes),
  B13_REFUSED("B13", "connections beyond the limit", false, Hellos::refused),
  B13_NETWORK("B13", "connections from each address of a /64", false, Hellos::network),
  B13_HEALTH("B13", "64 held connections to /health", false, Hellos::health),
  B14("B14", "200 slow readers at 4 to 180 kB/s", true, SlowReaders::read);

  /** As {@code docs/security.md} numbers it. */
  final String number;

  final String what;

  /** Whether the others' figures are promised while it lasts; see {@link Row}. */
  final boolean promised;

  private final Consumer<Field> begin;

  Attack(String number, String what, boolean promised, Consumer<Field> begin) {
    this.number = number;
    this.what = what;
    this.promised = promised;
    this.begin = begin;
  }

  /** Starts it and returns; it ends with its field. */
  void begin(Field field) {
    begin.accept(field);
  }
}
