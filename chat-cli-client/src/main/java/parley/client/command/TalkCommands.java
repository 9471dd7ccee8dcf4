package parley.client.command;

import java.util.List;
import java.util.Optional;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.link.Link;
import parley.client.link.Pending;
import parley.client.terminal.View;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * What a person says and reads: sentences, the talks to turn to, messages to read again or to
 * decide about. Guarded by the link's lock.
 */
final class TalkCommands {
  private final Conversation conversation;
  private final Desk desk;
  private final View view;
  private final Link link;
  private final Asking asking;
  private final Status status;

  TalkCommands(
      Conversation conversation, Desk desk, View view, Link link, Asking asking, Status status) {
    this.conversation = conversation;
    this.desk = desk;
    this.view = view;
    this.link = link;
    this.asking = asking;
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
    String room = talk.direct() ? null : talk.name();
    String to = talk.direct() ? talk.name() : null;
    link.say(room, to, text, kind == Request.Kind.MESSAGE ? null : kind);
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

  void history(Arguments given) {
    Talk talk = conversation.current();
    boolean digits = given.isEmpty() || given.first().matches("[0-9]{1,4}");
    if (talk == null || !digits) {
      view.warn(talk == null ? "You are in no room." : Command.HISTORY.usage());
      return;
    }
    int wanted = given.isEmpty() ? Limits.HISTORY_DEFAULT : Integer.parseInt(given.first());
    int limit = Math.clamp(wanted, 1, Limits.HISTORY_MAX);
    asking.ask(
        id ->
            new Request.History(
                id,
                talk.direct() ? null : talk.name(),
                talk.direct() ? talk.name() : null,
                null,
                null,
                limit),
        reply -> {
          if (reply instanceof Reply.History history) {
            recalled(history);
          }
        });
  }

  private void recalled(Reply.History history) {
    if (history.messages().isEmpty()) {
      view.answer("Nothing was said here yet.");
      return;
    }
    Talk talk = conversation.current();
    view.answer("━━ history" + (history.more() ? ", there is more" : "") + " ━━");
    view.show(
        conversation.entries(history.messages()).stream()
            .map(entry -> new Conversation.Shown(talk, entry))
            .toList(),
        talk);
    view.answer("━━ end of history ━━");
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
