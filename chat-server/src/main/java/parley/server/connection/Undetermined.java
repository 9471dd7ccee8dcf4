package parley.server.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import parley.protocol.Decoder;
import parley.protocol.Framing;
import parley.protocol.Goodbye;
import parley.protocol.Incoming;
import parley.protocol.ProtocolException;
import parley.server.config.Settings;
import parley.server.mode.WireMode;
import parley.server.mode.WireModes;

/** A connection of which no record has come: its mode is recognised, and its bytes are counted. */
final class Undetermined implements Purpose, Decoder.Selector {
  private final ClientSocket clientSocket;
  private final WireModes modes;

  /** The reader's, as what follows. */
  private WireMode recognised;

  private boolean greeted;
  private int early;

  Undetermined(ClientSocket clientSocket, WireModes modes) {
    this.clientSocket = clientSocket;
    this.modes = modes;
  }

  // ---- the reader -----------------------------------------------------------------------------

  /** The mode was agreed upon before the first byte. */
  void promised(WireMode mode) {
    recognised = mode;
  }

  @Override
  public Framing select(Incoming first, boolean all) throws ProtocolException {
    recognised = modes.recognise(first, all);
    return recognised == null ? null : recognised.framing();
  }

  /** The mode; null where the first bytes have not told it. */
  WireMode recognised() {
    return recognised;
  }

  /** Whether the client was asked for a name before its first byte came. */
  void greeted(boolean asked) {
    greeted = asked;
  }

  /** The mode that was recognised is spoken from now on. */
  void opens() throws IOException {
    if (greeted && !recognised.afterGreeting().isEmpty()) {
      clientSocket.out().write(recognised.afterGreeting().getBytes(StandardCharsets.UTF_8));
    }
  }

  void received(int bytes) {
    early += bytes;
  }

  /** Bytes that came before the first record was whole. */
  int early() {
    return early;
  }

  // ---- any thread -----------------------------------------------------------------------------

  /** Nothing was said in it yet. */
  @Override
  public WireMode mode() {
    return null;
  }

  /** In which form something could be said is not known. */
  @Override
  public void end(Goodbye reason, String sentence) {
    clientSocket.closeSoon();
  }

  @Override
  public void abort() {
    clientSocket.closeSoon();
  }

  @Override
  public void beat(Heartbeat heartbeat, Settings.Timeout timeout, long now) {
    heartbeat.beat(this, timeout, now);
  }
}
