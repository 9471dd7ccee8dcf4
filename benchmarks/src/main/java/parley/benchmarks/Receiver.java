package parley.benchmarks;

import java.io.IOException;
import java.io.OutputStream;

/** A relay's way to one connection. Its lock is never contended once the receiver is known. */
final class Receiver {
  private final OutputStream out;
  private boolean broken;

  Receiver(OutputStream out) {
    this.out = out;
  }

  /** One system call where the socket has room, and one TLS record for each 16 KiB. */
  synchronized void write(byte[] bytes, int length) {
    if (!broken) {
      try {
        out.write(bytes, 0, length);
      } catch (IOException e) {
        broken = true;
      }
    }
  }
}
