package parley.client.command;

import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import parley.client.conversation.Conversation;
import parley.client.conversation.Emoji;
import parley.client.conversation.Entry;
import parley.client.conversation.Talk;
import parley.client.link.Link;
import parley.client.terminal.View;
import parley.protocol.Request;

/** What is done to a message that was said: edit, delete, react, reply. Guarded by the lock. */
final class MessageCommands {
  private final Conversation conversation;
  private final View view;
  private final Link link;
  private final Asking asking;

  MessageCommands(Conversation conversation, View view, Link link, Asking asking) {
    this.conversation = conversation;
    this.view = view;
    this.link = link;
    this.asking = asking;
  }

  void edit(Arguments given) {
    Reference which = Reference.first(given);
    String text = which.word() == null ? given.rest() : given.afterFirst();
    if (text.isEmpty()) {
      view.warn("Say the new text too; Alt-E puts your last message into the line to be edited.");
      return;
    }
    with(
        which,
        Entry::own,
        "You said nothing here that could be edited.",
        seq -> asking.askOk(id -> new Request.Edit(id, seq, text, null), _ -> {}));
  }

  void delete(Arguments given) {
    if (!given.isEmpty() && Reference.first(given).word() == null) {
      view.warn(Help.line(Command.DELETE));
      return;
    }
    with(
        Reference.first(given),
        Entry::own,
        "You said nothing here that could be deleted.",
        seq -> asking.askOk(id -> new Request.Delete(id, seq), _ -> {}));
  }

  /** The same again takes it back. */
  void react(Arguments given) {
    String emoji = Emoji.of(given.first());
    Arguments after = Arguments.of(given.afterFirst());
    if (!after.isEmpty() && Reference.first(after).word() == null) {
      view.warn(Help.line(Command.REACT));
      return;
    }
    if (emoji.startsWith(":") && emoji.length() > 1) {
      view.warn("No emoji of the name " + given.first() + " is known here; Tab lists them.");
      return;
    }
    with(
        Reference.first(after),
        Entry::byOthers,
        "Nobody else said anything here.",
        seq -> {
          Talk talk = conversation.current();
          boolean mine = talk.entry(seq).filter(e -> e.reactions().mine(emoji)).isPresent();
          asking.askOk(id -> new Request.React(id, seq, emoji, mine ? true : null), _ -> {});
        });
  }

  void reply(Arguments given) {
    Reference which = Reference.first(given);
    String text = which.word() == null ? given.rest() : given.afterFirst();
    if (text.isEmpty()) {
      view.warn(Help.line(Command.REPLY));
      return;
    }
    with(
        which,
        Entry::byOthers,
        "Nobody else said anything here.",
        seq -> {
          Talk talk = conversation.current();
          link.say(talk.room(), talk.person(), text, null, seq);
        });
  }

  private void with(Reference which, Predicate<Entry> meant, String none, LongConsumer action) {
    Talk talk = conversation.current();
    OptionalLong seq =
        talk == null ? OptionalLong.empty() : which.among(talk.last(Integer.MAX_VALUE), meant);
    if (seq.isPresent()) {
      action.accept(seq.getAsLong());
    } else {
      view.warn(none);
    }
  }
}
