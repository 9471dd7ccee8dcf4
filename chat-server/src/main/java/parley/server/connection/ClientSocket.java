package parley.server.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.net.WatchedSocket;
import parley.text.Hosts;

/** The socket of one connection, plain or TLS. Safe on any thread. */
final class ClientSocket {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSocket.class);

  private final Socket bottom;
  private final Socket socket;
  private final Contact contact;
  private final long opened = System.nanoTime();
  private volatile boolean handshaken;

  /**
   * @param bottom what was accepted
   * @param socket that, or TLS over it
   * @param contact whose it is
   */
  ClientSocket(Socket bottom, Socket socket, Contact contact) {
    this.bottom = bottom;
    this.socket = socket;
    this.contact = contact;
  }

  /**
   * Makes it ready for the first byte.
   *
   * @return what ALPN promised, empty for nothing
   */
  String open() throws IOException {
    bottom.setTcpNoDelay(true);
    KeepAlive.on(bottom);
    String promised = "";
    if (socket instanceof SSLSocket tls) {
      tls.startHandshake();
      promised = tls.getApplicationProtocol();
    }
    handshaken = true;
    return promised;
  }

  /** Whether bytes can be exchanged: a plain line from its first moment, a TLS line later. */
  boolean handshaken() {
    return handshaken;
  }

  /** When it was accepted, {@link System#nanoTime}. */
  long opened() {
    return opened;
  }

  /** For how long it has been there, in nanoseconds. */
  long age() {
    return System.nanoTime() - opened;
  }

  boolean tls() {
    return socket instanceof SSLSocket;
  }

  /** The TLS version, null on a plain line. */
  String tlsVersion() {
    return socket instanceof SSLSocket tls ? tls.getSession().getProtocol() : null;
  }

  /** The client's certificate and those above it; empty where it showed none. */
  List<X509Certificate> certificates() {
    if (socket instanceof SSLSocket tls) {
      try {
        return Arrays.stream(tls.getSession().getPeerCertificates())
            .map(X509Certificate.class::cast)
            .toList();
      } catch (SSLPeerUnverifiedException e) {
        // It showed none.
      }
    }
    return List.of();
  }

  /** The other end. */
  Peer peer() {
    return new Peer(bottom.getInetAddress(), bottom.getPort(), bottom.getLocalPort());
  }

  /** How the client reached this server. */
  DialledAddress reach() {
    return new DialledAddress(contact.here(), tls(), tls() ? asked() : contact.asked());
  }

  /** The name that TLS asked for (RFC 6066, 3), where it is one that can be repeated. */
  private String asked() {
    if (socket instanceof SSLSocket tls && tls.getSession() instanceof ExtendedSSLSession session) {
      for (SNIServerName name : session.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          String asked = Hosts.canonical(host.getAsciiName());
          return Hosts.isName(asked) ? asked : null;
        }
      }
    }
    return null;
  }

  /**
   * Whether the input, which has ended, may have been cut by somebody on the way: TLS has an end of
   * its own, which did not come.
   */
  boolean isCut() {
    return bottom instanceof WatchedSocket watched && watched.isCut();
  }

  InputStream in() throws IOException {
    InputStream in = socket.getInputStream();
    return bottom instanceof WatchedSocket watched ? watched.heard(in) : in;
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  // ---- its end, as Closing brings it about ----------------------------------------------------

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing failed: {}", e.toString());
    }
  }

  /** Closes on a thread of its own: closing a TLS socket waits for a write that is under way. */
  void closeSoon() {
    Thread.startVirtualThread(this::close);
  }

  /** Closes at once, with a reset: a write that is stuck ends, and what it wrote is lost. */
  void abort() {
    Thread.startVirtualThread(
        () -> {
          try {
            socket.setSoLinger(true, 0);
          } catch (SocketException e) {
            LOG.debug("closed already: {}", e.toString());
          }
          close();
        });
  }
}
