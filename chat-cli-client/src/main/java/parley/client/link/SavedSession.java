package parley.client.link;

/**
 * What takes a person's place back: on the same server, under the same id, at the same point of the
 * stream.
 *
 * @param id who this is to the server
 * @param session the secret that proves it; null where it has ended, which only an account survives
 * @param log which log the cursor belongs to
 * @param cursor the {@code seq} up to which everything was seen
 * @param account true for an account's, which a goodbye does not end; null for a guest's
 */
public record SavedSession(
    String name, String id, String session, String log, long cursor, Boolean account) {
  public SavedSession {
    account = Boolean.TRUE.equals(account) ? true : null;
  }

  /** A guest's. */
  public SavedSession(String name, String id, String session, String log, long cursor) {
    this(name, id, session, log, cursor, null);
  }

  /** Whether somebody signed in, and did not come as a guest. */
  public boolean ofAccount() {
    return account != null;
  }

  SavedSession called(String other) {
    return new SavedSession(other, id, session, log, cursor, account);
  }

  SavedSession at(long seq) {
    return new SavedSession(name, id, session, log, seq, account);
  }

  SavedSession without() {
    return new SavedSession(name, id, null, log, cursor, account);
  }

  /**
   * The same person's stream goes on where it was; another's begins where it is.
   *
   * @param before null for none
   */
  public SavedSession after(SavedSession before) {
    boolean same = before != null && id.equals(before.id()) && log.equals(before.log());
    return same ? at(before.cursor()) : this;
  }

  /** Without the session, which is a secret. */
  @Override
  public String toString() {
    return "Place[name=" + name + ", id=" + id + ", cursor=" + cursor + "]";
  }
}
