package parley.server.state;

import parley.protocol.RoomRole;

/**
 * That somebody is in a room.
 *
 * @param since the number of their joining
 */
public record Membership(RoomRole role, long since) {
  Membership with(RoomRole other) {
    return new Membership(other, since);
  }
}
