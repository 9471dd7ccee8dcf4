package parley.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import parley.client.command.OpenServers;
import parley.client.config.ChatConfig;
import parley.client.config.LiveConfig;
import parley.client.screen.Desk;
import parley.client.screen.FullScreen;
import parley.client.screen.FullView;
import parley.client.screen.Seat;
import parley.client.scripts.ExitCode;
import parley.client.scripts.ServerOptions;
import parley.client.terminal.Completion;
import parley.client.terminal.ConversationView;
import parley.client.terminal.InlineScreen;
import parley.client.terminal.InlineView;
import parley.client.terminal.Preferences;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Theme;
import parley.client.terminal.Transcript;
import parley.protocol.Printable;
import picocli.CommandLine.ParameterException;

/**
 * One run of the program at a terminal: each server is a {@link Visit} in a thread of its own, and
 * the run is over when the last of them is. Its lock guards how they ended.
 */
final class Sitting {
  private final Terminal terminal;
  private final ServerOptions options;
  private final boolean keeps;
  private final Path history;
  private final Theme theme;
  private final ZoneId zone = ZoneId.systemDefault();
  private final LiveConfig config;
  private final Leaving leaving = new Leaving();
  private final List<Visit> visits = new CopyOnWriteArrayList<>();
  private final List<Visit.Outcome> outcomes = new ArrayList<>();

  /** Null where lines stand one below the other. */
  private Desk desk;

  private OpenServers servers = OpenServers.one();
  private int running;

  /**
   * @param keeps whether anything can be kept on this machine
   * @param history the file of typed lines, null to keep none
   */
  Sitting(Terminal terminal, ServerOptions options, boolean keeps, Path history) {
    this.terminal = terminal;
    this.options = options;
    this.keeps = keeps;
    this.history = keeps ? history : null;
    Integer colours = terminal.getNumericCapability(Capability.max_colors);
    theme = Theme.of(colours == null ? 0 : colours, options.environment());
    config = new LiveConfig(options.config(), this::become);
  }

  /**
   * Runs until the last server is left, and answers how that went.
   *
   * @param inline whether the whole screen is not wanted; for one server alone
   */
  Visit.Outcome run(List<Destination> wanted, boolean inline)
      throws IOException, InterruptedException {
    if (inline || !FullScreen.isPossible(terminal)) {
      return lines(wanted.getFirst());
    }
    try (Desk whole = new Desk(terminal, history, theme)) {
      desk = whole;
      servers = new OpenServers(this::open, () -> List.copyOf(config.now().profiles().keySet()));
      leaving.atSignals(whole::close, true);
      List<Visit> first = new ArrayList<>();
      for (Destination to : wanted) {
        first.add(visit(to, first.isEmpty())); // the first is seen, unless it is long in coming
      }
      greet(config.now(), first.getFirst().view());
      first.forEach(this::start);
      return awaitAll();
    }
  }

  /** One server, whose lines are left to the terminal. */
  private Visit.Outcome lines(Destination to) throws IOException, InterruptedException {
    Completion completion = new Completion();
    try (InlineScreen screen =
        new InlineScreen(
            terminal, history, completion, key -> Thread.startVirtualThread(() -> pressed(key)))) {
      InlineView view =
          new InlineView(screen, new Transcript(theme, zone, LocalDate.now(zone)), theme);
      leaving.atSignals(screen::close, screen.edits());
      Visit visit =
          new Visit(to, keeps, new Visit.Place(screen, view, theme, completion, config), servers);
      visits.add(visit);
      greet(config.now(), view);
      start(visit);
      return awaitAll();
    }
  }

  private void pressed(PressedKey key) {
    visits.forEach(visit -> visit.pressed(key));
  }

  /** A file that is wrong keeps nobody out, and is told until something was typed. */
  private static void greet(ChatConfig config, ConversationView view) {
    config.sentences().forEach(view::pin);
    if (!config.openToOthers().isEmpty()) {
      view.pin(config.openToOthers());
    }
  }

  /**
   * @throws IllegalArgumentException with a sentence, where no more can be open
   */
  private Visit visit(Destination to, boolean wanted) {
    Completion completion = new Completion();
    Seat seat = desk.open(to.label(), completion, wanted);
    try {
      FullView view = new FullView(seat, theme, zone);
      Visit visit =
          new Visit(to, keeps, new Visit.Place(seat, view, theme, completion, config), servers);
      seat.isFor(new Seat.Occupant(visit::pressed, visit::go, visit::turnTo, visit::looks));
      desk.succeeds(seat);
      visits.add(visit);
      return visit;
    } catch (IllegalArgumentException e) {
      seat.close();
      throw e;
    }
  }

  /** Another one beside those that are open; as somebody typed it, with a link's lock held. */
  private void open(String text) {
    ServerOptions others = options.another();
    try {
      Visit visit = visit(Destination.of(others, text), true);
      start(visit);
    } catch (ParameterException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private void start(Visit visit) {
    if (!config.now().set().isEmpty()) {
      visit.view().become(config.now().preferences().at(visit.label()));
    }
    leaving.with(visit.departure());
    synchronized (this) {
      running++;
    }
    Thread.ofVirtual().name("visit").start(() -> end(visit, visit.run()));
  }

  private void end(Visit visit, Visit.Outcome outcome) {
    visits.remove(visit);
    leaving.without(visit.departure());
    synchronized (this) {
      outcomes.add(outcome);
      running--;
      notifyAll();
      if (running == 0) {
        return; // the terminal is given back as a whole
      }
    }
    visit.leaves();
    visits.stream()
        .filter(Visit::isShown)
        .findFirst()
        .ifPresent(other -> other.tells(visit.label(), outcome));
  }

  /** How its person wants it from now on; with the lock of one visit held. */
  private void become(Preferences preferences) {
    if (visits.size() == 1) {
      Visit visit = visits.getFirst();
      visit.view().become(preferences.at(visit.label()));
      return;
    }
    for (Visit visit : visits) {
      Preferences there = preferences.at(visit.label());
      Thread.startVirtualThread(() -> visit.exclusively(() -> visit.view().become(there)));
    }
  }

  private Visit.Outcome awaitAll() throws InterruptedException {
    synchronized (this) {
      while (running > 0) {
        wait();
      }
      Visit.Outcome last = outcomes.getLast();
      if (outcomes.size() == 1) {
        String said = leaving.isSignalled() ? "" : last.words();
        return new Visit.Outcome("", leaving.code(last.code()), said, last.fault());
      }
      List<Integer> codes = outcomes.stream().map(Visit.Outcome::code).toList();
      int code =
          codes.contains(ExitCode.UNCONFIRMED)
              ? ExitCode.UNCONFIRMED
              : codes.contains(ExitCode.OK) ? ExitCode.OK : Collections.max(codes);
      return new Visit.Outcome(
          "", leaving.code(code), leaving.isSignalled() ? "" : words(code), last.fault());
    }
  }

  /** What those have to say that ended with the exit code that counts. */
  private String words(int code) {
    List<String> words = new ArrayList<>();
    for (Visit.Outcome one : outcomes) {
      if (one.code() == code && !one.words().isEmpty()) {
        words.add(Printable.line(one.label()) + ": " + one.words());
      }
    }
    return String.join("\n", words);
  }
}
