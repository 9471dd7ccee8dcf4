package parley.server.logfile;

import java.util.List;
import java.util.stream.Collectors;

/** Which events are the record of who kept order, and how. */
public final class Audited {
  private static final List<String> NAMES =
      List.of(
          "command",
          "reported",
          "closed",
          "banned",
          "unbanned",
          "unmuted",
          "network-unmuted",
          "operator",
          "account",
          "role",
          "password",
          "suspended",
          "account-deleted",
          "erasure",
          "erasure-done",
          "token",
          "token-ended",
          "invitation",
          "invitation-ended",
          "room",
          "room-role",
          "room-invited",
          "room-unbarred",
          "dropped");

  /**
   * As a condition in SQL. Who only comes and goes buries nothing, nor does who takes back their
   * own words: of those who left, it is those whom somebody put out, and of those who are kept from
   * something, those of whom somebody said so.
   */
  static final String WHICH =
      "(kind IN ("
          + NAMES.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
          + ") OR kind = 'deleted' AND body ->> 'name' IS NOT body ->> 'author'"
          + " OR kind IN ('muted', 'room-barred') AND instr(body, '\"by\":\"server\"') = 0"
          + " OR kind = 'left' AND instr(body, '\"by\":') > 0)";

  /** The newest first. */
  public static final String NEWEST =
      "SELECT seq FROM event WHERE " + WHICH + " AND seq < ? ORDER BY seq DESC LIMIT ?";

  /**
   * Those up to an event on which nothing rests any more: what was only told, and bans that are
   * over. What an account, a role or a room is follows from the others.
   */
  public static final String SPENT =
      "SELECT seq, digest FROM event WHERE "
          + WHICH
          + " AND seq <= ? AND (kind IN ('command', 'reported') OR kind IN ('banned', 'unbanned')"
          + " AND NOT EXISTS (SELECT 1 FROM ban WHERE ban.target = event.body ->> 'target'))"
          + " ORDER BY seq LIMIT ?";

  private Audited() {}
}
