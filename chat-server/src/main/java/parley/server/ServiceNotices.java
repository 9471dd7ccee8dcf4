package parley.server;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.stats.Figures;

/**
 * Tells the service manager that started this process, as systemd does, how it is: that people are
 * served, that settings are read again, that it stops, and for its watchdog that it is well, as
 * {@code sd_notify(3)} has it. Tells nothing where none is there to be told. What can't be told is
 * warned of once, and nothing else comes of it.
 */
final class ServiceNotices {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceNotices.class);

  /** The longest pause between two lines of figures. */
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** A watchdog that asks for more than this is not heard. */
  private static final Duration SHORTEST = Duration.ofMillis(10);

  private final Optional<String> socket;
  private final Duration every;
  private final boolean watched;

  /** Set once, before the end can be asked for by who waits for the start. */
  private volatile Optional<Pulse> pulse = Optional.empty();

  private volatile boolean troubled;

  /** The thread of the pulse alone. */
  private long messages;

  /** The thread of the pulse alone, by {@link System#nanoTime}. */
  private long since = System.nanoTime();

  private ServiceNotices(Optional<String> socket, Duration every, boolean watched) {
    this.socket = socket;
    this.every = every;
    this.watched = watched;
  }

  /**
   * @param environment with {@code NOTIFY_SOCKET}, and {@code WATCHDOG_USEC} in microseconds, where
   *     there is a service manager
   */
  static ServiceNotices of(Map<String, String> environment) {
    Optional<String> socket =
        Optional.ofNullable(environment.get("NOTIFY_SOCKET")).filter(name -> !name.isEmpty());
    Optional<Duration> half = socket.isPresent() ? halfOfWatchdog(environment) : Optional.empty();
    Duration every = half.filter(time -> time.compareTo(EVERY) < 0).orElse(EVERY);
    return new ServiceNotices(socket, every, half.isPresent());
  }

  /** Half of the time after which a silent process is killed; empty where none is. */
  private static Optional<Duration> halfOfWatchdog(Map<String, String> environment) {
    String process = environment.get("WATCHDOG_PID");
    String micros = environment.get("WATCHDOG_USEC");
    if (micros == null || process != null && !process.equals("" + ProcessHandle.current().pid())) {
      return Optional.empty();
    }
    try {
      Duration half = Duration.of(Long.parseLong(micros) / 2, ChronoUnit.MICROS);
      return Optional.of(half).filter(time -> time.compareTo(SHORTEST) >= 0);
    } catch (NumberFormatException e) {
      LOG.warn("WATCHDOG_USEC is no number of microseconds: the watchdog hears nothing");
      return Optional.empty();
    }
  }

  /** Whether there is somebody to be told: this is a service then. */
  boolean areWanted() {
    return socket.isPresent();
  }

  /** People are served; from now on the watchdog is told so as long as it holds. */
  void ready(Server server) {
    if (areWanted()) {
      tell("READY=1");
      pulse = Optional.of(server.pulse("service", every, () -> beat(server)));
      pulse.get().start();
    }
  }

  private void beat(Server server) {
    if (watched) {
      tell("WATCHDOG=1"); // first: a figure that can't be had is no reason to be killed
    }
    Figures now = server.measured();
    long accepted = now.messages().accepted();
    double seconds = (System.nanoTime() - since) / 1e9;
    String status =
        String.format(
            Locale.ROOT,
            "STATUS=%d connections, %.1f messages/s",
            now.connections().now(),
            (accepted - messages) / seconds);
    messages = accepted;
    since = System.nanoTime();
    tell(status);
  }

  /** Does that, between a word before and one after it. */
  void reloading(Runnable reload) {
    // Java's nanoTime is CLOCK_MONOTONIC on Linux, the clock that is asked for.
    tell("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    try {
      reload.run();
    } finally {
      tell("READY=1");
    }
  }

  /** The end begins. */
  void stopping() {
    pulse.ifPresent(Pulse::close);
    tell("STOPPING=1\nSTATUS=says goodbye to everybody");
  }

  private void tell(String lines) {
    if (socket.isEmpty()) {
      return;
    }
    try {
      NotifySocket.send(socket.get(), lines);
      troubled = false;
    } catch (IOException | RuntimeException | LinkageError e) {
      if (!troubled) {
        LOG.warn("the service manager can't be told how the server is ({})", e.toString());
      }
      troubled = true;
    }
  }
}
