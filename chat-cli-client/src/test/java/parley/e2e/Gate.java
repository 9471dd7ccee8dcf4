package parley.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way to the server that lets so many bytes through in all, both directions together, and holds
 * the rest back until it is opened: so that something can be done in the middle of a file.
 */
final class Gate implements AutoCloseable {
  private final ServerSocket listener;
  private final int server;
  private final AtomicLong passed = new AtomicLong();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** Bytes at which it closes. */
  private long most;

  /**
   * @param server the port to which all is passed on
   * @param most bytes that pass before the gate closes
   */
  Gate(int server, long most) throws IOException {
    this.server = server;
    this.most = most;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("gate").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Bytes that went through. */
  long passed() {
    return passed.get();
  }

  /** Whether something stands before it. */
  synchronized boolean holds() {
    return passed.get() >= most;
  }

  /** Lets all through from now on. */
  void open() {
    open(Long.MAX_VALUE - passed.get());
  }

  /** Lets so many bytes more through. */
  synchronized void open(long more) {
    most = passed.get() + more;
    notifyAll();
  }

  /** Resets each connection. */
  void cut() {
    for (Socket socket : sockets) {
      try (socket) {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // It ended by itself.
      }
    }
    sockets.clear();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
        sockets.add(upstream);
        Thread.ofVirtual().start(() -> pump(client, upstream));
        Thread.ofVirtual().start(() -> pump(upstream, client));
      } catch (IOException e) {
        // Closed, or the server is down: the client sees its connection end.
        cut();
      }
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8_192];
      int n = in.read(buffer);
      while (n >= 0) {
        pass();
        out.write(buffer, 0, n);
        passed.addAndGet(n);
        n = in.read(buffer);
      }
    } catch (IOException | InterruptedException e) {
      // One end is gone, and so is the other.
    }
  }

  private synchronized void pass() throws InterruptedException {
    while (holds()) {
      wait();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open();
    cut();
  }
}
