package parley.benchmarks.harm;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import parley.benchmarks.Target;
import parley.benchmarks.harm.Readings.Asked;
import parley.benchmarks.harm.Readings.Figures;

/** One attack on one new server, measured. */
final class HarmRun {
  private static final long GLANCE_MILLIS = 250;

  /** Of chatting before anything is measured: a new server compiles what it runs. */
  private static final double WARM_UP_SECONDS = 3;

  /** The attack goes on while one more person asks. */
  private static final double LONGER_SECONDS = 4;

  /** For what was asked and is not answered yet. */
  private static final double PATIENCE_SECONDS = 15;

  private final Path server;
  private final double seconds;
  private final int audience;

  /**
   * @param server a launcher or a jar
   * @param seconds that are measured
   */
  HarmRun(Path server, double seconds, int audience) {
    this.server = server;
    this.seconds = seconds;
    this.audience = audience;
  }

  /**
   * @param attack null for none
   */
  Row.Load row(Attack attack) throws IOException, InterruptedException {
    Readings readings = new Readings();
    try (Shipped shipped = Shipped.start(server, attack == Attack.B13_NETWORK);
        Victims _ = Victims.enter(shipped.doors(), readings, audience)) {
      Thread.sleep((long) (1000 * Math.min(WARM_UP_SECONDS, seconds)));
      Process stranger = attack == null ? null : start(attack, shipped.doors());
      try {
        return measure(attack, shipped, readings, stranger);
      } finally {
        if (stranger != null) {
          stranger.destroyForcibly().waitFor();
        }
      }
    }
  }

  private Row.Load measure(Attack attack, Shipped shipped, Readings readings, Process stranger)
      throws IOException, InterruptedException {
    BufferedReader said = null;
    if (stranger != null) {
      said = stranger.inputReader();
      said.readLine();
    }
    Meter own = new Meter(shipped.target().process().toHandle());
    Meter its = new Meter((stranger == null ? shipped.target().process() : stranger).toHandle());
    long data = shipped.dataBytes();
    long log = shipped.logBytes();
    own.begin();
    its.begin();
    readings.begin();
    long began = System.nanoTime();
    long end = began + (long) (seconds * 1e9);
    for (long now = began; now < end; now = System.nanoTime()) {
      TimeUnit.NANOSECONDS.sleep(Math.min(TimeUnit.MILLISECONDS.toNanos(GLANCE_MILLIS), end - now));
      own.look();
      its.look();
    }
    readings.end();
    long grown = shipped.dataBytes() - data;
    long logged = shipped.logBytes() - log;
    String ended = shipped.end();
    String refused = OneMore.refused(shipped.doors());
    String note = said == null ? "" : said.readLine();
    drain(readings);
    Map<Asked, Figures> others = new EnumMap<>(Asked.class);
    for (Asked each : Asked.values()) {
      others.put(each, readings.figures(each));
    }
    ended = ended.isEmpty() ? shipped.end() : ended;
    return new Row.Load(
        attack == null ? "" : attack.number,
        attack == null ? "nothing: undisturbed" : attack.what,
        attack != null && attack.promised,
        seconds,
        others,
        own.cpuSeconds(),
        stranger == null ? 0 : its.cpuSeconds(),
        own.residentMost(),
        own.written() / seconds,
        grown,
        logged,
        refused,
        String.join(
            "; ",
            Stream.of(ended, note == null ? "" : note).filter(each -> !each.isEmpty()).toList()));
  }

  private static void drain(Readings readings) throws InterruptedException {
    long end = System.nanoTime() + (long) (PATIENCE_SECONDS * 1e9);
    while (!readings.complete() && System.nanoTime() < end) {
      Thread.sleep(GLANCE_MILLIS);
    }
    readings.close();
  }

  private Process start(Attack attack, Doors doors) throws IOException {
    return new ProcessBuilder(
            Target.own(
                "attack",
                attack.name(),
                "--plain=" + doors.plain(),
                "--tls=" + doors.tls(),
                "--health=" + doors.health(),
                "--seconds=" + (seconds + Math.min(LONGER_SECONDS, 2 * seconds))))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
