package parley.server.admin;

import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import parley.protocol.Halves;
import parley.protocol.Leaving;
import parley.protocol.RoomBar;
import parley.protocol.RoomWords;
import parley.server.state.Change;

/**
 * What somebody did who keeps order, as a sentence: by whom, what, to whom and why. Others' words
 * may be in it.
 *
 * @param by who did it
 * @param what they did: {@code banned mallory for ever}
 * @param would the same of what is not done: {@code ban mallory for ever}
 */
record AuditText(String by, String what, String would) {
  /** What is done, and what would be. */
  private static final Map<String, String> VERBS =
      Map.ofEntries(
          Map.entry("banned", "ban"),
          Map.entry("closed", "close"),
          Map.entry("deleted", "delete"),
          Map.entry("ended", "end"),
          Map.entry("erased", "erase"),
          Map.entry("invited", "invite"),
          Map.entry("let", "let"),
          Map.entry("made", "make"),
          Map.entry("muted", "mute"),
          Map.entry("put", "put"),
          Map.entry("renamed", "rename"),
          Map.entry("reported", "report"),
          Map.entry("set", "set"),
          Map.entry("suspended", "suspend"),
          Map.entry("told", "tell"),
          Map.entry("took", "take"),
          Map.entry("unmuted", "unmute"));

  /**
   * Null for what concerns nobody but who did it.
   *
   * @param names the name of an account by its id; the id again where there is none
   */
  static AuditText of(Change.Lasting change, UnaryOperator<String> names) {
    return switch (change) {
      case Change.Commanded c -> new AuditText(by(c.by()), c.line(), c.line());
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
          new AuditText(
              by(null),
              c.name() + (c.operator() ? " is an operator now" : " is no operator any more"),
              (c.operator() ? "make " : "take the operator's role from ")
                  + c.name()
                  + (c.operator() ? " an operator" : ""));
      case Change.AccountMade c ->
          did(c.by(), "made the account " + c.name() + ", " + c.role().called());
      case Change.RoleGiven c -> did(c.by(), "made " + c.name() + " " + c.role().called());
      case Change.PasswordSet c when Objects.equals(c.by(), c.name()) -> null;
      case Change.PasswordSet c -> did(c.by(), "let " + c.name() + " set a new password");
      case Change.Suspended c when c.reason() == null ->
          did(c.by(), "let " + c.name() + " sign in again");
      case Change.Suspended c -> did(c.by(), "suspended " + c.name() + why(c.reason()));
      case Change.AccountDeleted c -> did(c.by(), "deleted the account " + c.name());
      case Change.ErasureBegun c -> did(c.by(), "let all be erased that " + c.name() + " said");
      case Change.ErasureDone c -> did(null, "erased all that " + c.name() + " said");
      case Change.TokenMade c ->
          did(
              c.by(),
              "made the token " + c.called() + " of the account " + names.apply(c.person()));
      case Change.TokenEnded c ->
          did(c.by(), "ended token " + c.token() + " of the account " + names.apply(c.person()));
      case Change.InvitationMade c ->
          did(
              c.by(),
              (c.whose() != null
                      ? "let " + names.apply(c.whose()) + " choose a new password"
                      : "invited " + (c.name() != null ? c.name() : "somebody"))
                  + (c.rooms().isEmpty() ? "" : " into " + String.join(", ", c.rooms())));
      case Change.InvitationEnded c -> did(c.by(), "ended invitation " + c.invitation());
      case Change.RoomSet c ->
          did(c.name(), "made " + c.room() + " " + RoomWords.sentence(c.settings()));
      case Change.RoomRoleGiven c ->
          did(c.by(), "made " + c.name() + " " + c.role().called() + " of " + c.room());
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

  /**
   * @param what begins with a verb of {@link #VERBS}
   */
  private static AuditText did(String by, String what) {
    return new AuditText(by(by), what, wouldDo(what));
  }

  /**
   * What was or would be done: its first word is one of ours, never of those that others wrote.
   *
   * @param what {@code banned mallory}
   * @return {@code ban mallory}
   */
  static String wouldDo(String what) {
    Halves parts = Halves.atFirstBlanks(what);
    return VERBS.getOrDefault(parts.left(), parts.left()) + what.substring(parts.left().length());
  }

  private static String by(String who) {
    return who == null ? "server" : who;
  }

  private static String why(String reason) {
    return reason == null || reason.isEmpty() ? "" : ": " + reason;
  }
}
