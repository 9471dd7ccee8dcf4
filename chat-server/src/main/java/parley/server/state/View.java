package parley.server.state;

import java.util.Collection;
import parley.server.config.GuestRooms;
import parley.server.net.AddressRange;

/**
 * What rights rest on, as it is somewhere: in the sequencer's {@link State}, where it is decided,
 * or as far as it is on disk, for any thread. It answers and judges nothing: what follows from it
 * is told by {@code rights} alone.
 */
public interface View {
  /**
   * What a person is on the server; null where there is none of that id: no account, and no guest
   * who is connected or in their grace.
   */
  ServerRole role(String person);

  /** Whether a person has an account. */
  boolean isAccount(String person);

  /** Why nobody may use an account for now, empty where it was not said; null where one may. */
  String suspended(String person);

  /** What a token of a person's is for, by its number; null where they have no such token. */
  Scope scope(String person, long token);

  /** Whether a person has no such token, or one whose time has passed. */
  boolean isTokenOver(String person, long token, long now);

  /** Whether a session of a person's account is there, by its number. */
  boolean signedIn(String person, long session);

  /** Milliseconds since 1970 until which a person is muted; 0 is never, MAX is for ever. */
  long mutedUntil(String person);

  /** A room, by any spelling of its name; null where there is none. */
  RoomView room(String name);

  /** The rooms that a person is in, by folded name. */
  Collection<String> roomsOf(String person);

  /** Where people without an account may come. */
  GuestRooms guestRooms();

  /** The ban of a name, by any spelling; null for none. It may be over. */
  Ban banOfName(String name);

  /** The ban that keeps an address out at a time, in milliseconds since 1970; null for none. */
  Ban banOf(AddressRange address, long now);

  /**
   * The ban that keeps newcomers without an account from an address out at a time, in milliseconds
   * since 1970, because of who was there; null for none.
   */
  Ban banOfNewcomers(AddressRange address, long now);

  /** Whether newcomers of a {@link Mute#network} are muted; null where not. It may be over. */
  Mute muteOf(String network);
}
