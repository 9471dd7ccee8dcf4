package parley.client.scripts;

import parley.client.link.LinkEnding;

/** What the program's exit code says; {@code docs/client.md} lists them. */
public final class ExitCode {
  public static final int OK = 0;

  /** The server refused something. */
  public static final int REFUSED = 1;

  /** A search found nothing. */
  public static final int NOT_FOUND = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** There is no connection. */
  public static final int UNREACHABLE = 3;

  /** The server's certificate is not the one to trust. */
  public static final int DISTRUSTED = 4;

  /** What came back is not what should have, or something of this machine failed. */
  public static final int FAULT = 5;

  /** Some messages were not confirmed: they may or may not have arrived. */
  public static final int UNCONFIRMED = 6;

  /** Nobody answered a question in time; the code that {@code timeout(1)} has for it. */
  public static final int TIMED_OUT = 124;

  /** Plus the number of the signal that ended the program, as shells have it. */
  public static final int SIGNALLED = 128;

  private ExitCode() {}

  /** The code for the way a link ended. */
  public static int of(LinkEnding ending) {
    return switch (ending) {
      case CLOSED -> OK;
      case REFUSED, OWNED, SIGNED_OUT, SHUT_OUT -> REFUSED;
      case UNREACHABLE -> UNREACHABLE;
      case DISTRUSTED -> DISTRUSTED;
      case FAULT -> FAULT;
    };
  }
}
