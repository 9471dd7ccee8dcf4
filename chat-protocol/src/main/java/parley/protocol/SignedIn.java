package parley.protocol;

import java.util.Objects;

/**
 * One of an account's sessions.
 *
 * @param session its number, by which it is ended
 * @param device what it is called; null for one that ends with its visit
 * @param since when it was opened
 * @param used the day on which it was used last
 * @param online whether a connection of it is open
 * @param here true for the one that asks, else null
 */
public record SignedIn(
    long session, String device, String since, String used, boolean online, Boolean here) {
  public SignedIn {
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(used, "used");
    here = Boolean.TRUE.equals(here) ? true : null;
  }
}
