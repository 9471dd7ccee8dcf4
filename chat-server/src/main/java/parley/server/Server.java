package parley.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.admin.AdminConsole;
import parley.server.admin.AdminSocket;
import parley.server.admin.Controls;
import parley.server.admin.OperatorToken;
import parley.server.admin.Shutdown;
import parley.server.config.LiveSettings;
import parley.server.config.Settings;
import parley.server.config.StartupException;
import parley.server.connection.Connection;
import parley.server.connection.Connections;
import parley.server.decide.Command;
import parley.server.fanout.Fanout;
import parley.server.file.Transfers;
import parley.server.listen.Descriptors;
import parley.server.listen.Doorman;
import parley.server.log.Log;
import parley.server.log.OutcomeUnknownException;
import parley.server.log.RolledBackException;
import parley.server.outbox.Published;
import parley.server.outbox.Writers;
import parley.server.search.Search;
import parley.server.sequence.Retention;
import parley.server.sequence.Sequencer;
import parley.server.session.Newcomers;
import parley.server.session.Services;
import parley.server.session.Sessions;
import parley.server.state.State;
import parley.server.stats.Figures;
import parley.server.stats.Live;
import parley.server.stats.MetricsEndpoint;
import parley.server.stats.Prometheus;
import parley.server.stats.Stats;
import parley.server.stats.StatsLog;
import parley.server.stats.SteadyClock;
import parley.server.tls.ServerTls;

/**
 * A running server: every part made and joined, top to bottom, in {@link #start}, and ended in
 * {@link #stop}.
 */
public final class Server {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** What stopping waits for the connections' ends. */
  private static final long STOP_MILLIS = 5_000;

  private final Stats stats = new Stats();
  private final Connections connections;
  private final Doors doors;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("timer").daemon().factory());
  private final LiveSettings settings;
  private final Log log;
  private final Optional<Search> search;
  private final Fanout fanout;
  private final Sequencer sequencer;
  private final Transfers transfers;
  private final CoreThreads core;
  private final Sessions sessions;
  private final AdminConsole admin;
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final Shutdown shutdown = new Shutdown(this::announce, stopAsked::countDown);
  private Optional<AdminSocket> adminSocket = Optional.empty();
  private final Optional<ServerTls> tls;
  private final Optional<String> freshToken;
  private Optional<MetricsEndpoint> metrics = Optional.empty();
  private StatsLog statsLog;
  private volatile boolean ready;
  private final AtomicBoolean stopped = new AtomicBoolean();

  /**
   * Makes every part and opens the doors.
   *
   * @throws StartupException with the sentence for whoever started it
   */
  public static Server start(Settings settings) throws StartupException {
    return start(settings, Duration.ofDays(1));
  }

  /**
   * @param renewal how often is looked whether the certificate is to be renewed
   */
  static Server start(Settings settings, Duration renewal) throws StartupException {
    Server server = new Server(new LiveSettings(settings));
    try {
      server.open(renewal);
      return server;
    } catch (StartupException e) {
      server.stop();
      throw e;
    }
  }

  private Server(LiveSettings settings) throws StartupException {
    this.settings = settings;
    Settings first = settings.current();
    log = Log.open(first.data().dir(), first.nonce().keep().toMillis(), first.log().durability());
    try {
      tls =
          first.listen().tls().isPresent() ? Optional.of(ServerTls.open(first)) : Optional.empty();
    } catch (StartupException e) {
      log.close();
      throw e;
    }
    OperatorToken operatorToken = OperatorToken.open(log, CoreThreads::halt);
    try {
      freshToken = operatorToken.first();
    } catch (RolledBackException | OutcomeUnknownException e) {
      log.close();
      throw new StartupException("The operator's token can't be written: " + e.getMessage(), e);
    }
    State state;
    try {
      state = log.load();
    } catch (UncheckedIOException e) {
      log.close();
      throw new StartupException(e.getMessage(), e);
    }
    if (first.search().enabled()) {
      search = Optional.of(Search.start(first.data().dir(), log));
      stats.searchIs(() -> search.get().figures());
    } else {
      Search.remove(first.data().dir());
      search = Optional.empty();
    }
    fanout = new Fanout(state, new Published(log.last()));
    sequencer =
        new Sequencer(
            state,
            log,
            fanout,
            new RulesInForce(settings::current, log.id()),
            stats,
            CoreThreads::halt);
    transfers = new Transfers(first.data().dir(), log, sequencer::ask, settings::current, stats);
    sessions = new Sessions(fanout);
    admin =
        new AdminConsole(
            new Controls(
                sequencer,
                sessions,
                log,
                transfers,
                settings,
                this::reloadCertificates,
                () -> Figures.of(stats, live()),
                operatorToken,
                shutdown));
    connections =
        new Connections(
            new Services(
                sequencer,
                fanout,
                log,
                search,
                transfers,
                stats,
                settings::current,
                admin::answer,
                operatorToken::matches,
                this::figures,
                new Newcomers(),
                this::tlsAddress,
                timer,
                new Writers()));
    int room = Descriptors.room(first.limits(), first.files().transfers());
    Doorman doorman = new Doorman(settings::current, fanout::banned, room);
    doors = new Doors(connections, doorman, stats, timer);
    core = new CoreThreads(sequencer, fanout);
  }

  private void open(Duration renewal) throws StartupException {
    Settings first = settings.current();
    settings.onChange(
        now -> fanout.subscribers().forEach(s -> s.outbox().limit(now.limits().outboxBytes())));
    Thread.ofPlatform().name("heartbeat").daemon().start(connections::watch);
    Thread.ofPlatform()
        .name("clock")
        .daemon()
        .start(new Clock(sequencer, () -> settings.current().session().grace().toMillis()));
    Thread.ofPlatform()
        .name("retention")
        .daemon()
        .start(
            new Retention(
                log, sequencer::ask, () -> settings.current().history(), SteadyClock::millis));
    Future<?> _ =
        timer.scheduleAtFixedRate(
            this::renewCertificates, renewal.toMillis(), renewal.toMillis(), TimeUnit.MILLISECONDS);
    if (first.listen().metrics().isPresent()) {
      metrics =
          Optional.of(
              MetricsEndpoint.open(
                  first.listen().metrics().get(),
                  new Prometheus(stats, this::live)::scrape,
                  () -> ready));
    }
    doors.open(first.listen(), tls);
    adminSocket = Optional.of(AdminSocket.open(first.data().dir(), admin));
    statsLog =
        StatsLog.start(
            stats, () -> Figures.of(stats, live()), () -> settings.current().stats().logEvery());
    ready = true;
  }

  private String reloadCertificates(Settings now) throws StartupException {
    if (tls.isEmpty()) {
      return "There is no TLS listener, so no certificate.";
    }
    tls.get().reload(now);
    return "Certificate in force: " + tls.get().fingerprint();
  }

  /** A certificate that is about to end is renewed while the server runs. */
  private void renewCertificates() {
    try {
      reloadCertificates(settings.current());
    } catch (StartupException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  private void announce(String text) {
    try {
      sequencer.submit(new Command.Notify("server", null, text), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Live live() {
    Live.Tally tally = new Live.Tally();
    for (Connection connection : connections.all()) {
      tally.add(connection.mode(), connection.tls(), connection.outboxBytes(), connection.behind());
    }
    return tally.sum();
  }

  // ---- what whoever started it may know -------------------------------------------------------

  /** Where the plain listener really listens, if there is one. */
  public Optional<InetSocketAddress> plainAddress() {
    return doors.plainAddress();
  }

  /** Where the TLS listener really listens, if there is one. */
  public Optional<InetSocketAddress> tlsAddress() {
    return doors.tlsAddress();
  }

  public Optional<InetSocketAddress> metricsAddress() {
    return metrics.map(MetricsEndpoint::address);
  }

  public Optional<ServerTls> tls() {
    return tls;
  }

  /** The admin commands. */
  public AdminConsole admin() {
    return admin;
  }

  /** Waits until the server's end is asked for, by a command or by {@link #askToStop}. */
  public void awaitStopAsked() throws InterruptedException {
    stopAsked.await();
  }

  /** Asks for the end; whoever waits for that calls {@link #stop}. */
  public void askToStop() {
    stopAsked.countDown();
  }

  /** The operator's token, where this start made it. It can't be had again later. */
  public Optional<String> freshOperatorToken() {
    return freshToken;
  }

  /** The connections that have chosen their mode. */
  public Sessions sessions() {
    return sessions;
  }

  public LiveSettings settings() {
    return settings;
  }

  public Map<String, Object> figures() {
    return Figures.of(stats, live()).asMap();
  }

  /**
   * Stops: nobody is let in, everyone is told goodbye and gets what is on its way to them, the log
   * is closed. Takes seconds at most; a second call does nothing.
   */
  public void stop() {
    ready = false;
    if (stopped.getAndSet(true)) {
      return;
    }
    shutdown.close();
    adminSocket.ifPresent(AdminSocket::close);
    try {
      doors.close();
      fanout.hush();
      connections.all().forEach(c -> c.end("shutdown", "The server is stopping."));
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
      while (connections.count() > 0 && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      connections.all().forEach(Connection::abort);
      transfers.close();
      timer.shutdownNow();
      core.stop();
      metrics.ifPresent(MetricsEndpoint::close);
      if (statsLog != null) {
        statsLog.close();
      }
    } catch (IOException e) {
      LOG.warn("a listener could not be closed: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    search.ifPresent(Search::close);
    log.close();
  }
}
