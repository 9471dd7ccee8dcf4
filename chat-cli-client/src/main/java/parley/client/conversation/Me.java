package parley.client.conversation;

import java.util.List;
import java.util.function.Supplier;
import parley.protocol.Event;
import parley.protocol.NameInText;

/**
 * Who this person is to the server, and what is theirs of what is told.
 *
 * @param words that call them as their name does, from now on
 */
record Me(String name, String id, Supplier<List<String>> words) {

  boolean is(String id) {
    return this.id.equals(id);
  }

  boolean said(Event.Message message) {
    return message.fromId() != null && is(message.fromId());
  }

  boolean isNamedIn(String text) {
    return NameInText.isNamed(text, name)
        || words.get().stream().anyMatch(word -> NameInText.isNamed(text, word));
  }
}
