package parley.protocol;

import java.util.List;
import java.util.Objects;

/**
 * One of an account's tokens, without its secret.
 *
 * @param token its number, by which it is ended
 * @param called what it is called, which is nobody's name
 * @param rooms where it is good, by folded name; null is every room that the account may
 * @param may what it is for
 * @param since when it was made
 * @param by who made it
 * @param used the day on which it was used last; null for never
 * @param online whether a connection of it is open
 */
public record TokenInfo(
    long token,
    String called,
    List<String> rooms,
    List<TokenRight> may,
    String since,
    String by,
    String used,
    String until,
    boolean online) {
  public TokenInfo {
    Objects.requireNonNull(called, "called");
    Objects.requireNonNull(since, "since");
    rooms = rooms == null || rooms.isEmpty() ? null : List.copyOf(rooms);
    may = List.copyOf(may);
  }
}
