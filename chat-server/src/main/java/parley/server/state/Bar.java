package parley.server.state;

import java.util.List;
import parley.protocol.RoomBar;

/**
 * Somebody may not speak in a room, or not be in it.
 *
 * @param person an id
 * @param name what they were called
 * @param until in milliseconds since 1970 UTC, 0 for ever
 * @param networks {@link parley.server.net.Network#name}s from which nobody else without an account
 *     may either
 * @param since when it was said, in milliseconds since 1970 UTC
 */
public record Bar(
    RoomBar bar,
    String person,
    String name,
    long until,
    String reason,
    String by,
    List<String> networks,
    long since) {
  public Bar {
    networks = List.copyOf(networks);
  }

  public boolean over(long now) {
    return until != 0 && until <= now;
  }
}
