package parley.client.command;

import parley.client.link.LinkEvent;
import parley.client.link.PendingMessage;
import parley.client.terminal.ConversationView;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/** What happens to the link, in words for its person. Guarded by the link's lock. */
final class LinkMessages {
  private final ConversationView view;
  private final String place;

  /** Why there is no connection, as it was said last. */
  private String lastTrouble = "";

  LinkMessages(ConversationView view, String place) {
    this.view = view;
    this.place = place;
  }

  /** There is a connection, and who came by it. */
  void connected(LinkEvent.Connected connected) {
    lastTrouble = "";
    Reply.Welcome welcome = connected.welcome();
    String name = Printable.line(welcome.name());
    if (!connected.again() && welcome.account() != null) {
      view.say(
          "Connected to %s (%s, %s), signed in as %s. /help lists the commands."
              .formatted(
                  place,
                  Printable.line(String.valueOf(welcome.server())),
                  connected.protection(),
                  name));
    } else if (connected.again() || connected.resumed()) {
      view.say(
          "Connected again as "
              + name
              + (connected.resumed() ? ", in your place." : ", in a new place.")
              + (connected.resending() > 0
                  ? " Sending " + connected.resending() + " again that had no answer."
                  : ""));
    } else {
      view.say(
          "Connected to "
              + place
              + " ("
              + Printable.line(String.valueOf(welcome.server()))
              + ", "
              + connected.protection()
              + ") as "
              + name
              + ". /help lists the commands.");
    }
    if (!connected.unsure().isEmpty()) {
      connected.unsure().forEach(message -> view.warn("Not confirmed: " + line(message)));
      view.warn(
          "The server may or may not have these. /resend sends them again, perhaps as"
              + " doubles; /discard gives them up.");
    }
  }

  /** Said once for as long as the reason is the same; the bar counts the attempts' seconds. */
  void lost(LinkEvent.Lost lost) {
    if (!lost.why().equals(lastTrouble)) {
      lastTrouble = lost.why();
      view.warn(Printable.line(lost.why()) + " Trying again until it works.");
    }
  }

  void notSent(LinkEvent.NotSent lost) {
    PendingMessage message = lost.message();
    view.warn("Not sent to " + line(message) + "\n" + Requests.sentence(lost.refused()));
  }

  void delayed(LinkEvent.Delayed later) {
    String why = Requests.sentence(later.refused());
    view.say(why + " It goes out again in " + later.delay().toSeconds() + " s.");
  }

  void placeLost(LinkEvent.PlaceLost lost) {
    view.warn("Your place from before is gone: " + Printable.line(lost.why()));
  }

  void nameTaken(LinkEvent.NameTaken taken) {
    view.say(taken.name() + " is taken; trying " + taken.next() + ".");
  }

  /** The line broke before this was answered. */
  void unanswered(Request request) {
    switch (request) {
      case Request.Topic _,
          Request.Away _,
          Request.Room _,
          Request.Invite _,
          Request.Role _,
          Request.Erase _,
          Request.Forget _,
          Request.Kick _,
          Request.Bar _,
          Request.Report _,
          Request.Nick _,
          Request.Register _,
          Request.Password _,
          Request.Revoke _,
          Request.Token _,
          Request.Leave _,
          Request.Admin _,
          Request.Edit _,
          Request.Delete _,
          Request.React _ ->
          view.warn("The connection broke before the server answered; look whether it was done.");
      case Request.Join join -> view.warn("Not confirmed: /join " + join.room());
      case Request.Hello _,
          Request.Send _,
          Request.Upload _,
          Request.Download _,
          Request.Transfer _,
          Request.Read _,
          Request.Search _,
          Request.History _,
          Request.Rooms _,
          Request.Talks _,
          Request.Members _,
          Request.Sessions _,
          Request.Tokens _,
          Request.Export _,
          Request.Whois _,
          Request.Stats _,
          Request.Ping _,
          Request.Pong _,
          Request.Echo _,
          Request.Bye _ -> {
        // Nothing was done by it, or it is asked again by itself.
      }
    }
  }

  /** At the end, a message that was never acknowledged. */
  void unconfirmed(PendingMessage message) {
    view.warn("Not confirmed by the server: " + line(message));
  }

  private static String line(PendingMessage message) {
    return message.target() + ": " + Printable.line(message.text());
  }
}
