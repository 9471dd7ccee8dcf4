package parley.server.session;

import parley.protocol.ErrorCode;
import parley.server.net.Network;
import parley.server.state.Asker;

/**
 * Runs an admin command that came from a connection; main gives it, so that this package need not
 * know the commands.
 */
@FunctionalInterface
public interface AdminLine {
  /**
   * Who asks, and from where.
   *
   * @param address in canonical form, one of the network's
   */
  record Caller(
      long connection, Asker.Person asker, String name, String address, Network network) {}

  /**
   * What came of it.
   *
   * @param refused null where it was done; else the text is a sentence that says why not
   */
  record Answer(ErrorCode refused, String text) {}

  Answer run(String line, Caller caller) throws InterruptedException;
}
