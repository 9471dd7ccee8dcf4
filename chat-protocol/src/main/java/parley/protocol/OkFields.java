package parley.protocol;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * An {@code ok} at a glance. What it holds depends on what was asked, and several hold fields of
 * the same names: so it is read by its request.
 *
 * @param re the request that it answers, null where it had no id
 * @param names of all its fields
 */
record OkFields(String re, Set<String> names) {

  /** Null where it is another message, or broken. */
  static OkFields of(JsonParser message) {
    try (JsonParser parser = message) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      String re = null;
      Set<String> names = new HashSet<>();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        JsonToken value = parser.nextToken();
        boolean first = names.add(name);
        if (first && name.equals("type") && !Reply.Ok.TYPE.equals(parser.getString())) {
          return null;
        } else if (name.equals("re") && value == JsonToken.VALUE_STRING) {
          re = parser.getString();
        }
        parser.skipChildren();
      }
      return names.contains("type") ? new OkFields(re, names) : null;
    } catch (JacksonException e) {
      // Whoever reads all of it says what is wrong.
      return null;
    }
  }

  /**
   * Which one it is. The one place that says what answers which request.
   *
   * @param asked the request that it answers, null where there is none
   */
  Class<? extends Reply.Ok> type(Request asked) {
    return switch (asked) {
      case Request.Send _, Request.Edit _, Request.Delete _ -> Reply.Sent.class;
      // Where there was nothing to take back, no event tells of it.
      case Request.React _ -> names.contains("seq") ? Reply.Sent.class : Reply.Done.class;
      // A nonce that was used has its message; a file's end has one too.
      case Request.Upload _ -> names.contains("ticket") ? Reply.Ticket.class : Reply.Sent.class;
      case Request.Transfer _ -> names.contains("seq") ? Reply.Sent.class : Reply.Carrying.class;
      case Request.Download _ -> Reply.Ticket.class;
      case Request.Join _ -> Reply.Joined.class;
      case Request.Members _ -> Reply.MemberList.class;
      case Request.Rooms _ -> Reply.RoomList.class;
      case Request.Talks _ -> Reply.TalkList.class;
      case Request.Room _ -> Reply.RoomFound.class;
      case Request.Whois _ -> Reply.PersonFound.class;
      case Request.Nick _ -> Reply.Named.class;
      case Request.Admin _ -> Reply.AdminText.class;
      case Request.Register _ -> Reply.Registered.class;
      case Request.Sessions _ -> Reply.SessionList.class;
      case Request.Password _ -> Reply.PasswordChanged.class;
      case Request.Token _ -> Reply.TokenMade.class;
      case Request.Tokens _ -> Reply.TokenList.class;
      case Request.Export _ -> Reply.Exported.class;
      case Request.Leave _,
          Request.Read _,
          Request.Topic _,
          Request.Away _,
          Request.Invite _,
          Request.Role _,
          Request.Erase _,
          Request.Forget _,
          Request.Kick _,
          Request.Bar _,
          Request.Report _,
          Request.Revoke _ ->
          Reply.Done.class;
      // Answered by something else, or by nothing.
      case Request.Hello _,
          Request.History _,
          Request.Search _,
          Request.Stats _,
          Request.Ping _,
          Request.Pong _,
          Request.Echo _,
          Request.Bye _ ->
          Reply.Done.class;
      case null -> Reply.Done.class;
    };
  }
}
