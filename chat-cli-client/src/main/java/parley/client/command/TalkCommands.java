package parley.client.command;

import java.util.List;
import java.util.Optional;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.link.Link;
import parley.client.link.Pending;
import parley.client.terminal.View;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Request;

/**
 * What a person says: sentences, the talks to turn to, messages to decide about. Guarded by the
 * link's lock.
 */
final class TalkCommands {
  private final Conversation conversation;
  private final Desk desk;
  private final View view;
  private final Link link;
  private final Status status;

  TalkCommands(Conversation conversation, Desk desk, View view, Link link, Status status) {
    this.conversation = conversation;
    this.desk = desk;
    this.view = view;
    this.link = link;
    this.status = status;
  }

  /** To whoever the current talk is with. */
  void say(String text, Request.Kind kind) {
    Talk talk = conversation.current();
    if (talk == null) {
      view.warn(
          status.isConnected()
              ? "You are in no room. /join one, or /msg NAME TEXT."
              : "There is no connection yet; this was not sent: " + Printable.line(text));
      return;
    }
    link.say(talk.room(), talk.person(), text, kind == Request.Kind.MESSAGE ? null : kind);
  }

  void me(Arguments given) {
    say(given.rest(), Request.Kind.ACTION);
  }

  void msg(Arguments given) {
    String to = given.first().startsWith("@") ? given.first().substring(1) : given.first();
    link.say(null, to, given.afterFirst(), null);
    conversation.with(Names.check(to));
  }

  /** Without a name, the list of the talks. */
  void room(Arguments given) {
    if (given.isEmpty()) {
      list();
      return;
    }
    String title = given.first();
    List<Talk> talks = conversation.talks();
    boolean digits = title.chars().allMatch(Character::isDigit) && title.length() < 4;
    int number = digits ? Integer.parseInt(title) : 0;
    Optional<Talk> found = conversation.find(title);
    if (found.isPresent()) {
      desk.turnTo(found.get());
    } else if (number >= 1 && number <= talks.size()) {
      desk.turnTo(talks.get(number - 1));
    } else if (title.startsWith("@")) {
      desk.turnTo(conversation.with(Names.check(title.substring(1))));
    } else {
      String shown = Printable.line(title);
      view.warn("You are not in " + shown + ". /join " + shown + " brings you there.");
    }
  }

  private void list() {
    List<Talk> talks = conversation.talks();
    for (int i = 0; i < talks.size(); i++) {
      Talk talk = talks.get(i);
      view.answer(
          (i + 1)
              + ": "
              + talk.title()
              + (talk == conversation.current() ? " (here)" : "")
              + (talk.unread() > 0 ? " " + talk.unread() + " unread" : ""));
    }
  }

  void resend() {
    view.say(count(link.resendUnsure(), "sent again"));
  }

  void discard() {
    view.say(count(link.discardUnsure(), "given up"));
  }

  private static String count(List<Pending> messages, String what) {
    return messages.isEmpty()
        ? "There is nothing to decide."
        : messages.size() + (messages.size() == 1 ? " message " : " messages ") + what + ".";
  }
}
