package parley.protocol;

/** How people are told that somebody is kept from a room, and say it themselves. */
public final class BarWords {
  private static final int LONGEST_DIGITS = 9;

  private BarWords() {}

  /** What became of somebody, as a sentence without its full stop; others' words are in it. */
  public static String sentence(Event.Barred e) {
    boolean mute = e.bar() == RoomBar.MUTE;
    if (Boolean.TRUE.equals(e.removed())) {
      return e.name()
          + (mute ? " may speak again" : " is not banned from here any more")
          + by(e.by());
    }
    String until =
        e.until() == null
            ? ""
            : " until " + e.until().substring(0, 10) + " " + e.until().substring(11, 16) + " UTC";
    return e.name()
        + (mute ? " may not speak here" : " is banned from here")
        + until
        + by(e.by())
        + (e.why() == null ? "" : ": " + e.why());
  }

  private static String by(String who) {
    return who == null || who.equals("time") ? "" : ", says " + who;
  }

  /**
   * {@code /mute bob 10m no adverts}, as a request.
   *
   * @param rest what follows the word; it begins with a name
   * @return null where there is none
   * @throws InvalidRequest for what may be meant as a time and is none: it would last for ever
   */
  public static Request.Bar request(String id, String room, RoomBar bar, String rest) {
    Halves first = Halves.atFirstBlanks(rest);
    if (first.left().isEmpty()) {
      return null;
    }
    Halves second = Halves.atFirstBlanks(first.right());
    Long seconds = seconds(second.left());
    if (seconds == null && !second.left().isEmpty() && Character.isDigit(second.left().charAt(0))) {
      throw Check.bad(
          "A time is one word with its unit, such as 10m, 2h or 1d; a reason begins with no"
              + " digit.");
    }
    String reason = seconds == null ? first.right() : second.right();
    return new Request.Bar(
        id, room, first.left(), bar, seconds, reason.isEmpty() ? null : reason, null);
  }

  /** The end of that. */
  public static Request.Bar end(String id, String room, RoomBar bar, String name) {
    return new Request.Bar(id, room, name, bar, null, null, true);
  }

  /** A time with its unit; null where it is none. */
  public static Long seconds(String typed) {
    if (typed.length() < 2) {
      return null;
    }
    String number = typed.substring(0, typed.length() - 1);
    long unit =
        switch (typed.charAt(typed.length() - 1)) {
          case 's' -> 1;
          case 'm' -> 60;
          case 'h' -> 3_600;
          case 'd' -> 86_400;
          case 'w' -> 604_800;
          default -> 0;
        };
    return unit == 0 || !Digits.areDecimal(number, LONGEST_DIGITS)
        ? null
        : Long.valueOf(Long.parseLong(number) * unit);
  }
}
