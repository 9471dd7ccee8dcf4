package parley.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import parley.server.admin.AdminConsole;
import parley.server.config.LiveSettings;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.mode.JsonMode;
import parley.server.mode.WireModes;
import parley.server.session.Sessions;
import parley.server.stats.Figures;
import parley.server.stats.MetricsEndpoint;
import parley.server.text.TextMode;
import parley.server.tls.ServerTls;

/** A running server, from {@link #start} to {@link #stop}. */
public final class Server {
  /** The ways to speak with it, in the order in which they are recognised. */
  static final WireModes MODES =
      new WireModes(List.of(JsonMode.FRAMED, JsonMode.NDJSON, new TextMode()));

  private final ServerParts parts;
  private final Doors doors;
  private final AtomicBoolean stopped = new AtomicBoolean();

  private Server(ServerParts parts, Doors doors) {
    this.parts = parts;
    this.doors = doors;
  }

  /**
   * Makes every part and opens the doors.
   *
   * @throws UserError with the sentence for whoever started it
   */
  public static Server start(Settings settings) throws UserError {
    return start(settings, Duration.ofDays(1));
  }

  /**
   * @param renewal how often is looked whether the certificate is to be renewed
   */
  static Server start(Settings settings, Duration renewal) throws UserError {
    return start(settings, renewal, MODES);
  }

  /**
   * @param modes in which it can be spoken with
   */
  static Server start(Settings settings, Duration renewal, WireModes modes) throws UserError {
    ServerParts parts = new ServerParts(new LiveSettings(settings), modes);
    try {
      parts.begin(renewal);
      return new Server(parts, Doors.open(parts));
    } catch (UserError e) {
      parts.shutdown.close();
      parts.end();
      parts.close();
      throw e;
    }
  }

  // ---- what whoever started it may know -------------------------------------------------------

  /** Where the plain listener really listens, if there is one. */
  public Optional<InetSocketAddress> plainAddress() {
    return parts.listeners.plainAddress();
  }

  /** Where the TLS listener really listens, if there is one. */
  public Optional<InetSocketAddress> tlsAddress() {
    return parts.listeners.tlsAddress();
  }

  public Optional<InetSocketAddress> metricsAddress() {
    return doors.metrics().map(MetricsEndpoint::address);
  }

  public Optional<ServerTls> tls() {
    return parts.tls;
  }

  /** The admin commands. */
  public AdminConsole admin() {
    return parts.admin;
  }

  /** Waits until the server's end is asked for, by a command or by {@link #askToStop}. */
  public void awaitStopAsked() throws InterruptedException {
    parts.stopAsked.await();
  }

  /**
   * Asks for the end; whoever waits for that calls {@link #stop}.
   *
   * @param why for the log
   */
  public void askToStop(String why) {
    parts.askToStop(why);
  }

  /** The operator's token, where this start made it. It can't be had again later. */
  public Optional<String> freshOperatorToken() {
    return doors.freshToken();
  }

  /** The line by which the first owner comes, where nobody is the owner, or was invited to be. */
  Optional<String> ownerInvitation() {
    try {
      return parts.hasOwner() ? Optional.empty() : parts.invitations.owner();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The connections that have chosen their mode. */
  public Sessions sessions() {
    return parts.sessions;
  }

  public LiveSettings settings() {
    return parts.settings;
  }

  public Map<String, Object> figures() {
    return parts.figures();
  }

  /** The figures of now, as figures. */
  Figures measured() {
    return Figures.of(parts.stats, parts.live());
  }

  /** Beats while this server serves people. */
  Pulse pulse(String name, Duration every, Runnable beat) {
    return new Pulse(name, every, parts.sequencer, parts.ready::get, beat);
  }

  /**
   * Stops: nobody is let in, everyone is told goodbye and gets what is on its way to them, the log
   * is closed. Takes seconds at most; a second call does nothing.
   */
  public void stop() {
    parts.ready.set(false);
    if (stopped.getAndSet(true)) {
      return;
    }
    long from = System.nanoTime();
    Milestones.stops(parts.stopsBecause.get());
    parts.shutdown.close();
    doors.closeFirst();
    parts.end();
    doors.closeLast();
    parts.close();
    Milestones.stopped(System.nanoTime() - from);
  }
}
