package parley.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import parley.server.config.Settings;
import parley.server.config.StartupException;
import parley.server.connection.Connections;
import parley.server.listen.Doorman;
import parley.server.listen.Listener;
import parley.server.stats.Stats;
import parley.server.tls.ServerTls;

/** The listeners that the settings ask for, each on a thread of its own. */
final class Doors implements AutoCloseable {
  private final Connections connections;
  private final Doorman doorman;
  private final Stats stats;
  private final ScheduledExecutorService timer;
  private Optional<Listener> plain = Optional.empty();
  private Optional<Listener> secure = Optional.empty();

  Doors(Connections connections, Doorman doorman, Stats stats, ScheduledExecutorService timer) {
    this.connections = connections;
    this.doorman = doorman;
    this.stats = stats;
    this.timer = timer;
  }

  /**
   * @param tls present where the settings ask for the TLS listener
   */
  void open(Settings.Listen listen, Optional<ServerTls> tls) throws StartupException {
    if (listen.plain().isPresent()) {
      plain = Optional.of(open("listen.plain", listen.plain().get(), Listener::plain));
    }
    if (tls.isPresent()) {
      secure = Optional.of(open("listen.tls", listen.tls().get(), tls.get()::listen));
    }
  }

  private Listener open(String key, InetSocketAddress at, Listener.Door door)
      throws StartupException {
    Listener listener =
        new Listener(Listener.open(key, at, door), connections, doorman, stats, timer);
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
