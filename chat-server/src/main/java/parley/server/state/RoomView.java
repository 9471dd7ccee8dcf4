package parley.server.state;

import java.util.Collection;
import parley.protocol.RoomBar;
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

  /** By what somebody is kept from something in it; null for nothing. It may be over. */
  Bar bar(RoomBar bar, String person);

  /** By what newcomers of one of these networks are kept from something; null for nothing. */
  Bar barOf(RoomBar bar, Collection<String> networks, long now);

  /** Whether somebody is invited and did not come yet. */
  boolean invites(String person);
}
