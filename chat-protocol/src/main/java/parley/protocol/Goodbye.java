package parley.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a connection ends: what {@code bye} may say for its {@code reason}. */
public enum Goodbye {
  /** The client said so. */
  BYE,
  /** Nothing came for the idle timeout. */
  IDLE,
  /** No hello came in time, or not the rest of a request. */
  TIMEOUT,
  /** There is no place. */
  FULL,
  /** The same person came by another connection. */
  REPLACED,
  KICKED,
  /** The session or the token was ended; another one signs in. */
  SIGNED_OUT,
  /** The account was suspended: nothing signs in to it until an operator lets it. */
  SUSPENDED,
  /** The account is no more. */
  DELETED,
  BANNED,
  /** The server stops. */
  SHUTDOWN,
  /** The bytes can't be trusted any more. */
  PROTOCOL;

  /** As it is on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Empty for a word of a later version. */
  public static Optional<Goodbye> of(String word) {
    return Arrays.stream(values()).filter(reason -> reason.word().equals(word)).findFirst();
  }
}
