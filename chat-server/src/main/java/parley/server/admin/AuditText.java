package parley.server.admin;

import java.util.Objects;
import parley.protocol.Leaving;
import parley.protocol.RoomBar;
import parley.protocol.RoomWords;
import parley.server.state.Change;

/**
 * What somebody did who keeps order, as a sentence: by whom, what, to whom and why. Others' words
 * may be in it.
 *
 * @param by who did it
 * @param what they did
 */
record AuditText(String by, String what) {

  /** Null for what concerns nobody but who did it. */
  static AuditText of(Change.Lasting change) {
    return switch (change) {
      case Change.Commanded c -> did(c.by(), c.line());
      case Change.Reported c ->
          did(
              c.name(),
              "reported message "
                  + c.target()
                  + " of "
                  + c.author()
                  + (c.inRoom() == null ? "" : " in " + c.inRoom())
                  + why(c.reason()));
      case Change.RoomClosed c when c.by().equals("server") -> null;
      case Change.RoomClosed c -> did(c.by(), "closed " + c.room());
      case Change.Banned c ->
          did(
              c.by(),
              "banned "
                  + c.target()
                  + (c.networks().isEmpty()
                      ? ""
                      : " with newcomers from " + String.join(", ", c.networks()))
                  + " "
                  + Until.text(c.until())
                  + why(c.reason()));
      case Change.Unbanned c -> did(c.by(), "ended the ban of " + c.target());
      case Change.Muted c when "server".equals(c.by()) -> null;
      case Change.Muted c -> did(c.by(), "muted " + c.name() + " " + Until.text(c.until()));
      case Change.Unmuted c -> did(c.by(), "unmuted " + c.name());
      case Change.NetworkUnmuted c -> did(c.by(), "unmuted newcomers from " + c.network());
      case Change.OperatorSet c ->
          did(
              null,
              c.operator()
                  ? c.name() + " is an operator now"
                  : c.name() + " is no operator any more");
      case Change.AccountMade c ->
          did(c.by(), "made the account " + c.name() + ", " + c.role().word());
      case Change.RoleGiven c -> did(c.by(), "made " + c.name() + " " + c.role().word());
      case Change.PasswordSet c when Objects.equals(c.by(), c.name()) -> null;
      case Change.PasswordSet c -> did(c.by(), "let " + c.name() + " set a new password");
      case Change.Suspended c when c.reason() == null ->
          did(c.by(), "let " + c.name() + " sign in again");
      case Change.Suspended c -> did(c.by(), "suspended " + c.name() + why(c.reason()));
      case Change.AccountDeleted c -> did(c.by(), "deleted the account " + c.name());
      case Change.ErasureBegun c -> did(c.by(), "has all erased that " + c.name() + " said");
      case Change.ErasureDone c -> did(null, "all that " + c.name() + " said is erased");
      case Change.TokenMade c ->
          did(c.by(), "made the token " + c.called() + " of the account " + c.person());
      case Change.TokenEnded c ->
          did(c.by(), "ended token " + c.token() + " of the account " + c.person());
      case Change.InvitationMade c ->
          did(
              c.by(),
              (c.whose() != null ? "let choose a new password: " : "invited ")
                  + (c.name() != null ? c.name() : c.whose() != null ? c.whose() : "somebody")
                  + (c.rooms().isEmpty() ? "" : " into " + String.join(", ", c.rooms())));
      case Change.InvitationEnded c -> did(c.by(), "ended invitation " + c.invitation());
      case Change.RoomSet c ->
          did(c.name(), "made " + c.room() + " " + RoomWords.sentence(c.settings()));
      case Change.RoomRoleGiven c ->
          did(c.by(), "made " + c.name() + " " + c.role().wire() + " of " + c.room());
      case Change.RoomInvited c ->
          did(
              c.by(),
              (c.removed() ? "took back that " + c.name() + " may come into " : "invited ")
                  + (c.removed() ? c.room() : c.name() + " into " + c.room()));
      case Change.RoomBarred c when c.by().equals("server") -> null;
      case Change.RoomBarred c ->
          did(
              c.by(),
              (c.bar() == RoomBar.MUTE ? "muted " : "banned ")
                  + c.name()
                  + (c.bar() == RoomBar.MUTE ? " in " : " from ")
                  + c.room()
                  + " "
                  + Until.text(c.until())
                  + why(c.reason()));
      case Change.RoomUnbarred c ->
          did(
              c.by(),
              "let "
                  + c.name()
                  + (c.bar() == RoomBar.MUTE ? " speak in " : " into ")
                  + c.room()
                  + " again");
      case Change.Left c when Leaving.of(c.reason()) == Leaving.KICKED ->
          did(c.by(), "put " + c.name() + " out of " + c.room() + why(c.why()));
      case Change.Deleted c when !Objects.equals(c.name(), c.author()) ->
          did(
              c.name(),
              "deleted message "
                  + c.target()
                  + " of "
                  + c.author()
                  + (c.addressee().room() == null ? "" : " in " + c.addressee().room()));
      case Change.Dropped c when c.inRoom() != null ->
          did(null, "erased what was said in " + c.inRoom() + " up to " + c.upTo());
      case Change.Deleted _,
          Change.Dropped _,
          Change.Left _,
          Change.Came _,
          Change.Expired _,
          Change.Said _,
          Change.Edited _,
          Change.Reacted _,
          Change.Read _,
          Change.Joined _,
          Change.TopicSet _,
          Change.Named _,
          Change.Renamed _,
          Change.SessionOpened _,
          Change.SessionUsed _,
          Change.SessionEnded _,
          Change.TokenUsed _,
          Change.Forgotten _ ->
          null;
    };
  }

  private static AuditText did(String by, String what) {
    return new AuditText(by == null ? "server" : by, what);
  }

  private static String why(String reason) {
    return reason == null || reason.isEmpty() ? "" : ": " + reason;
  }
}
