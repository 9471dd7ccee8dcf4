package parley.server.connection;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.Goodbye;
import parley.server.config.Settings;
import parley.server.file.Transfer;
import parley.server.mode.WireMode;

/** A connection that carries one file. */
final class FileTransfer implements Purpose {
  private static final Logger LOG = LoggerFactory.getLogger(FileTransfer.class);

  private final Transfer transfer;
  private final WireMode mode;
  private final ClientSocket clientSocket;
  private final Closing closing;
  private final ConnectionParts parts;

  FileTransfer(
      Transfer transfer,
      WireMode mode,
      ClientSocket clientSocket,
      Closing closing,
      ConnectionParts parts) {
    this.transfer = transfer;
    this.mode = mode;
    this.clientSocket = clientSocket;
    this.closing = closing;
    this.parts = parts;
  }

  /** Carries it, on the connection's reader, to its last byte. */
  void run() throws InterruptedException {
    try {
      transfer.run();
      if (transfer.sends()) {
        closing.carriedOut(parts.settings().get().timeout().transfer().toMillis());
      } else {
        closing.carried();
      }
    } catch (IOException e) {
      closing.ends(transfer.sends() ? Ending.ofWrite(e) : Ending.ofRead(e));
      LOG.debug("a transfer broke: {}", e.toString());
      clientSocket.close();
    }
  }

  /** What it came to, on the connection's reader. */
  void closed() {
    long bytes = transfer.carried();
    boolean sends = transfer.sends();
    closing.closed(transfer.person(), sends ? 0 : bytes, sends ? bytes : 0);
  }

  // ---- any thread -----------------------------------------------------------------------------

  @Override
  public WireMode mode() {
    return mode;
  }

  @Override
  public void end(Goodbye reason, String sentence) {
    closing.ends(Ending.BY_SERVER);
    transfer.end(reason, sentence);
  }

  @Override
  public void abort() {
    clientSocket.abort();
  }

  @Override
  public void beat(Heartbeat heartbeat, Settings.Timeout timeout, long now) {
    heartbeat.beat(transfer, timeout, now);
  }
}
