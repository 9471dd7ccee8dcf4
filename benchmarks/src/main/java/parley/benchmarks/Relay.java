package parley.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;

/**
 * The floor that a server is held against: what any connection sends goes, whole frame by whole
 * frame, to every connection, and that is all. No parsing beyond the frames' ends, no log, no
 * names, no limits; a receiver that does not read holds up the rest.
 */
abstract sealed class Relay implements AutoCloseable permits BatchRelay, QueueRelay {
  /** How the bytes get from the readers to the receivers. */
  enum Form {
    /** Readers fill one buffer; one thread writes it to one receiver after the other. */
    BATCH,
    /** A queue and a virtual thread for each receiver. */
    QUEUES
  }

  private static final int READ_BYTES = 16 * 1024;

  private final ServerSocket listener;
  final List<Receiver> receivers = new CopyOnWriteArrayList<>();

  Relay(ServerSocket listener) {
    this.listener = listener;
  }

  /**
   * A relay that runs, on virtual threads of its own, until it is closed.
   *
   * @param gather the most bytes of one write
   */
  static Relay open(Form form, ServerSocket listener, int gather) {
    Relay relay =
        switch (form) {
          case BATCH -> new BatchRelay(listener, gather);
          case QUEUES -> new QueueRelay(listener, gather);
        };
    Thread.ofVirtual().start(relay::accept);
    return relay;
  }

  /** Takes whole frames; may wait. The bytes are the caller's again afterwards. */
  abstract void relay(byte[] bytes, int length) throws InterruptedException;

  /** Begins with a receiver that is in {@link #receivers} now. */
  abstract void begin(Receiver receiver);

  abstract void end(Receiver receiver);

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Closed, or a connection that was gone before it was accepted.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      if (socket instanceof SSLSocket tls) {
        tls.startHandshake();
      }
      Receiver receiver = new Receiver(socket.getOutputStream());
      receivers.add(receiver);
      begin(receiver);
      receiver.write(RelayWire.READY, RelayWire.READY.length);
      try {
        read(socket.getInputStream());
      } finally {
        receivers.remove(receiver);
        end(receiver);
      }
    } catch (IOException | InterruptedException e) {
      // This connection is over; the others go on.
    }
  }

  private void read(InputStream in) throws IOException, InterruptedException {
    byte[] bytes = new byte[READ_BYTES];
    int end = 0;
    for (int n = in.read(bytes); n > 0; n = in.read(bytes, end, bytes.length - end)) {
      end += n;
      int whole = Frames.wholeUntil(bytes, 0, end);
      if (whole > 0) {
        relay(bytes, whole);
        System.arraycopy(bytes, whole, bytes, 0, end - whole);
        end -= whole;
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
