package parley.client.conversation;

import parley.protocol.Event;
import parley.protocol.NameInText;

/** Who this person is to the server, and what is theirs of what is told. Immutable. */
record Me(String name, String id) {
  static final Me NOBODY = new Me("", "");

  boolean is(String id) {
    return this.id.equals(id);
  }

  boolean said(Event.Message message) {
    return message.fromId() != null && is(message.fromId());
  }

  boolean isNamedIn(String text) {
    return NameInText.isNamed(text, name);
  }
}
