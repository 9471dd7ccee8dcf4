package parley.client.conversation;

import java.util.regex.Pattern;
import parley.protocol.Event;

/**
 * Who this person is to the server, and what is theirs of what is told. Immutable.
 *
 * @param mention finds the name as a word, in any case; null before there is one
 */
record Me(String name, String id, Pattern mention) {
  static final Me NOBODY = new Me("", "", null);

  static Me of(String name, String id) {
    return new Me(
        name,
        id,
        Pattern.compile(
            "(?<![\\p{L}\\p{N}_])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
  }

  boolean is(String id) {
    return this.id.equals(id);
  }

  boolean said(Event.Message message) {
    return message.fromId() != null && is(message.fromId());
  }

  boolean isNamedIn(String text) {
    return mention != null && mention.matcher(text).find();
  }
}
