package parley.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.Goodbye;
import parley.server.account.Checker;
import parley.server.account.PasswordRate;
import parley.server.account.Passwords;
import parley.server.admin.AdminConsole;
import parley.server.admin.Controls;
import parley.server.admin.InvitationLines;
import parley.server.admin.OperatorToken;
import parley.server.admin.Shutdown;
import parley.server.config.LiveSettings;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.connection.Connection;
import parley.server.connection.ConnectionParts;
import parley.server.connection.Connections;
import parley.server.decide.Act;
import parley.server.fanout.Fanout;
import parley.server.file.Transfers;
import parley.server.listen.Admission;
import parley.server.listen.Descriptors;
import parley.server.listen.Heap;
import parley.server.log.FreeSpace;
import parley.server.log.Log;
import parley.server.mode.WireModes;
import parley.server.outbox.Budget;
import parley.server.outbox.Published;
import parley.server.outbox.Writers;
import parley.server.outbox.Writing;
import parley.server.retention.Cleaning;
import parley.server.retention.Erasures;
import parley.server.retention.Retention;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.search.Search;
import parley.server.sequence.Sequencer;
import parley.server.session.Decoys;
import parley.server.session.Gate;
import parley.server.session.GuestRate;
import parley.server.session.LogGrowth;
import parley.server.session.Rates;
import parley.server.session.RequestRates;
import parley.server.session.RoomRate;
import parley.server.session.SessionParts;
import parley.server.session.Sessions;
import parley.server.session.ShownCertificate;
import parley.server.session.Sources;
import parley.server.session.TokenGuesses;
import parley.server.state.Asker;
import parley.server.state.ServerRole;
import parley.server.state.State;
import parley.server.stats.ConnectionFigures;
import parley.server.stats.Figures;
import parley.server.stats.RecentFigures;
import parley.server.stats.Sampler;
import parley.server.stats.Stats;
import parley.server.stats.SteadyClock;
import parley.server.stats.Timeline;
import parley.server.tls.ClientTrust;
import parley.server.tls.ServerTls;

/** Every part of a server, made and joined from top to bottom; nothing is open yet. */
final class ServerParts {
  private static final String NO_CERTIFICATE = "There is no TLS listener, so no certificate.";

  private static final Logger LOG = LoggerFactory.getLogger(ServerParts.class);

  /** What stopping waits for the connections' ends. */
  private static final long STOP_MILLIS = 5_000;

  /** For how long those of the whole server are taken as they are. */
  private static final Duration OWN_FRESH = Duration.ofSeconds(1);

  /** For how long the same figures answer those who ask in the chat. */
  private static final Duration FIGURES_FRESH = Duration.ofMillis(100);

  final WireModes modes;
  final Stats stats;
  final Timeline timeline = new Timeline();
  final Connections connections;
  final Listeners listeners;
  final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("timer").daemon().factory());
  final LiveSettings settings;
  final Log log;
  final FreeSpace space;
  final Optional<Search> search;
  final Fanout fanout;
  final Sequencer sequencer;
  final Retention retention;
  final Cleaning cleaning;
  final Erasures erasures;
  final Transfers transfers;
  final CoreThreads core;
  final Sessions sessions;
  final AdminConsole admin;
  final InvitationLines invitations;
  final CountDownLatch stopAsked = new CountDownLatch(1);

  /** Why it stops, where nobody has asked before. */
  final AtomicReference<String> stopsBecause =
      new AtomicReference<>("a signal ends its process (SIGTERM, or SIGINT by Ctrl-C)");

  final Shutdown shutdown =
      new Shutdown(this::announce, () -> askToStop("the admin command shutdown"));
  final Optional<ServerTls> tls;
  final OperatorToken operatorToken;

  /** Whether it serves people. */
  final AtomicBoolean ready = new AtomicBoolean();

  /** Threads that look after others until they are interrupted. */
  private final List<Thread> watches = new ArrayList<>();

  ServerParts(LiveSettings settings, WireModes modes) throws UserError {
    this.settings = settings;
    this.modes = modes;
    stats = new Stats(modes.titles());
    Settings first = settings.current();
    log = Log.open(first.data().dir(), first.nonce().keep().toMillis(), first.log().durability());
    try {
      tls =
          first.listen().tls().isPresent() ? Optional.of(ServerTls.open(first)) : Optional.empty();
    } catch (UserError e) {
      log.close();
      throw e;
    }
    operatorToken = OperatorToken.open(log, CoreThreads::halt);
    State state;
    try {
      state = log.load();
    } catch (UncheckedIOException e) {
      log.close();
      throw new UserError(e.getMessage(), e);
    }
    space = FreeSpace.watch(first.data().dir(), () -> settings.current().log().freeBytes(), log);
    stats.diskIs(space::figures);
    if (first.search().enabled()) {
      search = Optional.of(Search.start(first.data().dir(), log, space::isRoomy));
      stats.searchIs(() -> search.get().figures());
    } else {
      Search.remove(first.data().dir());
      search = Optional.empty();
    }
    fanout =
        new Fanout(state, new Published(log.last()), () -> settings.current().accounts().guests());
    stats.ownAre(
        new RecentFigures<>(
            new OwnFigures(first.data().dir(), log, fanout, settings::current), OWN_FRESH));
    sequencer =
        new Sequencer(
            state,
            log,
            fanout,
            new LimitsInForce(settings::current, log.id(), space::scarce),
            stats,
            CoreThreads::halt);
    Gate gate = new Gate(fanout.directory(), sequencer);
    transfers =
        new Transfers(
            first.data().dir(),
            log,
            sequencer::ask,
            settings::current,
            by -> gate.may(by, Right.ASK, On.SERVER),
            stats);
    sessions = new Sessions(fanout);
    TokenGuesses guesses = new TokenGuesses(operatorToken::matches);
    retention =
        new Retention(
            log,
            sequencer::ask,
            () -> settings.current().history(),
            SteadyClock::millis,
            CoreThreads::halt);
    cleaning =
        new Cleaning(
            log,
            sequencer::ask,
            () -> settings.current().session().grace(),
            () -> settings.current().audit().keep(),
            SteadyClock::millis);
    erasures = new Erasures(log, sequencer::ask, transfers::forget);
    invitations = new InvitationLines(sequencer, this::place);
    admin =
        new AdminConsole(
            new Controls(
                sequencer,
                gate,
                sessions,
                log,
                transfers,
                retention,
                settings,
                certificates(),
                () -> Figures.of(stats, live()),
                operatorToken,
                invitations,
                shutdown),
            guesses);
    SessionParts sessionParts =
        new SessionParts(
            sequencer,
            fanout,
            new Sources(
                log,
                search,
                fanout.directory(),
                new Decoys(fanout.directory(), operatorToken::seed),
                gate,
                sequencer,
                settings::current),
            transfers,
            admin::answer,
            new RecentFigures<>(this::figures, FIGURES_FRESH),
            timeline,
            new RecentFigures<>(sessions::slowest, FIGURES_FRESH),
            new Rates(
                new GuestRate(),
                new RoomRate(),
                new RequestRates(),
                new LogGrowth(fanout.directory()),
                guesses,
                new Passwords(() -> settings.current().accounts()),
                new PasswordRate(),
                new Checker(() -> settings.current().accounts())),
            settings::current,
            stats,
            timer);
    connections =
        new Connections(
            new ConnectionParts(
                modes,
                fanout,
                new Writing(new Writers(), log, stats, settings::current),
                Budget.ofHeap(),
                transfers,
                sessionParts,
                settings::current,
                this::tlsAddress,
                this::shown,
                stats,
                timer));
    int room =
        Math.min(
            Descriptors.room(first.limits(), first.files().transfers()), Heap.room(first.limits()));
    Admission admission = new Admission(settings::current, fanout::banned, room);
    listeners = new Listeners(connections, admission, modes, stats, timer);
    core = new CoreThreads(sequencer, fanout);
  }

  /**
   * Starts the threads that look after the others.
   *
   * @param renewal how often is looked whether the certificate is to be renewed
   */
  void begin(Duration renewal) {
    log.onLoss(CoreThreads::halt);
    settings.onChange(
        now -> fanout.subscribers().forEach(s -> s.outbox().limit(now.limits().outboxBytes())));
    watch("heartbeat", connections::watch);
    watch("peers", connections::watchPeers);
    watch("clock", new Clock(sequencer, () -> settings.current().session().grace().toMillis()));
    watch("sampler", new Sampler(stats, this::live, SteadyClock::millis, timeline));
    settings.onChange(_ -> retention.soon());
    watch("retention", retention);
    cleaning.start();
    erasures.start();
    tls.ifPresent(
        own -> stats.certificateIs(() -> Figures.Certificate.of(own.expires(), Instant.now())));
    Future<?> _ =
        timer.scheduleAtFixedRate(new ClockWatch(this::renewCertificates), 1, 1, TimeUnit.MINUTES);
    Future<?> _ =
        timer.scheduleAtFixedRate(
            this::renewCertificates, renewal.toMillis(), renewal.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void watch(String name, Runnable watch) {
    watches.add(Thread.ofPlatform().name(name).daemon().start(watch));
  }

  /** Whether somebody is the owner, or was invited to be. */
  boolean hasOwner() {
    return !log.accounts().isEmpty()
        || log.invitations().stream().anyMatch(i -> i.role() == ServerRole.OWNER);
  }

  private InvitationLines.Place place() {
    Settings now = settings.current();
    return listeners
        .tlsAddress()
        .map(
            at ->
                new InvitationLines.Place(
                    PublicPlace.ofTls(at, now), tls.map(ServerTls::invitedPrint)))
        .orElseGet(
            () ->
                new InvitationLines.Place(
                    listeners.plainAddress().map(at -> PublicPlace.ofPlain(at, now)).orElse(""),
                    Optional.empty()));
  }

  private Controls.Certificates certificates() {
    return new Controls.Certificates() {
      @Override
      public String reload(Settings now) throws UserError {
        return reloadCertificates(now);
      }

      @Override
      public String foresee(Settings now) throws UserError {
        return tls.isEmpty() ? NO_CERTIFICATE : tls.get().foresee(now);
      }
    };
  }

  private String reloadCertificates(Settings now) throws UserError {
    if (tls.isEmpty()) {
      return NO_CERTIFICATE;
    }
    tls.get().reload(now);
    return "Certificate in force: " + tls.get().fingerprint();
  }

  /** A certificate that is about to end is renewed while the server runs. */
  private void renewCertificates() {
    try {
      reloadCertificates(settings.current());
    } catch (UserError e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  void askToStop(String why) {
    if (stopAsked.getCount() > 0) {
      stopsBecause.set(why);
    }
    stopAsked.countDown();
  }

  private void announce(String text) {
    try {
      sequencer.submit(new Act.Notify(new Asker.Console("server"), null, text), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  ConnectionFigures live() {
    ConnectionFigures.Tally tally = new ConnectionFigures.Tally(modes.titles());
    for (Connection connection : connections.all()) {
      tally.add(connection.mode(), connection.tls(), connection.outboxBytes(), connection.behind());
    }
    return tally.sum();
  }

  /** Whose a client's certificate is. */
  private ShownCertificate shown(List<X509Certificate> chain) {
    if (chain.isEmpty() || tls.isEmpty()) {
      return ShownCertificate.NONE;
    }
    try {
      return new ShownCertificate(tls.get().clients().name(chain, Instant.now()), null);
    } catch (ClientTrust.FaultException e) {
      return new ShownCertificate(null, e.getMessage());
    }
  }

  private Optional<InetSocketAddress> tlsAddress() {
    return listeners.tlsAddress();
  }

  Map<String, Object> figures() {
    return Figures.of(stats, live()).asMap();
  }

  /** Ends the connections and the threads: everyone gets what is on its way to them. */
  void end() {
    try {
      listeners.close();
      fanout.hush();
      connections.all().forEach(c -> c.end(Goodbye.SHUTDOWN, "The server is stopping."));
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
      while (connections.count() > 0 && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      connections.all().forEach(Connection::abort);
      transfers.close();
      timer.shutdownNow();
      watches.forEach(Thread::interrupt);
      core.stop();
    } catch (IOException e) {
      LOG.warn("a listener could not be closed: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes the log and what reads it. */
  void close() {
    search.ifPresent(Search::close);
    cleaning.close();
    erasures.close();
    space.close();
    log.close();
  }
}
