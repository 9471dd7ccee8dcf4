package parley.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Without TLS. */
final class PlainLink extends Link {
  PlainLink(SocketChannel channel) {
    super(channel);
  }

  @Override
  void begin() {}

  @Override
  int read(ByteBuffer raw, ByteBuffer target) throws IOException {
    target.limit(target.position() + atMost());
    return channel.read(target);
  }

  @Override
  void write(byte[] bytes, int length) throws IOException {
    send(ByteBuffer.wrap(bytes, 0, length));
  }

  @Override
  String suite() {
    return null;
  }
}
