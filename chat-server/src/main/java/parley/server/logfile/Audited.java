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
          "muted",
          "unmuted",
          "network-unmuted",
          "operator",
          "account",
          "role",
          "password",
          "suspended",
          "account-deleted",
          "token",
          "token-ended",
          "invitation",
          "invitation-ended",
          "room",
          "room-role",
          "room-invited",
          "room-barred",
          "room-unbarred",
          "left",
          "deleted",
          "dropped");

  /** As a list in SQL. */
  static final String KINDS =
      NAMES.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));

  /** The newest first. */
  public static final String NEWEST =
      "SELECT seq FROM event WHERE kind IN (" + KINDS + ") AND seq < ? ORDER BY seq DESC LIMIT ?";

  private Audited() {}
}
