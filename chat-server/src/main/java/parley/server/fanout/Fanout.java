package parley.server.fanout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.Event;
import parley.protocol.Names;
import parley.protocol.PastSeen;
import parley.protocol.Reply;
import parley.server.config.GuestRooms;
import parley.server.net.AddressRange;
import parley.server.outbox.Chunk;
import parley.server.outbox.Encoded;
import parley.server.outbox.Published;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Place;
import parley.server.state.RoomView;
import parley.server.state.Scope;
import parley.server.state.State;
import parley.server.stats.SteadyClock;

/**
 * The broadcast registry. One thread takes what was committed, batch after batch, and does in order
 * what it means for the connections: events to those who may see them, replies to those who asked,
 * registration, goodbyes. All maps but {@code subscribers} are confined to that thread.
 */
public final class Fanout {
  private static final Logger LOG = LoggerFactory.getLogger(Fanout.class);

  /** Batches that may wait; the sequencer waits when they are more. */
  private static final int BATCHES = 4;

  /** An empty one is the end. */
  private final ArrayBlockingQueue<Optional<Committed>> queue = new ArrayBlockingQueue<>(BATCHES);

  private final Map<Long, Subscriber> subscribers = new ConcurrentHashMap<>();
  private final Map<String, List<Subscriber>> byPerson = new HashMap<>();
  private final Roster roster;
  private final Map<String, Audience> audiences = new ConcurrentHashMap<>();
  private final Published published;
  private final Run run = new Run();
  private volatile boolean quiet;

  /**
   * @param state as it is before the sequencer starts; only read here, in this constructor
   * @param guestRooms the setting of the moment
   */
  public Fanout(State state, Published published, Supplier<GuestRooms> guestRooms) {
    this.published = published;
    this.roster = new Roster(state, guestRooms);
  }

  // ---- any thread ---------------------------------------------------------------------------

  /** Makes a connection known, before its hello is asked of the sequencer. */
  public void add(Subscriber subscriber) {
    subscribers.put(subscriber.connection(), subscriber);
  }

  /** Forgets a connection that said no hello, or whose end was decided. */
  public void remove(Subscriber subscriber) {
    subscribers.remove(subscriber.connection());
  }

  public Iterable<Subscriber> subscribers() {
    return subscribers.values();
  }

  public Subscriber subscriber(long connection) {
    return subscribers.get(connection);
  }

  /** How many people have a connection. */
  public int online() {
    return (int)
        subscribers.values().stream()
            .map(Subscriber::person)
            .filter(Objects::nonNull)
            .distinct()
            .count();
  }

  /** Why an address is banned, null where it is not: good enough to turn someone away early. */
  public String banned(AddressRange address) {
    Verdict out = Rights.keptOut(roster, address, SteadyClock.millis());
    return out == null ? null : out.sentence();
  }

  /** Who is called what and is in which rooms. */
  public Roster directory() {
    return roster;
  }

  public Published published() {
    return published;
  }

  /**
   * The server stops, which ends all connections: nobody is told that the others are gone. They
   * will be back, and a restart is nobody's coming or going.
   */
  public void hush() {
    quiet = true;
  }

  /** Whether those who speak in a room should wait for its outboxes to drain. */
  public boolean congested(String room) {
    Audience audience = audiences.get(Names.fold(room));
    return audience != null && audience.congested(System.nanoTime());
  }

  /** Hands over what was committed; waits while too much waits already. */
  public void publish(Committed batch) throws InterruptedException {
    queue.put(Optional.of(batch));
  }

  // ---- the fan-out thread -------------------------------------------------------------------

  /** Lets what was published before this call be handed out, and then ends {@link #run}. */
  public void stop() throws InterruptedException {
    queue.put(Optional.empty());
  }

  /** Runs until {@link #stop}. */
  public void run() throws InterruptedException {
    Optional<Committed> batch = queue.take();
    while (batch.isPresent()) {
      process(batch.get());
      batch = queue.take();
    }
  }

  private void process(Committed batch) {
    // First the number, then the offers: a writer that sees the number finds the events in the log.
    published.advance(batch.last());
    for (Committed.Item item : batch.items()) {
      for (Committed.Effect effect : item.effects()) {
        switch (effect) {
          case Committed.Numbered n -> logged(n.entry(), item.since());
          case Committed.Unnumbered u -> passing(u.change());
        }
      }
      // What is told of a room waits in the run for the next event of that room, and so comes
      // behind
      // the reply: who says something has its ok before it. What ends the run at once is told
      // before
      // its reply: a talk's message, a leaving, and but for the last room whatever concerns
      // several.
      answer(item.replyTo(), item.reply());
    }
    run.flush();
  }

  private void answer(Consumer<Reply> replyTo, Reply reply) {
    if (replyTo == null || reply == null) {
      return;
    }
    try {
      replyTo.accept(reply);
    } catch (RuntimeException e) {
      LOG.error("a reply could not be handed over", e);
    }
  }

  private void logged(Entry entry, long since) {
    Change.Lasting change = entry.change();
    if (change.audience() instanceof Place.Talk talk) {
      run.flush();
      Set<Subscriber> two = new LinkedHashSet<>(byPerson.getOrDefault(talk.a(), List.of()));
      two.addAll(byPerson.getOrDefault(talk.b(), List.of()));
      Chunk chunk = new Chunk(List.of(entry.event()), since);
      for (Subscriber each : two) {
        if (each.scope().reads(change)) {
          each.outbox().offer(chunk);
        }
      }
      roster.apply(entry);
      return;
    }
    switch (change) {
      case Change.OfMessage of when !isForAll(of) -> {
        run.flush();
        Place.Room room = (Place.Room) of.audience();
        Chunk chunk = new Chunk(List.of(entry.event()), since);
        audience(room.name())
            .offer(chunk, member -> Rights.isTold(roster, member.person(), room, of));
      }
      case Change.Said _,
          Change.OfMessage _,
          Change.TopicSet _,
          Change.RoomSet _,
          Change.RoomRoleGiven _,
          Change.RoomBarred _,
          Change.RoomUnbarred _,
          Change.Renamed _ ->
          run.add(entry, since);
      case Change.Joined c -> {
        run.flush();
        String room = Names.fold(c.room());
        byPerson.getOrDefault(c.person(), List.of()).forEach(s -> enter(s, room));
        run.add(entry, since);
      }
      case Change.Left c -> {
        run.add(entry, since);
        run.flush();
        leave(c.person(), Names.fold(c.room()));
      }
      case Change.RoomClosed c -> {
        run.flush();
        audiences.remove(Names.fold(c.room()));
      }
      case Change.Named c ->
          byPerson.getOrDefault(c.person(), List.of()).forEach(s -> s.rename(c.name()));
      case Change.Expired c -> depart(c.person());
      case Change.AccountDeleted c -> depart(c.person());
      case Change.Came _,
          Change.Banned _,
          Change.Unbanned _,
          Change.OperatorSet _,
          Change.Muted _,
          Change.Unmuted _,
          Change.NetworkUnmuted _,
          Change.Read _,
          Change.Commanded _,
          Change.Reported _,
          Change.RoomInvited _,
          Change.AccountMade _,
          Change.RoleGiven _,
          Change.Suspended _,
          Change.OfWayIn _,
          Change.ErasureBegun _,
          Change.ErasureDone _,
          Change.Dropped _,
          Change.Forgotten _ -> {
        // Concerns no connection; what is one person's own was told above.
      }
    }
    roster.apply(entry);
  }

  /** Whether all who are in a room may read what is changed there, so that one chunk is for all. */
  private boolean isForAll(Change.OfMessage what) {
    RoomView room = roster.room(((Place.Room) what.audience()).name());
    return room == null || room.settings().past() == PastSeen.ALL;
  }

  private void depart(String person) {
    for (String room : rooms(person)) {
      leave(person, room);
    }
    byPerson.remove(person);
  }

  private void passing(Change.Passing change) {
    run.flush();
    switch (change) {
      case Change.Connected c -> connect(c);
      case Change.Disconnected c -> disconnect(c.connection());
      case Change.SignedIn c -> {
        // It is the same person, who has an account now.
        Subscriber subscriber = subscribers.get(c.connection());
        if (subscriber != null) {
          subscriber.identify(
              Asker.bySession(c.person(), c.session()), Scope.ALL, subscriber.name());
        }
      }
      case Change.Ended c -> {
        Subscriber subscriber = subscribers.get(c.connection());
        if (subscriber != null) {
          subscriber.end(c.reason(), c.message());
        }
      }
      case Change.Presence _ when quiet -> {
        // Nobody is told.
      }
      case Change.Presence c -> {
        for (String room : rooms(c.person())) {
          tell(
              audience(room).members(),
              c.online() ? new Event.Online(room, c.name()) : new Event.Offline(room, c.name()));
        }
      }
      case Change.LeftAlone _ -> {
        // What it comes to is told.
      }
      case Change.Absence c -> {
        for (String room : rooms(c.person())) {
          tell(audience(room).members(), new Event.Away(room, c.name(), c.away()));
        }
      }
      case Change.Told c -> {
        Subscriber subscriber = subscribers.get(c.connection());
        if (subscriber != null) {
          tell(List.of(subscriber), new Event.Notice(c.from(), c.text()));
        }
      }
      case Change.Notice c ->
          tell(
              c.room() == null ? subscribers.values() : audience(c.room()).members(),
              new Event.Notice(c.from(), c.text()));
    }
  }

  private void connect(Change.Connected c) {
    Subscriber subscriber = subscribers.get(c.connection());
    if (subscriber == null) {
      return;
    }
    Scope scope = roster.scope(c.person(), c.session());
    if (scope == null) {
      subscriber.identify(Asker.bySession(c.person(), c.session()), Scope.ALL, c.name());
    } else {
      subscriber.identify(Asker.byToken(c.person(), c.session()), scope, c.name());
    }
    byPerson.computeIfAbsent(c.person(), _ -> new ArrayList<>(1)).add(subscriber);
    for (String room : rooms(c.person())) {
      enter(subscriber, room);
    }
    subscriber.outbox().follow(c.cursor(), c.replay());
  }

  /** What happens in a room is told to it from now on, where its token does not keep that out. */
  private void enter(Subscriber subscriber, String room) {
    if (subscriber.scope().reads(room)) {
      audience(room).add(subscriber);
    }
  }

  private void disconnect(long connection) {
    Subscriber subscriber = subscribers.remove(connection);
    if (subscriber == null || subscriber.person() == null) {
      return;
    }
    List<Subscriber> theirs = byPerson.getOrDefault(subscriber.person(), new ArrayList<>());
    theirs.remove(subscriber);
    if (theirs.isEmpty()) {
      byPerson.remove(subscriber.person());
    }
    for (String room : rooms(subscriber.person())) {
      audience(room).remove(subscriber);
    }
  }

  private void leave(String person, String room) {
    Audience audience = audiences.get(room);
    if (audience != null) {
      byPerson.getOrDefault(person, List.of()).forEach(audience::remove);
    }
  }

  private void tell(Iterable<Subscriber> whom, Event event) {
    Map<Object, Encoded> shared = new HashMap<>();
    for (Subscriber subscriber : whom) {
      var wire = subscriber.outbox().wire();
      subscriber
          .outbox()
          .offerPassing(shared.computeIfAbsent(wire, w -> Encoded.event(wire.encode(event))));
    }
  }

  private Set<String> rooms(String person) {
    return roster.rooms(person);
  }

  private Audience audience(String room) {
    return audiences.computeIfAbsent(Names.fold(room), _ -> new Audience());
  }

  /** Consecutive events of one room, which become one chunk. */
  private final class Run {
    private static final int EVENTS = 128;

    private final List<Event.Logged> events = new ArrayList<>();
    private Place.Room room;
    private long since;

    void add(Entry entry, long since) {
      Place.Room its = (Place.Room) entry.change().audience();
      if (!events.isEmpty() && (!its.name().equals(room.name()) || events.size() >= EVENTS)) {
        flush();
      }
      if (events.isEmpty()) {
        room = its;
        this.since = since;
      }
      events.add(entry.event());
    }

    void flush() {
      if (!events.isEmpty()) {
        // None in a room that is closed, or where nobody was since the start.
        Audience audience = audiences.get(room.folded());
        if (audience != null) {
          audience.offer(new Chunk(List.copyOf(events), since));
        }
        events.clear();
      }
    }
  }
}
