package parley.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parley.server.config.Settings;
import parley.server.config.StartupException;

/** The server inside a test, whole, on ports of its own, with no limit on the rate. */
final class TestServer implements AutoCloseable {
  final Server server;
  private boolean stopped;

  private TestServer(Server server) {
    this.server = server;
  }

  /**
   * @param more settings that differ, {@code key=value}
   */
  static TestServer in(Path folder, String... more) throws StartupException {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "listen.plain=127.0.0.1:0",
                "listen.tls=off",
                "listen.metrics=off",
                "data.dir=" + folder.resolve("data"),
                "limits.messages-per-second=0",
                "limits.guests-per-minute=0",
                "limits.guests-per-minute-per-address=0"));
    settings.addAll(List.of(more));
    return new TestServer(Server.start(Settings.of(settings.toArray(String[]::new))));
  }

  InetSocketAddress plain() {
    return server.plainAddress().orElseThrow();
  }

  InetSocketAddress tls() {
    return server.tlsAddress().orElseThrow();
  }

  /** A figure by its group and name, as {@code stats} shows it. */
  long figure(String group, String name) {
    return ((Number) ((Map<?, ?>) server.figures().get(group)).get(name)).longValue();
  }

  /** Stops it, unless that was done already. */
  @Override
  public void close() {
    if (!stopped) {
      stopped = true;
      server.stop();
    }
  }
}
