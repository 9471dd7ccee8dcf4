package parley.server.listen;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.Event;
import parley.protocol.Incoming;
import parley.protocol.ProtocolException;
import parley.server.mode.WireMode;
import parley.server.mode.WireModes;

/**
 * Tells those who are not let in why, in their mode's own words. That costs a handshake, so only a
 * few at a time are told, and each has a second; the others are closed without a word.
 */
final class Refuser {
  private static final Logger LOG = LoggerFactory.getLogger(Refuser.class);
  private static final int AT_A_TIME = 64;
  private static final long MILLIS = 1_000;
  private static final int SILENCE_MILLIS = 300;

  /** By so many bytes it is told which mode it is. */
  private static final int FIRST_BYTES = 512;

  private final Semaphore places = new Semaphore(AT_A_TIME);
  private final Endpoint door;
  private final WireModes modes;
  private final ScheduledExecutorService timer;

  Refuser(Endpoint door, WireModes modes, ScheduledExecutorService timer) {
    this.door = door;
    this.modes = modes;
    this.timer = timer;
  }

  void refuse(Socket socket, InetAddress from, Admission.Refusal why, String sentence) {
    if (!places.tryAcquire()) {
      close(socket);
      return;
    }
    Thread.startVirtualThread(
        () -> {
          var deadline = timer.schedule(() -> close(socket), MILLIS, TimeUnit.MILLISECONDS);
          try {
            tell(door.over(socket, from), why, sentence);
          } catch (IOException e) {
            LOG.debug("a refusal was not heard: {}", e.toString());
          } finally {
            deadline.cancel(false);
            close(socket);
            places.release();
          }
        });
  }

  private void tell(Socket socket, Admission.Refusal why, String sentence) throws IOException {
    Optional<WireMode> promised = Optional.empty();
    if (socket instanceof SSLSocket tls) {
      tls.startHandshake();
      promised = modes.promised(tls.getApplicationProtocol());
    }
    WireMode mode = promised.isPresent() ? promised.get() : byFirstBytes(socket);
    Event.Bye bye = new Event.Bye(null, why.reason.word(), sentence);
    socket.getOutputStream().write(mode.say(bye, sentence));
    socket.shutdownOutput();
    // Reading what still comes lets the words arrive before a reset could overtake them.
    InputStream in = socket.getInputStream();
    byte[] rest = new byte[1024];
    while (in.read(rest) >= 0) {
      // Thrown away, until the client closes or the deadline does.
    }
  }

  private WireMode byFirstBytes(Socket socket) throws IOException {
    Incoming first = new Incoming();
    socket.setSoTimeout(SILENCE_MILLIS);
    try {
      WireMode mode = null;
      while (mode == null && first.fill(socket.getInputStream(), FIRST_BYTES) > 0) {
        mode = modes.recognise(first, first.length() >= FIRST_BYTES);
      }
      return mode == null ? modes.last() : mode;
    } catch (SocketTimeoutException | ProtocolException e) {
      return modes.last();
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
