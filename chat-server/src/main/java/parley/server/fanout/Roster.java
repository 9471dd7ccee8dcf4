package parley.server.fanout;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import parley.protocol.Names;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.server.config.GuestRooms;
import parley.server.net.AddressRange;
import parley.server.net.AddressRanges;
import parley.server.state.Ban;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Membership;
import parley.server.state.Mute;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.RoomBars;
import parley.server.state.RoomView;
import parley.server.state.Scope;
import parley.server.state.ServerRole;
import parley.server.state.State;
import parley.server.state.View;

/**
 * Who is called what, is in which rooms and has which role, and who is muted and banned, as far as
 * it is on disk: what reading needs to know, so that it need not wait for the sequencer while a
 * disk stalls. Changed by the fan-out thread alone, read on any.
 */
public final class Roster implements View {
  /**
   * An odd number by which what lies side by side comes to lie apart: 2^32 over the golden ratio.
   */
  private static final int GOLDEN = 0x9e3779b9;

  private final Map<String, String> idsByName = new ConcurrentHashMap<>();

  /** What everybody is who is there. */
  private final Map<String, ServerRole> roles = new ConcurrentHashMap<>();

  /** What accounts' passwords are compared with. */
  private final Map<String, String> verifiers = new ConcurrentHashMap<>();

  /** Accounts that have a password, each at a place that follows from its id. */
  private final NavigableMap<Integer, String> onRing = new ConcurrentSkipListMap<>();

  private final Set<String> accounts = ConcurrentHashMap.newKeySet();

  /** Why, of those that are. */
  private final Map<String, String> suspended = new ConcurrentHashMap<>();

  /** Accounts' tokens, by number. */
  private final Map<Long, TokenOf> tokens = new ConcurrentHashMap<>();

  private record TokenOf(String person, Scope scope, long until) {}

  /** Whose the sessions are, by number. */
  private final Map<Long, String> sessions = new ConcurrentHashMap<>();

  private final Map<String, Set<String>> roomsOf = new ConcurrentHashMap<>();

  /** Until when whom is muted; a mute that is over may be among them. */
  private final Map<String, Long> mutes = new ConcurrentHashMap<>();

  private final Map<String, Mute> mutedNetworks = new ConcurrentHashMap<>();
  private final Map<String, Ban> bans = new ConcurrentHashMap<>();
  private final AddressRanges bannedRanges = new AddressRanges();
  private final AddressRanges neighboursOfBanned = new AddressRanges();

  /** The rooms that there are, by folded name. */
  private final Map<String, Hall> halls = new ConcurrentHashMap<>();

  private final Supplier<GuestRooms> guestRooms;

  /** From which somebody is, or was, kept. Of one thread. */
  private final Set<Hall> barred = new HashSet<>();

  /** Where people were invited to, by folded name; some may have come since. Of one thread. */
  private final Map<String, Set<String>> invitedTo = new HashMap<>();

  /**
   * @param state only read here, in this constructor
   * @param guestRooms the setting of the moment
   */
  Roster(State state, Supplier<GuestRooms> guestRooms) {
    this.guestRooms = guestRooms;
    for (Room room : state.rooms()) {
      Hall hall = new Hall(0);
      hall.settings = room.settings();
      room.members().forEach(p -> hall.members.put(p.id(), room.membership(p.id())));
      room.bars().all().forEach(hall.bars::add);
      barred.add(hall);
      halls.put(Names.fold(room.name()), hall);
      room.invited().forEach(person -> invite(person, Names.fold(room.name())));
    }
    for (Person person : state.people()) {
      roles.put(person.id(), person.role());
      if (person.isAccount()) {
        accounts.add(person.id());
        suspend(person.id(), person.account().suspended());
        verify(person.id(), person.account().verifier());
        person.signIns().forEach(s -> sessions.put(s.number(), person.id()));
      }
      idsByName.put(Names.fold(person.name()), person.id());
      for (Room room : person.rooms()) {
        enter(person.id(), room.name());
      }
      mute(person.id(), state.mutedUntil(person.id()));
    }
    state
        .tokens()
        .forEach(t -> tokens.put(t.number(), new TokenOf(t.person(), t.scope(), t.until())));
    state.mutes().forEach(mute -> mutedNetworks.put(mute.network(), mute));
    state.bans().forEach(this::ban);
  }

  /** How many rooms there are. */
  public int rooms() {
    return halls.size();
  }

  /** How many people are known: who has an account, and guests whose names are kept. */
  public int people() {
    return idsByName.size();
  }

  /** How many of them are operators or owners. */
  public int operators() {
    return (int)
        roles.values().stream().filter(role -> role.compareTo(ServerRole.OPERATOR) >= 0).count();
  }

  @Override
  public ServerRole role(String person) {
    return roles.get(person);
  }

  @Override
  public boolean isAccount(String person) {
    return accounts.contains(person);
  }

  @Override
  public String suspended(String person) {
    return suspended.get(person);
  }

  /** What an account's password is compared with, by its id; null where it has none. */
  public String verifier(String person) {
    return verifiers.get(person);
  }

  /**
   * What somebody's password is compared with: for one number that of one account, as long as
   * accounts neither come nor go; null where none has one.
   */
  public String anyVerifier(int number) {
    Map.Entry<Integer, String> next = onRing.ceilingEntry(number);
    next = next == null ? onRing.firstEntry() : next;
    return next == null ? null : verifiers.get(next.getValue());
  }

  @Override
  public Scope scope(String person, long number) {
    TokenOf token = tokens.get(number);
    return token == null || !token.person.equals(person) ? null : token.scope;
  }

  @Override
  public boolean isTokenOver(String person, long number, long now) {
    TokenOf token = tokens.get(number);
    return token == null || !token.person.equals(person) || token.until != 0 && token.until <= now;
  }

  @Override
  public boolean signedIn(String person, long session) {
    return person.equals(sessions.get(session));
  }

  @Override
  public long mutedUntil(String person) {
    return mutes.getOrDefault(person, 0L);
  }

  @Override
  public Mute muteOf(String network) {
    return mutedNetworks.get(network);
  }

  @Override
  public Ban banOfName(String name) {
    return bans.get(Names.fold(name));
  }

  @Override
  public Ban banOf(AddressRange address, long now) {
    return bannedRanges.contain(address) ? Ban.of(address, bans.values(), now) : null;
  }

  @Override
  public Ban banOfNewcomers(AddressRange address, long now) {
    return neighboursOfBanned.contain(address)
        ? Ban.ofNewcomers(address, bans.values(), now)
        : null;
  }

  @Override
  public RoomView room(String name) {
    return halls.get(Names.fold(name));
  }

  @Override
  public GuestRooms guestRooms() {
    return guestRooms.get();
  }

  /** As they are now. */
  @Override
  public List<String> roomsOf(String person) {
    return List.copyOf(rooms(person));
  }

  /** Whose name it is, an id; null where nobody has it. */
  public String named(String name) {
    return idsByName.get(Names.fold(name));
  }

  /** Whether there is a room of that name. */
  public boolean hasRoom(String room) {
    return halls.containsKey(Names.fold(room));
  }

  /** Whether a room that is there was made by an event. */
  public boolean wasMadeBy(long seq, String room) {
    Hall hall = halls.get(Names.fold(room));
    return hall != null && hall.made == seq;
  }

  // ---- the fan-out thread -------------------------------------------------------------------

  /** A person's rooms by folded name; may be gone through while they are left. */
  Set<String> rooms(String person) {
    return roomsOf.getOrDefault(person, Set.of());
  }

  private void enter(String person, String room) {
    roomsOf.computeIfAbsent(person, _ -> ConcurrentHashMap.newKeySet(4)).add(Names.fold(room));
  }

  private void invite(String person, String folded) {
    halls.get(folded).invited.add(person);
    invitedTo.computeIfAbsent(person, _ -> new HashSet<>()).add(folded);
  }

  private void mute(String person, long until) {
    if (until == 0) {
      mutes.remove(person);
    } else {
      mutes.put(person, until);
    }
  }

  private void suspend(String person, String reason) {
    if (reason == null) {
      suspended.remove(person);
    } else {
      suspended.put(person, reason);
    }
  }

  private void verify(String person, String verifier) {
    // Spread evenly, so that each account is as likely as another.
    int place = person.hashCode() * GOLDEN;
    if (verifier == null) {
      onRing.remove(place, person);
      verifiers.remove(person);
    } else {
      verifiers.put(person, verifier);
      onRing.put(place, person);
    }
  }

  private void ban(Ban ban) {
    Ban before = bans.put(ban.target(), ban);
    ban.range().ifPresent(bannedRanges::add);
    ban.neighbours().forEach(neighboursOfBanned::add);
    unindex(before);
  }

  private void unindex(Ban ban) {
    if (ban != null) {
      ban.range().ifPresent(bannedRanges::remove);
      ban.neighbours().forEach(neighboursOfBanned::remove);
    }
  }

  void apply(Entry entry) {
    switch (entry.change()) {
      case Change.Came c -> {
        roles.put(c.person(), ServerRole.GUEST);
        idsByName.put(Names.fold(c.name()), c.person());
      }
      case Change.Named c -> {
        idsByName.remove(Names.fold(c.was()), c.person());
        idsByName.put(Names.fold(c.name()), c.person());
      }
      case Change.Joined c -> {
        Hall hall = halls.computeIfAbsent(Names.fold(c.room()), _ -> new Hall(entry.seq()));
        hall.members.put(c.person(), new Membership(RoomRole.MEMBER, entry.seq()));
        enter(c.person(), c.room());
        hall.invited.remove(c.person());
      }
      case Change.RoomSet c -> halls.get(Names.fold(c.room())).settings = c.settings();
      case Change.RoomRoleGiven c ->
          halls
              .get(Names.fold(c.room()))
              .members
              .computeIfPresent(c.person(), (_, m) -> new Membership(c.role(), m.since()));
      case Change.RoomBarred c -> {
        Hall hall = halls.get(Names.fold(c.room()));
        hall.bars.add(c.barAt(entry.at()));
        barred.add(hall);
      }
      case Change.RoomUnbarred c ->
          halls.get(Names.fold(c.room())).bars.remove(c.bar(), c.person());
      case Change.RoomInvited c when c.removed() ->
          halls.get(Names.fold(c.room())).invited.remove(c.person());
      case Change.RoomInvited c -> invite(c.person(), Names.fold(c.room()));
      case Change.RoomClosed c -> halls.remove(Names.fold(c.room()));
      case Change.Left c -> leave(c.person(), Names.fold(c.room()));
      case Change.Expired c -> remove(c.person(), c.name());
      case Change.OperatorSet c ->
          roles.put(c.person(), c.operator() ? ServerRole.OPERATOR : ServerRole.GUEST);
      case Change.AccountMade c -> {
        accounts.add(c.person());
        roles.put(c.person(), c.role());
        idsByName.put(Names.fold(c.name()), c.person());
      }
      case Change.RoleGiven c -> roles.put(c.person(), c.role());
      case Change.PasswordSet c -> verify(c.person(), c.verifier());
      case Change.Suspended c -> suspend(c.person(), c.reason());
      case Change.AccountDeleted c -> {
        remove(c.person(), c.name());
        tokens.values().removeIf(token -> token.person.equals(c.person()));
        accounts.remove(c.person());
        suspend(c.person(), null);
        verify(c.person(), null);
      }
      case Change.SessionOpened c -> sessions.put(entry.seq(), c.person());
      case Change.SessionEnded c -> sessions.remove(c.session());
      case Change.TokenMade c ->
          tokens.put(entry.seq(), new TokenOf(c.person(), c.scope(), c.end()));
      case Change.TokenEnded c -> tokens.remove(c.token());
      case Change.Muted c -> {
        mute(c.person(), c.end());
        c.mutes(entry.at()).forEach(mute -> mutedNetworks.put(mute.network(), mute));
      }
      case Change.Unmuted c -> {
        mute(c.person(), 0);
        mutedNetworks.values().removeIf(mute -> mute.person().equals(c.person()));
      }
      case Change.NetworkUnmuted c -> mutedNetworks.remove(c.network());
      case Change.Banned c -> ban(c.ban(entry.at()));
      case Change.Unbanned c -> unindex(bans.remove(c.target()));
      case Change.Said _,
          Change.Edited _,
          Change.Deleted _,
          Change.Reacted _,
          Change.TopicSet _,
          Change.Renamed _,
          Change.Read _,
          Change.Commanded _,
          Change.Reported _,
          Change.SessionUsed _,
          Change.TokenUsed _,
          Change.InvitationMade _,
          Change.InvitationEnded _,
          Change.Dropped _,
          Change.ErasureBegun _,
          Change.ErasureDone _,
          Change.Forgotten _ -> {
        // Changes none of it.
      }
    }
  }

  private void remove(String person, String name) {
    roles.remove(person);
    idsByName.remove(Names.fold(name), person);
    rooms(person).forEach(room -> halls.computeIfPresent(room, (_, hall) -> hall.without(person)));
    barred.forEach(hall -> hall.bars.forget(person));
    barred.removeIf(hall -> hall.bars.isEmpty());
    for (String room : Objects.requireNonNullElse(invitedTo.remove(person), Set.<String>of())) {
      halls.computeIfPresent(room, (_, hall) -> hall.uninvited(person));
    }
    roomsOf.remove(person);
    mutes.remove(person);
  }

  private void leave(String person, String folded) {
    roomsOf.computeIfPresent(
        person,
        (_, rooms) -> {
          rooms.remove(folded);
          return rooms.isEmpty() ? null : rooms;
        });
    halls.computeIfPresent(folded, (_, hall) -> hall.without(person));
  }

  /** A room. Changed by the fan-out thread alone, read on any. */
  private static final class Hall implements RoomView {
    /** The event that made it; 0 for before the start. */
    final long made;

    final Map<String, Membership> members = new ConcurrentHashMap<>();
    final RoomBars bars = new RoomBars();
    final Set<String> invited = ConcurrentHashMap.newKeySet(4);
    volatile RoomSettings settings = RoomSettings.PLAIN;

    Hall(long made) {
      this.made = made;
    }

    @Override
    public RoomSettings settings() {
      return settings;
    }

    @Override
    public RoomRole role(String person) {
      Membership membership = members.get(person);
      return membership == null ? null : membership.role();
    }

    @Override
    public long since(String person) {
      Membership membership = members.get(person);
      return membership == null ? 0 : membership.since();
    }

    @Override
    public RoomBars bars() {
      return bars;
    }

    @Override
    public boolean invites(String person) {
      return invited.contains(person);
    }

    Hall uninvited(String person) {
      invited.remove(person);
      return this;
    }

    Hall without(String person) {
      members.remove(person);
      return this;
    }
  }
}
