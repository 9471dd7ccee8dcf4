package parley.server.decide;

import parley.protocol.ServerLimits;
import parley.server.config.BlockedWords;
import parley.server.config.GuestRooms;

/**
 * The settings that decisions depend on; 0 is no limit.
 *
 * @param server the server's name and version, for the welcome
 * @param log which log this is, for the welcome
 * @param limits what the welcome tells
 * @param rooms how many rooms there may be
 * @param roomsPerPerson how many rooms one person may be in
 * @param guests how many guests there may be, those within their grace included
 * @param accounts how many accounts there may be
 * @param guestRooms where people without an account may come
 * @param blockedWords that nobody may say
 * @param noSpace whether the disk has so little left that nothing new is taken
 */
public record DecisionLimits(
    String server,
    String log,
    ServerLimits limits,
    int rooms,
    int roomsPerPerson,
    int guests,
    int accounts,
    GuestRooms guestRooms,
    BlockedWords blockedWords,
    boolean noSpace) {
  static boolean reached(int limit, int now) {
    return limit > 0 && now >= limit;
  }
}
