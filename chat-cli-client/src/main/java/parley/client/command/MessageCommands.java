package parley.client.command;

import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import parley.client.conversation.Emoji;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.protocol.Reply;
import parley.protocol.Request;

/** What is done to a message that was said: edit, delete, react, reply. Guarded by the lock. */
final class MessageCommands {
  private final ChatParts chat;

  MessageCommands(ChatParts chat) {
    this.chat = chat;
  }

  void edit(Arguments given) {
    MessageReference which = MessageReference.first(given);
    String text = which.word() == null ? given.rest() : given.afterFirst();
    if (text.isEmpty()) {
      chat.view()
          .warn("Say the new text too; Alt-E puts your last message into the line to be edited.");
      return;
    }
    with(
        which,
        TalkEntry::own,
        "You said nothing here that could be edited.",
        seq -> chat.requests().ask(id -> new Request.Edit(id, seq, text, null)));
  }

  void delete(Arguments given) {
    if (!given.isEmpty() && MessageReference.first(given).word() == null) {
      chat.view().warn(Help.line(Command.DELETE));
      return;
    }
    with(
        MessageReference.first(given),
        TalkEntry::own,
        "You said nothing here that could be deleted.",
        seq -> chat.requests().ask(id -> new Request.Delete(id, seq)));
  }

  void report(Arguments given) {
    MessageReference which = MessageReference.first(given);
    String reason = which.word() == null ? given.rest() : given.afterFirst();
    with(
        which,
        TalkEntry::byOthers,
        "Nobody else said anything here.",
        seq ->
            chat.requests()
                .ask(
                    id -> new Request.Report(id, seq, reason.isEmpty() ? null : reason),
                    Reply.Done.class,
                    _ -> chat.view().say("Reported: operators read it in the audit.")));
  }

  /** The same again takes it back. */
  void react(Arguments given) {
    String emoji = Emoji.of(given.first());
    Arguments after = Arguments.of(given.afterFirst());
    if (!after.isEmpty() && MessageReference.first(after).word() == null) {
      chat.view().warn(Help.line(Command.REACT));
      return;
    }
    if (emoji.startsWith(":") && emoji.length() > 1) {
      chat.view().warn("No emoji of the name " + given.first() + " is known here; Tab lists them.");
      return;
    }
    with(
        MessageReference.first(after),
        TalkEntry::byOthers,
        "Nobody else said anything here.",
        seq -> {
          Talk talk = chat.conversation().current();
          boolean mine = talk.entry(seq).filter(e -> e.reactions().mine(emoji)).isPresent();
          chat.requests().ask(id -> new Request.React(id, seq, emoji, mine ? true : null));
        });
  }

  void reply(Arguments given) {
    MessageReference which = MessageReference.first(given);
    String text = which.word() == null ? given.rest() : given.afterFirst();
    if (text.isEmpty()) {
      chat.view().warn(Help.line(Command.REPLY));
      return;
    }
    with(
        which,
        TalkEntry::byOthers,
        "Nobody else said anything here.",
        seq -> {
          Talk talk = chat.conversation().current();
          // The message says who is meant, whoever the talk began with.
          chat.link().say(talk.room(), talk.person(), text, null, seq);
        });
  }

  private void with(
      MessageReference which, Predicate<TalkEntry> meant, String none, LongConsumer action) {
    Talk talk = chat.conversation().current();
    OptionalLong seq =
        talk == null ? OptionalLong.empty() : which.among(talk.last(Integer.MAX_VALUE), meant);
    if (seq.isPresent()) {
      action.accept(seq.getAsLong());
    } else {
      chat.view().warn(none);
    }
  }
}
