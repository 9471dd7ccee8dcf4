package parley.server.connection;

import parley.protocol.Goodbye;
import parley.server.config.Settings;
import parley.server.mode.WireMode;

/**
 * What a connection is for: it is not known before its first record has come, then it is a chat or
 * one file's, for good. What is here may be asked of it by any thread.
 */
sealed interface Purpose permits Undetermined, Chat, FileTransfer {
  /** The wire mode, null until something was said in it. */
  WireMode mode();

  /** The server ends it: what waits is written, then why it ends. Does not block. */
  void end(Goodbye reason, String sentence);

  /** Ends it at once, whatever waits. Does not block. */
  void abort();

  /**
   * Looks whether it is overdue, on the thread that beats for all connections.
   *
   * @param now {@link System#nanoTime}
   */
  void beat(Heartbeat heartbeat, Settings.Timeout timeout, long now);
}
