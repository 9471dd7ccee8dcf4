package parley.client.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import parley.client.conversation.Talk;
import parley.client.link.PendingMessage;
import parley.client.terminal.DisplayWidth;
import parley.protocol.Addressee;
import parley.protocol.PersonInfo;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.TalkInfo;
import parley.text.Counted;
import parley.text.Table;

/**
 * What a person says: sentences, the talks to turn to, messages to decide about. Guarded by the
 * link's lock.
 */
final class TalkCommands {
  private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final ChatParts chat;

  TalkCommands(ChatParts chat) {
    this.chat = chat;
  }

  /** To whoever the current talk is with. */
  void say(String text, Request.Kind kind) {
    Talk talk = chat.conversation().current();
    if (talk == null) {
      chat.view()
          .warn(
              (chat.status().isConnected() ? "You are in no talk" : "There is no connection yet")
                  + "; this was not sent: "
                  + Printable.line(text));
      return;
    }
    chat.link()
        .say(
            talk.room(),
            talk.person(),
            talk.personId(),
            text,
            kind == Request.Kind.MESSAGE ? null : kind,
            null);
  }

  void me(Arguments given) {
    say(given.rest(), Request.Kind.ACTION);
  }

  void msg(Arguments given) {
    Addressee to = Addressee.ofPerson(given.first());
    String known = chat.conversation().withPerson(to.person()).map(Talk::personId).orElse(null);
    String id = to.personId() == null ? known : to.personId();
    // The talk is opened by the message itself, once it is said: to nobody there is none.
    chat.link().say(null, to.person(), id, given.afterFirst(), null, null);
    Talk current = chat.conversation().current();
    if (current == null || !to.person().equals(current.person())) {
      chat.view().saidElsewhere(to.title(), given.afterFirst());
    }
  }

  /** Without a name, the list of the talks. */
  void room(Arguments given) {
    if (given.isEmpty()) {
      list();
      return;
    }
    String title = given.first();
    Addressee which = Addressee.of(title);
    List<Talk> talks = chat.conversation().talks();
    boolean digits = title.chars().allMatch(Character::isDigit) && title.length() < 4;
    int number = digits ? Integer.parseInt(title) : 0;
    Optional<Talk> found = chat.conversation().find(which);
    if (found.isPresent()) {
      chat.openTalks().turnTo(found.get());
    } else if (number >= 1 && chat.view().turnTo(number)) {
      return;
    } else if (number >= 1 && number <= talks.size()) {
      chat.openTalks().turnTo(talks.get(number - 1));
    } else if (which.isPerson()) {
      chat.requests()
          .turn(
              id -> new Request.Whois(id, which.person()),
              Reply.PersonFound.class,
              person -> met(which, person.person()));
    } else {
      String shown = Printable.line(title);
      chat.view().warn("You are not in " + shown + ". /join " + shown + " brings you there.");
      chat.requests().astray();
    }
  }

  /** A talk begins with who has the name now, and from its first line on it is for them. */
  private void met(Addressee wanted, PersonInfo who) {
    if (who.id() == null) {
      chat.requests().astray();
      return;
    }
    String shown = Printable.line(who.name());
    if (wanted.personId() != null && !wanted.personId().equals(who.id())) {
      chat.view().warn("%s is %s by now.".formatted(shown, Printable.line(who.id())));
      chat.requests().astray();
      return;
    }
    Talk talk = chat.conversation().with(who.name());
    if (talk.personId() == null) {
      talk.isWith(who.id());
    }
    chat.openTalks().turnTo(talk);
  }

  /** Those on the server, whether they are open here or not. */
  void talks() {
    talks(null);
  }

  private void talks(Long before) {
    chat.requests()
        .ask(
            id -> new Request.Talks(id, before),
            Reply.TalkList.class,
            list -> {
              boolean older = list.before() != null && (before == null || list.before() < before);
              if (list.talks().isEmpty() && older) {
                talks(list.before());
                return;
              }
              chat.openTalks().meet(list.talks());
              chat.view()
                  .answer(
                      list.talks().isEmpty()
                          ? "You have no talks yet; /msg NAME TEXT begins one."
                          : table(list.talks()) + (older ? "\n… and older ones" : ""));
            });
  }

  private static String table(List<TalkInfo> talks) {
    Table table = Table.bare(DisplayWidth::of, false, false, false, false, false);
    for (TalkInfo t : talks) {
      table.row(
          t.with(),
          t.withId(),
          WHEN.format(Instant.parse(t.at()).atZone(ZoneId.systemDefault())),
          t.unread() == 0 ? "" : t.unread() + " unread",
          t.gone() == null ? "" : "gone");
    }
    return table.toString();
  }

  private void list() {
    List<Talk> talks = chat.conversation().talks();
    for (int i = 0; i < talks.size(); i++) {
      Talk talk = talks.get(i);
      chat.view()
          .answer(
              (i + 1)
                  + ": "
                  + talk.title()
                  + (talk == chat.conversation().current() ? " (here)" : "")
                  + (talk.unread() > 0 ? " " + talk.unread() + " unread" : ""));
    }
  }

  /** Whether all that was said has arrived or is about to, or else its person is told. */
  boolean isSettled() {
    int waiting = chat.link().pending().size();
    if (waiting == 0 || chat.status().isConnected()) {
      return true;
    }
    chat.view()
        .warn(
            Counted.of(waiting, "message")
                + " could not be sent yet; what waits is kept here and goes out when you come"
                + " again.");
    return false;
  }

  void resend() {
    chat.view().say(count(chat.link().resendUnsure(), "sent again"));
  }

  void discard() {
    chat.view().say(count(chat.link().discardUnsure(), "given up"));
  }

  private static String count(List<PendingMessage> messages, String what) {
    return messages.isEmpty()
        ? "There is nothing to decide."
        : Counted.of(messages.size(), "message") + " " + what + ".";
  }
}
