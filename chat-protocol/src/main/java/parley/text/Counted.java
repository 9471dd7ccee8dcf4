package parley.text;

import java.util.Locale;

/** So many of something, as people say it: {@code 1 message}, {@code 1,200 messages}. */
public final class Counted {
  private Counted() {}

  /**
   * @param one what one of them is called; more have an s behind it
   */
  public static String of(long count, String one) {
    return of(count, one, one + "s");
  }

  /**
   * @param one what one of them is called
   * @param many what none or more are called
   */
  public static String of(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  public static String people(long count) {
    return of(count, "person", "people");
  }
}
