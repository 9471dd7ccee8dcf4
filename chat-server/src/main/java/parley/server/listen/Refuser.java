package parley.server.listen;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Mode;

/**
 * Tells those who are not let in why, in their mode's own words. That costs a handshake, so only a
 * few at a time are told, and each has a second; the others are closed without a word.
 */
final class Refuser {
  private static final Logger LOG = LoggerFactory.getLogger(Refuser.class);
  private static final int AT_A_TIME = 64;
  private static final long MILLIS = 1_000;
  private static final int SILENCE_MILLIS = 300;

  private final Semaphore places = new Semaphore(AT_A_TIME);
  private final ScheduledExecutorService timer;

  Refuser(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  void refuse(Socket socket, Doorman.Refusal why) {
    if (!places.tryAcquire()) {
      close(socket);
      return;
    }
    Thread.startVirtualThread(
        () -> {
          var deadline = timer.schedule(() -> close(socket), MILLIS, TimeUnit.MILLISECONDS);
          try {
            tell(socket, why);
          } catch (IOException e) {
            LOG.debug("a refusal was not heard: {}", e.toString());
          } finally {
            deadline.cancel(false);
            close(socket);
            places.release();
          }
        });
  }

  private static void tell(Socket socket, Doorman.Refusal why) throws IOException {
    Mode mode = Mode.TEXT;
    if (socket instanceof SSLSocket tls) {
      tls.startHandshake();
      if (Mode.ALPN.equals(tls.getApplicationProtocol())) {
        mode = Mode.FRAMED;
      }
    }
    if (mode != Mode.FRAMED) {
      mode = firstByte(socket);
    }
    Event.Bye bye = new Event.Bye(null, why.reason, why.sentence);
    OutputStream out = socket.getOutputStream();
    out.write(mode == Mode.TEXT ? Mode.textLine(why.sentence) : mode.frame(Json.bytes(bye)));
    socket.shutdownOutput();
    // Reading what still comes lets the words arrive before a reset could overtake them.
    InputStream in = socket.getInputStream();
    byte[] rest = new byte[1024];
    while (in.read(rest) >= 0) {
      // Thrown away, until the client closes or the deadline does.
    }
  }

  private static Mode firstByte(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE_MILLIS);
    try {
      int first = socket.getInputStream().read();
      return first == 0 ? Mode.FRAMED : first == '{' ? Mode.NDJSON : Mode.TEXT;
    } catch (java.net.SocketTimeoutException e) {
      return Mode.TEXT;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing failed: {}", e.toString());
    }
  }
}
