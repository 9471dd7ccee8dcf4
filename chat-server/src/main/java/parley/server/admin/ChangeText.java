package parley.server.admin;

import java.util.Optional;
import java.util.function.UnaryOperator;
import parley.server.state.Change;

/** A change that is not made yet, told to who asks what a command would do. */
final class ChangeText {
  private ChangeText() {}

  /** Empty for what only follows from another change. Others' words may be in it. */
  static Optional<String> of(Change change, UnaryOperator<String> names) {
    return Optional.ofNullable(
        switch (change) {
          case Change.Lasting lasting -> {
            AuditText audit = AuditText.of(lasting, names);
            yield audit != null ? audit.would() : unaudited(lasting, names);
          }
          case Change.Passing passing -> passing(passing);
        });
  }

  /** What is no matter of the audit, since only its command is. */
  private static String unaudited(Change.Lasting change, UnaryOperator<String> names) {
    return switch (change) {
      case Change.TopicSet c when c.text().isEmpty() -> "take the topic of " + c.room() + " away";
      case Change.TopicSet c -> "set the topic of " + c.room() + ": " + c.text();
      case Change.Named c -> "rename " + c.was() + " to " + c.name();
      case Change.SessionEnded c ->
          "end session " + c.session() + " of the account " + names.apply(c.person());
      case Change.Left c -> "take " + c.name() + " out of " + c.room();
      case Change.Expired c -> "end the place of the guest " + c.name();
      case Change.Came _,
          Change.Said _,
          Change.Edited _,
          Change.Deleted _,
          Change.Reacted _,
          Change.Reported _,
          Change.Read _,
          Change.Joined _,
          Change.RoomSet _,
          Change.RoomRoleGiven _,
          Change.RoomInvited _,
          Change.RoomBarred _,
          Change.RoomUnbarred _,
          Change.Renamed _,
          Change.Commanded _,
          Change.RoomClosed _,
          Change.AccountMade _,
          Change.RoleGiven _,
          Change.PasswordSet _,
          Change.Suspended _,
          Change.AccountDeleted _,
          Change.ErasureBegun _,
          Change.ErasureDone _,
          Change.SessionOpened _,
          Change.SessionUsed _,
          Change.TokenMade _,
          Change.TokenUsed _,
          Change.TokenEnded _,
          Change.InvitationMade _,
          Change.InvitationEnded _,
          Change.OperatorSet _,
          Change.Banned _,
          Change.Unbanned _,
          Change.Muted _,
          Change.Unmuted _,
          Change.NetworkUnmuted _,
          Change.Dropped _,
          Change.Forgotten _ ->
          null;
    };
  }

  private static String passing(Change.Passing change) {
    return switch (change) {
      case Change.Ended c -> "end connection " + c.connection() + ": " + c.message();
      case Change.Notice c ->
          "tell " + (c.room() == null ? "everyone" : c.room()) + ": " + c.text();
      case Change.Connected _,
          Change.SignedIn _,
          Change.Disconnected _,
          Change.Presence _,
          Change.LeftAlone _,
          Change.Absence _,
          Change.Told _ ->
          null;
    };
  }
}
