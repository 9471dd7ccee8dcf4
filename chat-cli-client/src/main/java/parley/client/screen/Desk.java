package parley.client.screen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jline.terminal.Terminal;
import parley.client.terminal.Calling;
import parley.client.terminal.Completion;
import parley.client.terminal.Preferences;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Theme;

/**
 * The whole screen as several servers share it: each has a {@link Seat}, and one of them is shown
 * and gets what is typed. This object's lock guards who has a seat and who is shown; what runs with
 * it held waits for nothing but the screen's and the line's, and who holds those never asks for it.
 *
 * <p>Another server is turned to only while nobody reads keys, by the thread that read them last:
 * so each line is for the server that was seen when its Enter was pressed, and what is typed behind
 * a key that turns is for the one it turns to.
 */
public final class Desk implements AutoCloseable {
  private static final Completion NOTHING = new Completion();

  private final FullScreen screen;
  private final Calling calling = new Calling();
  private volatile List<Seat> seats = List.of();
  private volatile Seat shown;

  /** Who reads keys just now, null for nobody. */
  private Thread reader;

  /** What waits until nobody reads. */
  private final Queue<Runnable> turns = new ConcurrentLinkedQueue<>();

  private Preferences preferences = Preferences.INITIAL;

  /**
   * @param history the file of typed lines, null to keep none
   */
  public Desk(Terminal terminal, Path history, Theme theme) throws IOException {
    screen =
        new FullScreen(
            terminal, history, this::completion, this::elsewhere, theme, this::pressed, this::goes);
    screen.onResize(this::changed);
    screen.mouse(preferences.look().mouse());
  }

  private Completion completion() {
    Seat seat = shown;
    return seat == null ? NOTHING : seat.completion;
  }

  FullScreen screen() {
    return screen;
  }

  Calling calling() {
    return calling;
  }

  /**
   * A place for another server.
   *
   * @param label what it is called here
   * @param wanted whether it is turned to as soon as something can be typed there, unless somebody
   *     is typing for another one
   */
  public Seat open(String label, Completion completion, boolean wanted) {
    Seat seat = new Seat(this, label, completion);
    synchronized (this) {
      seat.wanted = wanted;
      List<Seat> all = new ArrayList<>(seats);
      all.add(seat);
      seats = List.copyOf(all);
      if (shown == null) {
        shown = seat;
      } else {
        shown.promptAgain();
      }
    }
    allChanged();
    return seat;
  }

  /** Whether there is more than one. */
  boolean areSeveral() {
    return seats.size() > 1;
  }

  boolean isShown(Seat seat) {
    return shown == seat;
  }

  void ifShown(Seat seat, Consumer<FullScreen> done) {
    synchronized (this) {
      if (shown == seat) {
        done.accept(screen);
      }
    }
  }

  /** What is shown is to be composed anew. */
  void changed() {
    Seat seat = shown;
    if (seat != null) {
      seat.changed();
    }
  }

  private void allChanged() {
    seats.forEach(Seat::changed);
  }

  /** How somebody wants the screen from now on. */
  void become(Preferences wanted) {
    synchronized (this) {
      if (!wanted.equals(preferences)) {
        preferences = wanted;
        screen.become(wanted);
        screen.mouse(wanted.look().mouse());
      }
    }
  }

  /**
   * The servers as one of them sees them.
   *
   * @param own how it stands there itself
   */
  Servers servers(Seat seat, Overview own) {
    return servers(seats, seat, own);
  }

  private static Servers servers(List<Seat> all, Seat seat, Overview own) {
    int at = all.indexOf(seat);
    if (all.size() < 2 || at < 0) {
      return Servers.alone(own);
    }
    return new Servers(
        all.stream().map(one -> one == seat ? own : one.overview()).toList(),
        at,
        all.stream().map(Seat::asks).toList());
  }

  /** Waits until a server is shown, for who wants to read there; false where it is no more. */
  boolean begin(Seat seat) {
    comes(seat);
    try {
      while (true) {
        if (shown == seat) {
          turn();
        }
        synchronized (this) {
          if (seat.closed) {
            return false;
          }
          if (shown != seat) {
            wait();
          } else if (turns.isEmpty()) {
            reader = Thread.currentThread();
            screen.line().begin();
            return true;
          }
        }
      }
    } catch (InterruptedException e) {
      return false; // as a line that is given up
    }
  }

  /**
   * Nobody reads any more; others are turned to where that was asked for.
   *
   * @return whether what was read was put aside, and not said
   */
  boolean end() {
    boolean aside;
    synchronized (this) {
      reader = null;
      aside = screen.line().end();
    }
    turn();
    return aside;
  }

  private void turn() {
    for (Runnable next = turns.poll(); next != null; next = turns.poll()) {
      next.run();
    }
  }

  /** Something can be typed there now. */
  private void comes(Seat seat) {
    Seat before = shown;
    synchronized (this) {
      boolean first = !seat.manned;
      seat.manned = true;
      if (!first || seat == before) {
        return;
      }
      if (before.manned) {
        if (seat.wanted && screen.typed().isBlank()) {
          soon(() -> turnTo(new Target(seat, null)));
        }
        return;
      }
    }
    turnTo(new Target(seat, null));
  }

  /** Where to turn to: a talk, or none and just the server. */
  private record Target(Seat seat, Overview.Row row) {}

  /** As soon as nobody reads, which whoever does is told. */
  private void soon(Runnable turn) {
    synchronized (this) {
      turns.add(turn);
      if (reader != null) {
        screen.line().putAside(reader);
      }
    }
  }

  private void turnTo(Target target) {
    Seat from;
    Seat to = target.seat();
    synchronized (this) {
      from = shown;
      if (to.closed || !to.manned) {
        return;
      }
      show(to);
    }
    if (from != to) {
      from.occupant().looks().accept(false);
      to.occupant().looks().accept(true);
    }
    if (target.row() != null) {
      to.occupant().turns().accept(target.row().talk());
    }
  }

  private void show(Seat to) {
    if (to == shown) {
      return;
    }
    shown.turnedAway();
    shown = to;
    to.wanted = false;
    to.turnedTo();
    notifyAll();
  }

  /** A server is no more: its neighbour is shown, where it was. */
  void leaves(Seat seat) {
    Seat next = null;
    synchronized (this) {
      int at = seats.indexOf(seat);
      List<Seat> all = new ArrayList<>(seats);
      all.remove(seat);
      seats = List.copyOf(all);
      seat.closed = true;
      if (shown == seat && !all.isEmpty()) {
        next =
            all.stream()
                .filter(one -> one.manned)
                .findFirst()
                .orElse(all.get(Math.min(Math.max(0, at), all.size() - 1)));
        show(next);
      } else if (!all.isEmpty()) {
        shown.promptAgain();
      }
      notifyAll();
    }
    if (next != null) {
      next.occupant().looks().accept(true);
    }
    allChanged();
  }

  /** Under the line's lock, on the thread that reads. */
  private void pressed(PressedKey key) {
    if (areSeveral() && Servers.isTurn(key)) {
      turns.add(() -> turn(servers -> servers.leadsTo(key)));
      screen.line().putAside();
    }
    Seat seat = shown;
    Thread.ofVirtual().name("key").start(() -> seat.occupant().pressed().accept(key));
  }

  private void turn(Function<Servers, Optional<Servers.Place>> which) {
    List<Seat> all = seats;
    Seat seat = shown;
    which
        .apply(servers(all, seat, seat.overview()))
        .ifPresent(place -> turnTo(new Target(all.get(place.server()), place.row())));
  }

  /**
   * Turns to the talk with a number in the list of all servers, soon.
   *
   * @return false where there is only one server
   */
  boolean turnTo(int number) {
    if (areSeveral()) {
      soon(() -> turn(servers -> servers.numbered(number)));
    }
    return areSeveral();
  }

  /** Turns to a server, soon. */
  public void turnTo(Seat seat) {
    soon(() -> turnTo(new Target(seat, null)));
  }

  /** The talks at other servers, for who goes there by a few letters. */
  private List<Jump.Goal> elsewhere() {
    Seat seat = shown;
    if (!areSeveral() || seat == null) {
      return List.of();
    }
    Servers servers = servers(seat, seat.overview());
    List<Servers.Place> places = servers.places();
    List<Jump.Goal> goals = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Servers.Place place = places.get(i);
      if (place.server() != servers.own()) {
        int number = i + 1;
        String title = place.row() == null ? "-" : place.row().title();
        String at = "at " + servers.all().get(place.server()).label();
        goals.add(new Jump.Goal(title, at, "", true, () -> jump(number)));
      }
    }
    return goals;
  }

  /** As {@link #pressed}. */
  private void jump(int number) {
    turns.add(() -> turn(servers -> servers.numbered(number)));
    screen.line().putAside();
  }

  /** As {@link #pressed}. */
  private void goes(String line) {
    shown.occupant().goes().accept(line);
  }

  @Override
  public void close() {
    screen.close();
  }
}
