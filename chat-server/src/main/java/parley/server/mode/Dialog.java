package parley.server.mode;

/** Does what one chat's records ask for. Confined to the connection's reader. */
public interface Dialog {
  /** Does what a record asks for, and answers it. */
  void handle(byte[] record) throws InterruptedException;

  /**
   * Whether who has lost the connection can come back and take their place. Where nobody can, the
   * loss is a goodbye: the name would be kept from its own owner.
   */
  boolean resumable();
}
