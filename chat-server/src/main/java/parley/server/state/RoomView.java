package parley.server.state;

import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;

/** What rights rest on of one room, as {@link View} has it. */
public interface RoomView {
  /** In what it is not plain. */
  RoomSettings settings();

  /** What somebody is in it, by their id; null for no member. */
  RoomRole role(String person);

  /** The number of the event by which a member is one; 0 for no member. */
  long since(String person);

  /** Who is kept from something in it. */
  RoomBars bars();

  /** Whether somebody is invited and did not come yet. */
  boolean invites(String person);
}
