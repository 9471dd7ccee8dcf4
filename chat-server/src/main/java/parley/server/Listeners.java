package parley.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.connection.Connections;
import parley.server.listen.Admission;
import parley.server.listen.Endpoint;
import parley.server.listen.Listener;
import parley.server.listen.Proxies;
import parley.server.mode.WireModes;
import parley.server.stats.Stats;
import parley.server.tls.Handshakes;
import parley.server.tls.ServerTls;

/** The listeners that the settings ask for, each on a thread of its own. */
final class Listeners implements AutoCloseable {
  private final Connections connections;
  private final Admission admission;
  private final WireModes modes;
  private final Stats stats;
  private final ScheduledExecutorService timer;
  private Optional<Listener> plain = Optional.empty();
  private Optional<Listener> secure = Optional.empty();

  Listeners(
      Connections connections,
      Admission admission,
      WireModes modes,
      Stats stats,
      ScheduledExecutorService timer) {
    this.connections = connections;
    this.admission = admission;
    this.modes = modes;
    this.stats = stats;
    this.timer = timer;
  }

  /**
   * @param tls present where the settings ask for the TLS listener
   * @param settings those in force now
   */
  void open(Settings.Listen listen, Optional<ServerTls> tls, Supplier<Settings> settings)
      throws UserError {
    if (listen.plain().isPresent()) {
      plain = Optional.of(open("listen.plain", listen.plain().get(), Endpoint.PLAIN, settings));
    }
    if (tls.isPresent()) {
      Handshakes handshakes = new Handshakes(() -> settings.get().limits(), stats);
      secure =
          Optional.of(
              open("listen.tls", listen.tls().get(), secure(tls.get(), handshakes), settings));
    }
  }

  private Endpoint secure(ServerTls tls, Handshakes handshakes) {
    List<String> protocols = modes.alpns();
    return new Endpoint() {
      @Override
      public ServerSocket open(InetSocketAddress at, int backlog) throws IOException {
        return ServerTls.listen(at, backlog, handshakes);
      }

      @Override
      public InputStream before(Socket accepted) throws IOException {
        return ServerTls.before(accepted);
      }

      @Override
      public Socket over(Socket accepted, InetAddress from) throws IOException {
        return tls.over(accepted, from, protocols);
      }
    };
  }

  private Listener open(
      String key, InetSocketAddress at, Endpoint door, Supplier<Settings> settings)
      throws UserError {
    Listener listener =
        new Listener(
            door,
            Listener.open(key, at, door),
            new Proxies(() -> settings.get().listen().proxies(), stats, timer),
            connections,
            admission,
            modes,
            stats,
            timer);
    Thread.ofPlatform().name(key).start(listener::run);
    return listener;
  }

  /** Where the plain listener really listens, if there is one. */
  Optional<InetSocketAddress> plainAddress() {
    return plain.map(Listener::address);
  }

  /** Where the TLS listener really listens, if there is one. */
  Optional<InetSocketAddress> tlsAddress() {
    return secure.map(Listener::address);
  }

  /** Nobody is let in any more. */
  @Override
  public void close() throws IOException {
    if (plain.isPresent()) {
      plain.get().close();
    }
    if (secure.isPresent()) {
      secure.get().close();
    }
  }
}
