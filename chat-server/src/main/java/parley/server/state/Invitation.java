package parley.server.state;

import java.util.List;

/**
 * A way in that was given to somebody: to make an account, or to have the password of one set anew.
 *
 * @param number of the event that made it
 * @param secret SHA-256 of what is shown to use it, in hex
 * @param name what the account is to be called; null where whoever uses it chooses
 * @param person whose password it sets, an id; null where it makes an account
 * @param role that the account gets; null with {@code person}
 * @param rooms that the account is in from the beginning
 * @param until in milliseconds since 1970, 0 for ever
 * @param uses how often it can be used yet
 * @param by who made it, as people read it
 * @param maker their id, null where the console did: what they may no longer give, it does not give
 */
public record Invitation(
    long number,
    String secret,
    String name,
    String person,
    ServerRole role,
    List<String> rooms,
    long until,
    int uses,
    String by,
    String maker) {
  public Invitation {
    rooms = List.copyOf(rooms);
  }

  Invitation usedOnce() {
    return new Invitation(number, secret, name, person, role, rooms, until, uses - 1, by, maker);
  }

  public boolean over(long now) {
    return until != 0 && until <= now;
  }
}
