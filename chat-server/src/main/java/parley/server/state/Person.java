package parley.server.state;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import parley.protocol.Away;
import parley.server.net.AddressRange;

/**
 * Someone who may be connected. Confined, as the whole {@link State}, to the sequencer's thread.
 */
public final class Person {
  /** The addresses that are remembered of one person; the one that came first goes first. */
  private static final int ADDRESSES = 8;

  private final String id;
  private final String session;
  String name;

  /** Null for a guest. */
  Account account;

  /** An account's, by the hash of their secrets, in the order of their numbers. */
  final Map<String, SignIn> signIns = new LinkedHashMap<>();

  /** When the last connection of a session ended, in milliseconds since 1970, by its number. */
  final Map<Long, Long> signInsGone = new HashMap<>();

  /** An account's, by their numbers. */
  final Map<Long, Token> tokens = new LinkedHashMap<>();

  boolean operator;

  /** Whether nothing they did can be seen any more once they are gone; false where not known. */
  boolean silent;

  /** Milliseconds since 1970 until which this person may not speak; 0 is never, MAX is for ever. */
  long mutedUntil;

  /** When the last connection ended, in milliseconds since 1970; meaningless while one is open. */
  long goneSince;

  /** Whether {@link Change.Presence} told that nobody is there any more. */
  boolean toldOffline;

  /** Whether the last connection ended since the start and {@link #toldOffline} is not yet so. */
  boolean goneUntold;

  /** When a program of theirs came of which nobody was told yet; 0 where there is none. */
  long quietSince;

  /** By which session or token each is open; 0 for a guest's. */
  final Map<Long, Long> connections = new LinkedHashMap<>();

  /** The connections that they left alone. */
  final Map<Long, Away> leftAlone = new HashMap<>();

  /** That they are away from all of them, as {@link Change.Absence} told it; null for here. */
  Away away;

  /** Where the person's connections came from while the server ran. */
  final Set<String> addresses = new LinkedHashSet<>();

  /** The person's rooms by folded name, in the order of joining. */
  final Map<String, Room> rooms = new LinkedHashMap<>();

  /** The rooms that the person may come into and did not yet. */
  final Set<Room> invitedTo = new LinkedHashSet<>();

  /** How far the person has read. */
  final Map<Place, Long> read = new HashMap<>();

  Person(String id, String name, String session) {
    this.id = id;
    this.name = name;
    this.session = session;
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** SHA-256 of a guest's session's secret, in hex; null for an account. */
  public String session() {
    return account == null ? session : null;
  }

  /** Null for a guest. */
  public Account account() {
    return account;
  }

  /** Whether nobody may sign in as them. */
  public boolean isSuspended() {
    return account != null && account.suspended() != null;
  }

  public boolean isAccount() {
    return account != null;
  }

  public ServerRole role() {
    return account != null ? account.role() : operator ? ServerRole.OPERATOR : ServerRole.GUEST;
  }

  /** Whether an account has a session. */
  public boolean isSignedIn() {
    return !signIns.isEmpty();
  }

  /** An account's sessions, oldest first. */
  public java.util.Collection<SignIn> signIns() {
    return java.util.Collections.unmodifiableCollection(signIns.values());
  }

  /** The session of a secret, given as its hash; null where it is none of this person's. */
  public SignIn signIn(String hash) {
    return signIns.get(hash);
  }

  /** The session of a number; null where there is none. */
  public SignIn signIn(long number) {
    for (SignIn each : signIns.values()) {
      if (each.number() == number) {
        return each;
      }
    }
    return null;
  }

  /** An account's tokens, oldest first. */
  public java.util.Collection<Token> tokens() {
    return java.util.Collections.unmodifiableCollection(tokens.values());
  }

  /** The connections that are open by a session, or by a token. */
  public java.util.List<Long> connectionsOf(long signIn) {
    return connections.entrySet().stream()
        .filter(e -> e.getValue() == signIn)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** By which session or token a connection is open; 0 where it is a guest's. */
  public long signInOf(long connection) {
    return connections.getOrDefault(connection, 0L);
  }

  /** When a session's last connection ended, in milliseconds since 1970. */
  public long signInGoneSince(long number) {
    return signInsGone.getOrDefault(number, goneSince);
  }

  public boolean operator() {
    return role().isAtLeast(ServerRole.OPERATOR);
  }

  public boolean silent() {
    return silent;
  }

  public boolean mutedAt(long now) {
    return mutedUntil > now;
  }

  public long mutedUntil() {
    return mutedUntil;
  }

  /** That they are away, as others were told; null for here, and for who is not connected. */
  public Away away() {
    return connected() ? away : null;
  }

  /** That they left a connection alone; null where they are at it. */
  public Away awayFrom(long connection) {
    return leftAlone.get(connection);
  }

  /** That they are away from all of their connections; null for here. Programs do not count. */
  public Away awayNow() {
    return leftAlone.isEmpty() ? null : awayWith(0, null);
  }

  /** The same, were that so of one of them. */
  public Away awayWith(long connection, Away mark) {
    Away all = null;
    for (Map.Entry<Long, Long> each : connections.entrySet()) {
      if (!tokens.containsKey(each.getValue())) {
        Away its = each.getKey() == connection ? mark : leftAlone.get(each.getKey());
        if (its == null) {
          return null;
        }
        all = all == null ? its : all.and(its);
      }
    }
    return all;
  }

  public boolean connected() {
    return !connections.isEmpty();
  }

  public Set<Long> connections() {
    return java.util.Collections.unmodifiableSet(connections.keySet());
  }

  void comesFrom(String address) {
    addresses.remove(address);
    addresses.add(address);
    if (addresses.size() > ADDRESSES) {
      addresses.remove(addresses.iterator().next());
    }
  }

  public Set<String> addresses() {
    return java.util.Collections.unmodifiableSet(addresses);
  }

  /** Whether the person is, or was lately, connected from one of these addresses. */
  public boolean cameFrom(AddressRange range) {
    return addresses.stream().anyMatch(address -> range.contains(AddressRange.of(address)));
  }

  public java.util.Collection<Room> rooms() {
    return java.util.Collections.unmodifiableCollection(rooms.values());
  }

  /** The rooms that the person may come into and did not yet. */
  public java.util.Collection<Room> invitedTo() {
    return java.util.Collections.unmodifiableCollection(invitedTo);
  }

  /** The number up to which the person has read, 0 where unknown. */
  public long read(Place place) {
    return read.getOrDefault(place, 0L);
  }

  public long goneSince() {
    return goneSince;
  }

  public boolean toldOffline() {
    return toldOffline;
  }

  public boolean goneUntold() {
    return goneUntold;
  }

  public long quietSince() {
    return quietSince;
  }
}
