package parley.client.link;

/**
 * What takes a person's place back: on the same server, under the same id, at the same point of the
 * stream.
 *
 * @param id who this is to the server
 * @param session the secret that proves it
 * @param log which log the cursor belongs to
 * @param cursor the {@code seq} up to which everything was seen
 */
public record SavedSession(String name, String id, String session, String log, long cursor) {
  /** Without the session, which is a secret. */
  @Override
  public String toString() {
    return "Place[name=" + name + ", id=" + id + ", cursor=" + cursor + "]";
  }
}
