package parley.client.screen;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
 * <p>Another server is shown only where its person wants that, by a key or a command, or where the
 * one that is shown leaves; never because another one was faster. It is turned to only while nobody
 * reads keys, by the thread that read them last: so each line is for the server that was seen when
 * its Enter was pressed, and what is typed behind a key that turns is for the one it turns to.
 */
public final class Desk implements AutoCloseable {
  private static final Completion NOTHING = new Completion();

  /** How long a server may be in coming that somebody opened, to be turned to by itself. */
  private static final Duration WISH = Duration.ofSeconds(2);

  private static final Duration PARTING = Duration.ofSeconds(1);

  private final FullScreen screen;
  private final Calling calling = new Calling();
  private volatile List<Seat> seats = List.of();
  private volatile Seat shown;

  /** Who reads keys just now, null for nobody. */
  private Thread reader;

  /** What waits until nobody reads. */
  private final Queue<Runnable> turns = new ConcurrentLinkedQueue<>();

  private Preferences preferences = Preferences.INITIAL;

  /** Reads for a server that is shown before anybody does there; null while there is but one. */
  private Thread ahead;

  private boolean closed;

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
   * @param wanted whether it is turned to once something can be typed there, if that is soon and no
   *     key was pressed since
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
        if (ahead == null) {
          ahead = Thread.ofPlatform().daemon().name("ahead").start(this::readAhead);
        }
      }
      notifyAll();
    }
    allChanged();
    return seat;
  }

  /** This server is there in the place of the one of the same name, which is to leave. */
  public void succeeds(Seat seat) {
    synchronized (this) {
      for (Seat old : seats) {
        if (old != seat && old.label().equalsIgnoreCase(seat.label())) {
          old.successor = seat;
          List<Seat> all = new ArrayList<>(seats);
          all.remove(seat);
          all.add(all.indexOf(old), seat);
          seats = List.copyOf(all);
          break;
        }
      }
    }
    allChanged();
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

  /**
   * Waits until a server is shown, for who wants to read there, or until there is a line that was
   * typed ahead; false where it is no more.
   *
   * @param asks whether what was typed ahead is none that is wanted
   */
  boolean begin(Seat seat, boolean asks) {
    comes(seat);
    try {
      while (true) {
        if (mayTurn(seat)) {
          turn();
        }
        synchronized (this) {
          boolean free = reader == null;
          if (seat.closed) {
            return false;
          } else if (seat.hasAhead() && (free || shown != seat)) {
            if (!asks) {
              return true;
            }
            seat.keepAhead();
          } else if (shown != seat || !free) {
            wait();
          } else if (turns.isEmpty()) {
            reads();
            return true;
          }
        }
      }
    } catch (InterruptedException e) {
      return false; // as a line that is given up
    }
  }

  /** With the lock held. */
  private void reads() {
    reader = Thread.currentThread();
    screen.line().begin();
  }

  /** Whether this thread reads keys. */
  synchronized boolean isReading() {
    return Thread.currentThread().equals(reader);
  }

  private synchronized boolean mayTurn(Seat seat) {
    return shown == seat && reader == null;
  }

  /** Keys are obeyed, and lines taken, also while the server that is shown is long in coming. */
  private void readAhead() {
    for (Seat seat = beginAhead(); seat != null; seat = beginAhead()) {
      String line = screen.line().readLine(this::isClosed);
      synchronized (this) {
        reader = null;
        if (!screen.line().end()) {
          seat.typedAhead(line);
        }
        notifyAll();
      }
      turn();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Null at the end. */
  private Seat beginAhead() {
    while (true) {
      synchronized (this) {
        try {
          while (!closed && !(areSeveral() && reader == null && shown.isReadAhead())) {
            wait();
          }
        } catch (InterruptedException e) {
          continue; // it was to put aside what had ended by then
        }
        if (closed) {
          return null;
        }
        if (turns.isEmpty()) {
          reads();
          return shown;
        }
      }
      turn();
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
      notifyAll();
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
    synchronized (this) {
      if (seat.manned) {
        return;
      }
      seat.manned = true;
      if (seat == shown) {
        putAside();
      } else if (isWanted(seat)) {
        soon(
            () -> {
              if (isWanted(seat)) {
                turnTo(new Target(seat, null));
              }
            });
      }
    }
  }

  /** Whether its person waits for it, and does nothing else. */
  private boolean isWanted(Seat seat) {
    return seat.wanted
        && screen.lastKey() - seat.since <= 0
        && System.nanoTime() - seat.since < WISH.toNanos()
        && screen.typed().isBlank();
  }

  /** With the lock held. */
  private void putAside() {
    if (reader != null) {
      screen.line().putAside(reader);
    }
  }

  /** Where to turn to: a talk, or none and just the server. */
  private record Target(Seat seat, Overview.Row row) {}

  /** As soon as nobody reads, which whoever does is told. */
  private void soon(Runnable turn) {
    synchronized (this) {
      turns.add(turn);
      putAside();
      notifyAll();
    }
  }

  private void turnTo(Target target) {
    Seat from;
    Seat to = target.seat();
    synchronized (this) {
      from = shown;
      if (to.closed) {
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
    if (!shown.closed) {
      shown.turnedAway(); // else that is done
    }
    shown = to;
    to.wanted = false;
    to.turnedTo();
    notifyAll();
  }

  /** A server is no more: its successor or its neighbour is shown, where it was. */
  void leaves(Seat seat) {
    boolean now = false;
    synchronized (this) {
      int at = seats.indexOf(seat);
      List<Seat> all = new ArrayList<>(seats);
      all.remove(seat);
      seats = List.copyOf(all);
      seat.closed = true;
      if (shown == seat && !all.isEmpty()) {
        turns.add(() -> toNeighbour(seat, at));
        now = reader == null;
        putAside();
      } else if (!all.isEmpty()) {
        shown.promptAgain();
      }
      notifyAll();
    }
    if (now) {
      turn();
    }
    allChanged();
  }

  /** What was begun there is not begun anywhere else. */
  private void toNeighbour(Seat left, int at) {
    Seat next;
    synchronized (this) {
      List<Seat> all = seats;
      if (shown != left || all.isEmpty()) {
        return;
      }
      Seat near = all.get(Math.clamp(at, 0, all.size() - 1));
      next =
          left.successor != null && !left.successor.closed
              ? left.successor
              : all.stream().filter(one -> one.manned).findFirst().orElse(near);
      left.turnedAway();
      left.bequeath();
      show(next);
    }
    next.occupant().looks().accept(true);
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
    Thread reading;
    synchronized (this) {
      closed = true;
      reading = ahead != null && ahead.equals(reader) ? ahead : null;
      notifyAll();
    }
    if (reading != null) {
      // It would give the terminal its own modes again behind who gives it back.
      reading.interrupt();
      try {
        reading.join(PARTING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    screen.close();
  }
}
