package parley.server.state;

/**
 * Guests who come from a network for the first time may not speak, because somebody who was there
 * may not.
 *
 * @param network {@link parley.server.net.Network#name}
 * @param person who was muted, an id
 * @param until in milliseconds since 1970 UTC, 0 for ever
 * @param since when it was said, in milliseconds since 1970 UTC
 */
public record Mute(String network, String person, long until, String by, long since) {
  public boolean over(long now) {
    return until != 0 && until <= now;
  }
}
