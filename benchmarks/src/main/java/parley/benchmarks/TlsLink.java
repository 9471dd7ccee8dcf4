package parley.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** TLS by the JDK's engine; what is written before the handshake has ended waits for it. */
final class TlsLink extends Link {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final ByteBuffer record;
  private final ByteArrayOutputStream early = new ByteArrayOutputStream();
  private ByteBuffer undecrypted = NOTHING;
  private boolean greetingAwaited;
  private boolean established;

  /**
   * @param greetingAwaited a line in the clear comes first
   * @param record room for one record, shared by the links of one thread
   */
  TlsLink(SocketChannel channel, SSLEngine engine, boolean greetingAwaited, ByteBuffer record) {
    super(channel);
    this.engine = engine;
    this.greetingAwaited = greetingAwaited;
    this.record = record;
  }

  @Override
  void begin() throws IOException {
    if (!greetingAwaited) {
      engine.beginHandshake();
      handshake();
    }
  }

  @Override
  int read(ByteBuffer raw, ByteBuffer target) throws IOException {
    raw.clear();
    raw.put(undecrypted);
    undecrypted = NOTHING;
    raw.limit(raw.position() + atMost());
    if (channel.read(raw) < 0) {
      return -1;
    }
    raw.flip();
    if (greetingAwaited) {
      skipGreeting(raw);
    }
    int before = target.position();
    boolean open = greetingAwaited || decrypt(raw, target);
    if (raw.hasRemaining()) {
      undecrypted = ByteBuffer.allocate(raw.remaining()).put(raw).flip();
    }
    return open || target.position() > before ? target.position() - before : -1;
  }

  private void skipGreeting(ByteBuffer raw) throws IOException {
    while (greetingAwaited && raw.hasRemaining()) {
      if (raw.get() == '\n') {
        greetingAwaited = false;
        begin();
      }
    }
  }

  /** False once the other side closed. */
  private boolean decrypt(ByteBuffer raw, ByteBuffer target) throws IOException {
    while (raw.hasRemaining()) {
      SSLEngineResult result = engine.unwrap(raw, target);
      if (result.getStatus() == Status.CLOSED) {
        return false;
      }
      if (result.getStatus() == Status.BUFFER_OVERFLOW) {
        throw new IOException("no room for a TLS record");
      }
      handshake();
      if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
        return true;
      }
    }
    return true;
  }

  /** Does what the handshake wants of this side now. */
  private void handshake() throws IOException {
    while (true) {
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_TASK) {
        engine.getDelegatedTask().run();
      } else if (status == HandshakeStatus.NEED_WRAP) {
        wrap(ByteBuffer.allocate(0));
      } else {
        if (status == HandshakeStatus.NOT_HANDSHAKING && !established) {
          established = true;
          wrapAll(ByteBuffer.wrap(early.toByteArray()));
        }
        return;
      }
    }
  }

  @Override
  void write(byte[] bytes, int length) throws IOException {
    if (established) {
      wrapAll(ByteBuffer.wrap(bytes, 0, length));
    } else {
      early.write(bytes, 0, length);
    }
  }

  private void wrapAll(ByteBuffer plain) throws IOException {
    while (plain.hasRemaining()) {
      wrap(plain);
    }
  }

  private void wrap(ByteBuffer plain) throws IOException {
    record.clear();
    if (engine.wrap(plain, record).getStatus() != Status.OK) {
      throw new IOException("the TLS engine is closed");
    }
    send(record.flip());
  }

  /** Whether a part of a record was read whose rest was not. */
  boolean isMidRecord() {
    return undecrypted.hasRemaining();
  }

  @Override
  String suite() {
    return engine.getSession().getProtocol() + " " + engine.getSession().getCipherSuite();
  }
}
