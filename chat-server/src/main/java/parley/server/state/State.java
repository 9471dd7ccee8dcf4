package parley.server.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Away;
import parley.protocol.Names;
import parley.protocol.PastSeen;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.server.config.GuestRooms;
import parley.server.net.AddressRange;
import parley.server.net.AddressRanges;

/**
 * All that decisions rest on: people who may be connected, rooms, bans, and the next numbers. What
 * the log holds beyond that (old messages, expired guests) is not here. It changes only by {@link
 * #apply} and is confined to the sequencer's thread.
 */
public final class State implements View {
  private final Map<String, Person> people = new HashMap<>();
  private final Map<String, Person> byName = new HashMap<>();
  private final Map<String, Person> bySession = new HashMap<>();
  private final Map<Long, Person> byConnection = new HashMap<>();
  private final NavigableMap<String, Room> rooms = new TreeMap<>();

  /** Empty rooms in which nobody ever spoke: those of a log that was written before they went. */
  private final Set<Room> deserted = new LinkedHashSet<>();

  private final LookAlikes<Person> lookOfPeople = new LookAlikes<>();
  private final LookAlikes<Room> lookOfRooms = new LookAlikes<>();
  private final Map<String, Ban> bans = new LinkedHashMap<>();
  private final AddressRanges bannedRanges = new AddressRanges();
  private final AddressRanges neighboursOfBanned = new AddressRanges();
  private final Map<String, Mute> mutes = new LinkedHashMap<>();

  /** By the hash of their secrets. */
  private final Map<String, Invitation> invitations = new LinkedHashMap<>();

  /** By the hash of their secrets. */
  private final Map<String, Token> tokens = new LinkedHashMap<>();

  private final LookAlikes<KeptName> lookOfKept = new LookAlikes<>();

  /** By folded name. */
  private final Map<String, KeptName> keptNames = new LinkedHashMap<>();

  /** The rooms from which somebody is kept. */
  private final Set<Room> barredRooms = new LinkedHashSet<>();

  /** Private rooms that were closed and not erased, by folded name: the event that closed each. */
  private final Map<String, Long> keptRooms = new LinkedHashMap<>();

  /** How many of the people are accounts. */
  private int accounts;

  private GuestRooms guestRooms = GuestRooms.EVERYWHERE;

  private long nextSeq = 1;
  private long nextPerson = 1;
  private long lastAt;

  /** The number that the next event gets. */
  public long nextSeq() {
    return nextSeq;
  }

  /** The number in the id that the next guest gets. */
  public long nextPerson() {
    return nextPerson;
  }

  /** The newest event's time; a later event is never told an earlier one. */
  public long lastAt() {
    return lastAt;
  }

  /** Sets where the numbers go on, when the state is built from the log's tables. */
  public void resume(long nextSeq, long nextPerson, long lastAt) {
    this.nextSeq = nextSeq;
    this.nextPerson = nextPerson;
    this.lastAt = lastAt;
  }

  public Person person(String id) {
    return people.get(id);
  }

  public Person named(String name) {
    return byName.get(Names.fold(name));
  }

  /** Somebody else than a person, null for nobody, whose name looks like one. */
  public Person like(String name, Person besides) {
    return lookOfPeople.find(name, person -> person != besides);
  }

  /** A name that was somebody else's, an account's, and is kept from all others; null for none. */
  public KeptName keptLike(String name, Person besides) {
    String id = besides == null ? null : besides.id();
    KeptName same = keptNames.get(Names.fold(name));
    if (same != null && !same.person().equals(id)) {
      return same;
    }
    return lookOfKept.find(name, kept -> !kept.person().equals(id));
  }

  /** A name of an account that is no more; null where it is none's. */
  public KeptName ofAccountGone(String name) {
    KeptName kept = keptNames.get(Names.fold(name));
    return kept == null || people.containsKey(kept.person()) ? null : kept;
  }

  /** How many names are kept because a person had them. */
  public long kept(Person person) {
    return keptNames.values().stream().filter(k -> k.person().equals(person.id())).count();
  }

  public Collection<Invitation> invitations() {
    return Collections.unmodifiableCollection(invitations.values());
  }

  /** The invitation of a secret, given as its hash; null for none. */
  public Invitation invitation(String secretHash) {
    return invitations.get(secretHash);
  }

  /** All accounts' tokens. */
  public Collection<Token> tokens() {
    return Collections.unmodifiableCollection(tokens.values());
  }

  /** The token of a secret, given as its hash; null for none. */
  public Token token(String secretHash) {
    return tokens.get(secretHash);
  }

  /** How many guests there are, those within their grace included. */
  public int guests() {
    return people.size() - accounts;
  }

  /** How many accounts there are. */
  public int accounts() {
    return accounts;
  }

  /** How many accounts have a role, and somebody who can sign in. */
  public long accounts(ServerRole role) {
    return people.values().stream()
        .filter(p -> p.account != null && p.account.role() == role)
        .filter(p -> p.account.suspended() == null && p.account.verifier() != null)
        .count();
  }

  public Person ofSession(String sessionHash) {
    return bySession.get(sessionHash);
  }

  public Person ofConnection(long connection) {
    return byConnection.get(connection);
  }

  public Collection<Person> people() {
    return Collections.unmodifiableCollection(people.values());
  }

  @Override
  public Room room(String name) {
    return rooms.get(Names.fold(name));
  }

  @Override
  public Collection<String> roomsOf(String id) {
    Person person = people.get(id);
    return person == null ? List.of() : Collections.unmodifiableSet(person.rooms.keySet());
  }

  @Override
  public GuestRooms guestRooms() {
    return guestRooms;
  }

  /** A setting of the moment, before something is decided by it. */
  public void guestRooms(GuestRooms now) {
    guestRooms = now;
  }

  /** A room whose name looks like one. */
  public Room roomLike(String name) {
    return lookOfRooms.find(name, _ -> true);
  }

  public Collection<Room> rooms() {
    return Collections.unmodifiableCollection(rooms.values());
  }

  /** Empty rooms that {@link Room#passes}. */
  public Collection<Room> deserted() {
    return Collections.unmodifiableCollection(deserted);
  }

  /** The rooms whose folded names come after one. */
  public Collection<Room> roomsAfter(String folded) {
    return Collections.unmodifiableCollection(rooms.tailMap(folded, false).values());
  }

  public boolean isMember(Person person, Room room) {
    return person.rooms.get(Names.fold(room.name())) == room;
  }

  @Override
  public ServerRole role(String id) {
    Person person = people.get(id);
    return person == null ? null : person.role();
  }

  @Override
  public boolean isAccount(String id) {
    Person person = people.get(id);
    return person != null && person.isAccount();
  }

  @Override
  public String suspended(String id) {
    Person person = people.get(id);
    return person == null || person.account == null ? null : person.account.suspended();
  }

  @Override
  public Scope scope(String id, long number) {
    Person person = people.get(id);
    Token token = person == null ? null : person.tokens.get(number);
    return token == null ? null : token.scope();
  }

  @Override
  public boolean isTokenOver(String id, long number, long now) {
    Person person = people.get(id);
    Token token = person == null ? null : person.tokens.get(number);
    return token == null || token.over(now);
  }

  @Override
  public boolean signedIn(String id, long session) {
    Person person = people.get(id);
    return person != null && person.signIn(session) != null;
  }

  @Override
  public long mutedUntil(String id) {
    Person person = people.get(id);
    return person == null ? 0 : person.mutedUntil;
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

  public Collection<Ban> bans() {
    return Collections.unmodifiableCollection(bans.values());
  }

  @Override
  public Mute muteOf(String network) {
    return mutes.get(network);
  }

  public Collection<Mute> mutes() {
    return Collections.unmodifiableCollection(mutes.values());
  }

  /** Makes an event of the log true. Its number must be the next one. */
  public void apply(Entry entry) {
    if (entry.seq() != nextSeq) {
      throw new IllegalStateException("event " + entry.seq() + " where " + nextSeq + " is due");
    }
    nextSeq++;
    lastAt = entry.at();
    noteTraces(entry.change());
    switch (entry.change()) {
      case Change.Came c -> {
        Person person = add(c.person(), c.name(), c.session());
        person.goneSince = entry.at();
        person.silent = true;
      }
      case Change.Expired c -> expire(c);
      case Change.Joined c -> {
        addMember(c.room(), c.person(), RoomRole.MEMBER, entry.seq());
        Person person = people.get(c.person());
        // That they came in says that they are there.
        person.toldOffline = false;
        person.quietSince = 0;
      }
      case Change.Left c -> removeMember(c.room(), c.person());
      case Change.TopicSet c -> room(c.room()).topic = c.text();
      case Change.RoomSet c -> room(c.room()).settings = c.settings();
      case Change.RoomRoleGiven c ->
          room(c.room()).memberships.computeIfPresent(c.person(), (_, m) -> m.with(c.role()));
      case Change.RoomBarred c -> {
        Room room = room(c.room());
        room.bars.add(c.barAt(entry.at()));
        deserted.remove(room);
        barredRooms.add(room);
      }
      case Change.RoomUnbarred c -> {
        Room room = room(c.room());
        room.bars.remove(c.bar(), c.person());
        noteDeserted(room);
        noteBars(room);
      }
      case Change.RoomInvited c when c.removed() -> uninvite(room(c.room()), person(c.person()));
      case Change.RoomInvited c -> restoreInvited(c.room(), c.person());
      case Change.Named c -> rename(c);
      case Change.RoomClosed c -> {
        Room closed = room(c.room());
        if (closed != null
            && (closed.settings.forMembersAlone() || closed.settings.past() == PastSeen.JOINED)) {
          keptRooms.put(Names.fold(c.room()), entry.seq());
        }
        removeRoom(Names.fold(c.room()));
      }
      case Change.Dropped c -> {
        if (c.inRoom() != null) {
          keptRooms.computeIfPresent(c.inRoom(), (_, closed) -> c.upTo() >= closed ? null : closed);
        }
      }
      case Change.Said(Addressee.Room room, Author author, _, _) ->
          spokenIn(room(room.name()), author.id(), entry.at());
      case Change.OperatorSet c -> people.get(c.person()).operator = c.operator();
      case Change.AccountMade c -> {
        make(c);
        spend(c.invitation());
      }
      case Change.RoleGiven c -> account(c.person(), a -> a.with(c.role()));
      case Change.PasswordSet c -> {
        account(c.person(), a -> a.with(c.verifier()));
        spend(c.invitation());
      }
      case Change.Suspended c -> account(c.person(), a -> a.suspended(c.reason()));
      case Change.AccountDeleted c -> delete(c);
      case Change.SessionOpened c ->
          restore(
              c.person(),
              new SignIn(entry.seq(), c.session(), c.device(), entry.at(), entry.at()),
              entry.at());
      case Change.SessionUsed c -> {
        Person person = people.get(c.person());
        SignIn used = person.signIn(c.session()).usedAt(entry.at());
        person.signIns.put(used.session(), used);
      }
      case Change.SessionEnded c -> {
        Person person = people.get(c.person());
        SignIn ended = person.signIn(c.session());
        person.signIns.remove(ended.session());
        person.signInsGone.remove(ended.number());
        bySession.remove(ended.session());
      }
      case Change.TokenMade c ->
          restore(
              new Token(
                  entry.seq(),
                  c.person(),
                  c.token(),
                  c.called(),
                  c.scope(),
                  entry.at(),
                  c.by(),
                  0,
                  c.end()));
      case Change.TokenUsed c ->
          restore(people.get(c.person()).tokens.get(c.token()).usedAt(entry.at()));
      case Change.TokenEnded c ->
          tokens.remove(people.get(c.person()).tokens.remove(c.token()).hash());
      case Change.InvitationMade c -> restore(c.invitation(entry.seq()));
      case Change.InvitationEnded c ->
          invitations.values().removeIf(i -> i.number() == c.invitation());
      case Change.Banned c -> restore(c.ban(entry.at()));
      case Change.Unbanned c -> unindex(bans.remove(c.target()));
      case Change.Muted c -> {
        people.get(c.person()).mutedUntil = c.end();
        c.mutes(entry.at()).forEach(this::restore);
      }
      case Change.Unmuted c -> {
        people.get(c.person()).mutedUntil = 0;
        mutes.values().removeIf(mute -> mute.person().equals(c.person()));
      }
      case Change.NetworkUnmuted c -> mutes.remove(c.network());
      case Change.Read c -> people.get(c.person()).read.put(c.place(), c.upTo());
      case Change.Edited c when c.addressee() instanceof Addressee.Room room -> {
        if (room(room.name()) != null) {
          room(room.name()).paced(c.person(), entry.at());
        }
      }
      case Change.Said _,
          Change.Edited _,
          Change.Deleted _,
          Change.Reacted _,
          Change.Renamed _,
          Change.Commanded _,
          Change.Reported _,
          Change.ErasureBegun _,
          Change.ErasureDone _,
          Change.Forgotten _ -> {
        // Nothing but the room's newest number follows from them.
      }
    }
    if (entry.change().audience() instanceof Place.Room place) {
      Room room = rooms.get(place.folded());
      if (room != null) {
        room.last = entry.seq();
      }
    }
  }

  /** Makes a change of who is connected true. */
  public void apply(Change.Passing change) {
    switch (change) {
      case Change.Connected c -> {
        Person person = people.get(c.person());
        person.connections.put(c.connection(), c.session());
        person.comesFrom(c.address());
        byConnection.put(c.connection(), person);
        person.goneUntold = false;
        person.quietSince = c.quietSince();
        // Of who was not there since the start, nobody was told that they are.
        person.toldOffline |= c.quietSince() != 0;
      }
      case Change.Disconnected c -> {
        Person person = byConnection.remove(c.connection());
        if (person != null) {
          Long session = person.connections.remove(c.connection());
          person.leftAlone.remove(c.connection());
          if (session != null && session != 0) {
            person.signInsGone.put(session, c.at());
          }
          person.goneSince = c.at();
          if (person.connections.isEmpty()) {
            person.goneUntold = !person.toldOffline;
            person.quietSince = 0;
          }
        }
      }
      case Change.Presence c -> {
        Person person = people.get(c.person());
        person.toldOffline = !c.online();
        person.away = c.online() ? person.away : null;
        person.goneUntold = false;
        person.quietSince = 0;
      }
      case Change.SignedIn c -> {
        Person person = byConnection.get(c.connection());
        if (person != null) {
          person.connections.put(c.connection(), c.session());
        }
      }
      case Change.LeftAlone c -> leaveAlone(c.person(), c.connection(), c.away());
      case Change.Absence c -> people.get(c.person()).away = c.away();
      case Change.Ended _, Change.Notice _, Change.Told _ -> {
        // For the connections alone.
      }
    }
  }

  private void leaveAlone(String id, long connection, Away away) {
    Person person = people.get(id);
    if (person != null && away != null) {
      person.leftAlone.put(connection, away);
    } else if (person != null) {
      person.leftAlone.remove(connection);
    }
  }

  /**
   * Takes over who is connected, who went when and what was told of it from a state that is given
   * up, for the people that are here too. Used after a commit was rolled back and this state was
   * read again from the file.
   */
  public void takeConnections(State from) {
    for (Person person : people.values()) {
      Person theirs = from.people.get(person.id());
      // Who is here again because an end was rolled back was gone, but for what is taken back next.
      person.toldOffline = theirs == null || theirs.toldOffline;
      person.goneUntold = theirs != null && theirs.goneUntold;
      person.quietSince = theirs == null ? 0 : theirs.quietSince;
      person.goneSince = theirs == null ? person.goneSince : theirs.goneSince;
      if (theirs != null) {
        person.away = theirs.away;
        person.leftAlone.putAll(theirs.leftAlone);
        theirs.addresses.forEach(person::comesFrom);
      }
    }
    from.byConnection.forEach(
        (connection, theirs) -> {
          Person person = people.get(theirs.id());
          if (person != null) {
            person.connections.put(connection, theirs.signInOf(connection));
            byConnection.put(connection, person);
          }
        });
  }

  /** Takes a change of who is connected back, where the decision that made it was not written. */
  public void takeBack(Change.Passing change) {
    switch (change) {
      case Change.Connected c -> {
        Person person = byConnection.remove(c.connection());
        if (person != null) {
          person.connections.remove(c.connection());
          person.quietSince = 0;
        }
      }
      case Change.Disconnected c -> {
        Person person = people.get(c.person());
        if (person != null) {
          person.connections.put(c.connection(), c.session());
          byConnection.put(c.connection(), person);
          person.toldOffline = false;
          person.goneUntold = false;
        }
      }
      case Change.Presence c -> {
        Person person = people.get(c.person());
        if (person != null) {
          person.toldOffline = c.online();
          person.goneUntold = !c.online();
        }
      }
      case Change.SignedIn c -> {
        Person person = people.get(c.person());
        if (person != null) {
          person.connections.put(c.connection(), 0L);
        }
      }
      case Change.LeftAlone c -> leaveAlone(c.person(), c.connection(), c.before());
      case Change.Absence c -> {
        Person person = people.get(c.person());
        if (person != null) {
          person.away = c.before();
        }
      }
      case Change.Ended _, Change.Notice _, Change.Told _ -> {
        // Nothing rests on these.
      }
    }
  }

  /** Adds a person as the tables tell of them, when the state is built from the log's tables. */
  public void restore(
      String id, String name, String session, boolean operator, long mutedUntil, long goneSince) {
    Person person = add(id, name, session);
    person.operator = operator;
    person.mutedUntil = mutedUntil;
    person.goneSince = goneSince;
  }

  /** Makes a person an account, as the tables tell of it. */
  public void restore(String person, Account account) {
    Person its = people.get(person);
    if (its.account == null) {
      accounts++;
      bySession.remove(its.session());
    }
    its.account = account;
  }

  /** Adds a session of an account, as the tables tell of it. */
  public void restore(String person, SignIn signIn, long goneSince) {
    Person its = people.get(person);
    its.signIns.put(signIn.session(), signIn);
    its.signInsGone.put(signIn.number(), goneSince);
    bySession.put(signIn.session(), its);
  }

  /** Adds a token, as the tables tell of it. */
  public void restore(Token token) {
    people.get(token.person()).tokens.put(token.number(), token);
    tokens.put(token.hash(), token);
  }

  /** Adds an invitation, as the tables tell of it. */
  public void restore(Invitation invitation) {
    invitations.put(invitation.secret(), invitation);
  }

  /** Adds a name that is kept, as the tables tell of it. */
  public void restore(KeptName kept) {
    if (keptNames.put(Names.fold(kept.name()), kept) == null) {
      lookOfKept.add(kept.name(), kept);
    }
  }

  /** Adds a private room that was closed, as the tables tell of it. */
  public void restoreKept(String folded, long closed) {
    keptRooms.put(folded, closed);
  }

  /**
   * Whether a private room of that name was closed: whoever made one of that name again would read
   * what was said in it.
   */
  public boolean isKept(String room) {
    return keptRooms.containsKey(Names.fold(room));
  }

  /** Adds a room as the tables tell of it. */
  public void restore(
      String room, String topic, long last, int said, long made, RoomSettings settings) {
    Room restored = new Room(room);
    restored.topic = topic;
    restored.last = last;
    restored.said = said;
    restored.made = made;
    restored.settings = settings;
    addRoom(restored);
    noteDeserted(restored);
  }

  /** Adds a membership as the tables tell of it. */
  public void restore(String room, String person, RoomRole role, long since) {
    addMember(room, person, role, since);
  }

  /** Adds what keeps somebody from a room, as the tables tell of it. */
  public void restore(String room, Bar bar) {
    Room its = room(room);
    its.bars.add(bar);
    deserted.remove(its);
    barredRooms.add(its);
  }

  /** The rooms from which somebody is kept. */
  public Collection<Room> barredRooms() {
    return Collections.unmodifiableCollection(barredRooms);
  }

  /** Adds an invitation into a room as the tables tell of it. */
  public void restoreInvited(String room, String person) {
    Room its = room(room);
    its.invited.add(person);
    people.get(person).invitedTo.add(its);
    deserted.remove(its);
  }

  /** Adds a read mark as the tables tell of it. */
  public void restoreRead(String person, Place place, long upTo) {
    people.get(person).read.put(place, upTo);
  }

  /** Adds a network's mute, as the tables tell of it. */
  public void restore(Mute mute) {
    mutes.put(mute.network(), mute);
  }

  /** Adds a ban as the tables tell of it. */
  public void restore(Ban ban) {
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

  /** Who does something that stays, or to whom something is done, is not silent. */
  private void noteTraces(Change.Lasting change) {
    switch (change) {
      case Change.Came _,
          Change.Expired _,
          Change.Joined _,
          Change.Left _,
          Change.Named _,
          Change.Renamed _,
          Change.Read _,
          Change.RoomClosed _,
          Change.Commanded _,
          Change.Banned _,
          Change.Unbanned _,
          Change.NetworkUnmuted _,
          Change.OfWayIn _,
          Change.ErasureBegun _,
          Change.ErasureDone _,
          Change.Dropped _,
          Change.Forgotten _ -> {
        // Nobody sees it who comes later.
      }
      case Change.Said _,
          Change.Edited _,
          Change.Deleted _,
          Change.Reacted _,
          Change.TopicSet _,
          Change.RoomSet _,
          Change.RoomRoleGiven _,
          Change.RoomInvited _,
          Change.RoomBarred _,
          Change.RoomUnbarred _,
          Change.Reported _,
          Change.OperatorSet _,
          Change.AccountMade _,
          Change.RoleGiven _,
          Change.Suspended _,
          Change.AccountDeleted _,
          Change.Muted _,
          Change.Unmuted _ -> {
        leavesTraces(change.person());
        if (change.audience() instanceof Place.Talk talk) {
          leavesTraces(talk.other(change.person()));
        }
      }
    }
  }

  private void leavesTraces(String id) {
    Person person = id == null ? null : people.get(id);
    if (person != null) {
      person.silent = false;
    }
  }

  private Person add(String id, String name, String session) {
    Person person = new Person(id, name, session);
    people.put(id, person);
    byName.put(Names.fold(name), person);
    lookOfPeople.add(name, person);
    if (session != null) {
      bySession.put(session, person);
    }
    nextPerson = Math.max(nextPerson, PersonId.of(id).number() + 1);
    return person;
  }

  private void expire(Change.Expired c) {
    remove(people.get(c.person()));
  }

  private void remove(Person person) {
    for (Room room : new ArrayList<>(person.rooms.values())) {
      removeMember(room.name(), person.id());
    }
    for (Room room : new ArrayList<>(barredRooms)) {
      room.bars.forget(person.id());
      noteDeserted(room);
      noteBars(room);
    }
    for (Room room : new ArrayList<>(person.invitedTo)) {
      uninvite(room, person);
    }
    people.remove(person.id());
    byName.remove(Names.fold(person.name));
    lookOfPeople.remove(person.name, person);
    bySession.remove(person.session());
    person.signIns.keySet().forEach(bySession::remove);
    person.tokens.values().forEach(token -> tokens.remove(token.hash()));
    person.connections.keySet().forEach(byConnection::remove);
  }

  private void make(Change.AccountMade c) {
    if (!people.containsKey(c.person())) {
      Person person = add(c.person(), c.name(), null);
      person.toldOffline = true;
    }
    restore(c.person(), new Account(c.role(), null, null));
  }

  private void account(String id, UnaryOperator<Account> change) {
    Person person = people.get(id);
    person.account = change.apply(person.account);
  }

  private void delete(Change.AccountDeleted c) {
    Person person = people.get(c.person());
    remove(person);
    accounts--;
    restore(new KeptName(person.name, person.id()));
    invitations.values().removeIf(i -> person.id().equals(i.person()));
  }

  /** An invitation was used once more; null for none. */
  private void spend(Long number) {
    if (number == null) {
      return;
    }
    for (Invitation invitation : List.copyOf(invitations.values())) {
      if (invitation.number() == number) {
        if (invitation.uses() <= 1) {
          invitations.remove(invitation.secret());
        } else {
          restore(invitation.usedOnce());
        }
      }
    }
  }

  private Room addRoom(Room room) {
    rooms.put(Names.fold(room.name()), room);
    lookOfRooms.add(room.name(), room);
    return room;
  }

  private void removeRoom(String folded) {
    Room room = rooms.remove(folded);
    if (room != null) {
      lookOfRooms.remove(room.name(), room);
      deserted.remove(room);
      barredRooms.remove(room);
      room.invited.forEach(person -> people.get(person).invitedTo.remove(room));
    }
  }

  private void addMember(String roomName, String personId, RoomRole role, long since) {
    String folded = Names.fold(roomName);
    Room room = rooms.get(folded);
    if (room == null) {
      room = addRoom(new Room(roomName));
      room.made = since;
    }
    Person person = people.get(personId);
    room.members.put(Names.fold(person.name), person);
    room.memberships.put(personId, new Membership(role, since));
    room.invited.remove(personId);
    person.invitedTo.remove(room);
    person.rooms.put(folded, room);
    deserted.remove(room);
  }

  private void noteBars(Room room) {
    if (room.bars.isEmpty()) {
      barredRooms.remove(room);
    }
  }

  private void uninvite(Room room, Person person) {
    person.invitedTo.remove(room);
    if (room.invited.remove(person.id())) {
      noteDeserted(room);
    }
  }

  private void noteDeserted(Room room) {
    if (room.members.isEmpty() && room.passes()) {
      deserted.add(room);
    }
  }

  /** An import may hold what was said in a room that it knows nothing else of. */
  private static void spokenIn(Room room, String person, long at) {
    if (room != null) {
      room.spoke(person, at);
    }
  }

  private void removeMember(String roomName, String personId) {
    String folded = Names.fold(roomName);
    Person person = people.get(personId);
    Room room = rooms.get(folded);
    if (room != null && person != null) {
      room.members.remove(Names.fold(person.name));
      room.memberships.remove(personId);
      person.rooms.remove(folded);
      noteDeserted(room);
    }
  }

  private void rename(Change.Named c) {
    Person person = people.get(c.person());
    String was = Names.fold(person.name);
    String now = Names.fold(c.name());
    byName.remove(was);
    byName.put(now, person);
    lookOfPeople.remove(person.name, person);
    lookOfPeople.add(c.name(), person);
    if (person.account != null) {
      restore(new KeptName(person.name, person.id()));
      KeptName back = keptNames.remove(now);
      if (back != null) {
        lookOfKept.remove(back.name(), back);
      }
    }
    person.name = c.name();
    for (Room room : person.rooms.values()) {
      room.members.remove(was);
      room.members.put(now, person);
    }
  }
}
