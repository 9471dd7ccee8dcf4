package parley.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import parley.client.terminal.DisplayWidth;
import parley.protocol.Printable;
import parley.text.Table;

/**
 * The servers that are open in this program, each with a chat of its own. Its lock guards the list,
 * and nothing waits with it held; how each server stands is told by its own chat, and read by
 * anybody.
 */
public final class OpenServers {
  /** So many at once: each has its threads, its connection and its pages. */
  public static final int MOST = 10;

  /**
   * How a server stands.
   *
   * @param trouble what is wrong with the connection, empty for nothing
   * @param unsent messages that wait
   */
  record State(String who, String trouble, int unsent) {
    /** Whether what is said there can't be sent now. */
    boolean isStuck() {
      return unsent > 0 && !trouble.isEmpty();
    }
  }

  /** One of them. */
  public static final class Server {
    private final String label;
    private final String text;
    private final Runnable leaves;
    private volatile State state = new State("", "connecting", 0);

    /** Whether its connection is over, and only its pages are left. Guarded by the list's lock. */
    private boolean over;

    private Server(String label, String text, Runnable leaves) {
      this.label = label;
      this.text = text;
      this.leaves = leaves;
    }

    /** What it is called here. */
    public String label() {
      return label;
    }

    /** What somebody types to come there again. */
    String text() {
      return text;
    }

    State state() {
      return state;
    }

    void state(State now) {
      state = now;
    }
  }

  private final List<Server> all = new ArrayList<>();
  private final Consumer<String> opens;
  private final Supplier<List<String>> known;

  /**
   * @param opens opens another one, by what somebody typed; throws an {@link
   *     IllegalArgumentException} with a sentence where it can't
   * @param known the servers that have a name
   */
  public OpenServers(Consumer<String> opens, Supplier<List<String>> known) {
    this.opens = opens;
    this.known = known;
  }

  /** One server, and no other beside it. */
  public static OpenServers one() {
    return new OpenServers(
        _ -> {
          throw new IllegalArgumentException(
              "Lines one below the other are for one server: without --inline, chat opens"
                  + " several.");
        },
        List::of);
  }

  /**
   * One that is open from now on.
   *
   * @param text what somebody types to come there again
   * @param leaves lets its person leave it; on any thread
   * @throws IllegalArgumentException with a sentence, where it can't be
   */
  public Server add(String label, String text, Runnable leaves) {
    Server added = new Server(label, text, leaves);
    Server left = null;
    synchronized (all) {
      Server same = named(label).orElse(null);
      if (same != null && !same.over) {
        throw new IllegalArgumentException(label + " is open already.");
      }
      if (same != null) {
        left = same;
        all.remove(same);
      } else if (all.size() >= MOST) {
        throw new IllegalArgumentException(
            MOST + " servers are open, and no more can be: /disconnect takes one away.");
      }
      all.add(added);
    }
    if (left != null) {
      leave(left);
    }
    return added;
  }

  /** It is open no more. */
  public void remove(Server server) {
    boolean last;
    synchronized (all) {
      all.remove(server);
      last = all.stream().allMatch(one -> one.over);
    }
    if (last) {
      all().forEach(OpenServers::leave);
    }
  }

  /**
   * The connection to a server is over, which its person did not want.
   *
   * @return whether its pages stay, because there are other servers
   */
  public boolean stays(Server server) {
    List<Server> left;
    synchronized (all) {
      server.over = true;
      if (!all.contains(server) || all.stream().anyMatch(one -> !one.over)) {
        return all.contains(server);
      }
      left = List.copyOf(all);
    }
    left.stream().filter(one -> one != server).forEach(OpenServers::leave);
    return false;
  }

  /** Whether no other one has a connection, or may have one again, so that all ends with it. */
  boolean isLast(Server server) {
    synchronized (all) {
      return all.stream().allMatch(one -> one == server || one.over);
    }
  }

  private static void leave(Server server) {
    Thread.ofVirtual().name("leave").start(server.leaves);
  }

  private Optional<Server> named(String label) {
    return all.stream().filter(one -> one.label.equalsIgnoreCase(label)).findFirst();
  }

  Optional<Server> find(String label) {
    synchronized (all) {
      return named(label);
    }
  }

  List<Server> all() {
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  /** Opens another one. */
  void open(String text) {
    opens.accept(text);
  }

  /** Servers that can be opened by a name, and those that are open. */
  List<String> words() {
    List<String> words = new ArrayList<>(known.get());
    all().stream().map(Server::label).filter(one -> !words.contains(one)).forEach(words::add);
    return words;
  }

  /** Whether a talk's name alone may be that of several, now or another time. */
  boolean areSeveral() {
    return all().size() > 1 || !known.get().isEmpty();
  }

  /** Lets its person leave one. */
  void close(Server server) {
    leave(server);
  }

  /** Those besides one at which something waits that can't be sent. */
  List<Server> stuckBesides(Server own) {
    return all().stream().filter(one -> one != own && one.state.isStuck()).toList();
  }

  /** All but one are left. */
  void closeBesides(Server own) {
    all().stream().filter(one -> one != own).forEach(OpenServers::leave);
  }

  /** Each with how it stands. */
  String table(Server own) {
    Table table = Table.bare(DisplayWidth::of, false, false, false, false);
    for (Server one : all()) {
      State state = one.state;
      table.row(
          one.label + (one == own ? " (here)" : ""),
          Printable.line(state.who),
          state.trouble.isEmpty() ? "connected" : state.trouble,
          state.unsent == 0 ? "" : state.unsent + " wait");
    }
    return table.toString();
  }
}
