package parley.server.outbox;

/**
 * Bytes ready to be written, shared by all connections that get the same.
 *
 * @param messages how many frames or lines these are
 * @param deliveries how many of those are logged messages
 * @param reply whether they answer a request, which counts as outstanding until they are written
 * @param since {@link System#nanoTime} of the request they come from, 0 where nobody asks
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared, never changed once made
public record Encoded(byte[] bytes, int messages, int deliveries, boolean reply, long since) {
  public static Encoded reply(byte[] bytes) {
    return new Encoded(bytes, bytes.length == 0 ? 0 : 1, 0, true, 0);
  }

  public static Encoded event(byte[] bytes) {
    return new Encoded(bytes, 1, 0, false, 0);
  }
}
