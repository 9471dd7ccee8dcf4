package parley.server.text;

import parley.protocol.InvalidRequest;
import parley.protocol.Request;
import parley.protocol.TypedLine;

/**
 * A line that a person typed, as a request or as something to tell them. Pure: what the line means
 * depends on the room they are in and on nothing else.
 */
public sealed interface TextInput {

  /** A request whose {@code id} is the command's name. */
  record Ask(Request request) implements TextInput {}

  /** A room is entered, and sentences go there from now on. */
  record Enter(Request.Join request) implements TextInput {}

  /** A room is left, and sentences go to the one before. */
  record Leave(Request.Leave request) implements TextInput {}

  /** A file is offered, which is sent by a shell. */
  record Offer(Request.Upload request) implements TextInput {}

  /** A session or a token of one's account ends. */
  record Revoke(long number) implements TextInput {}

  /** Nothing to do but say this. */
  record Hint(String text) implements TextInput {}

  /** Something about an earlier message, which must be found first. */
  sealed interface About extends TextInput {}

  /** The person's own last message gets another text. */
  record Correct(String text) implements About {}

  /** The person's own last message is taken back, or the last one by somebody in the room. */
  record TakeBack(String name) implements About {}

  /** Tell those who keep order of the last message by someone here; {@code reason} may be null. */
  record Report(String name, String reason) implements About {}

  /**
   * A reaction to one of the room's last messages.
   *
   * @param back 1 for the last, 2 for the one before
   */
  record React(String emoji, boolean remove, int back) implements About {}

  /** An answer to the last message by somebody in the room. */
  record Answer(String name, String text) implements About {}

  /**
   * The file of a message, or of the room's newest that has one.
   *
   * @param seq the message's number, null for the newest
   */
  record Get(Long seq) implements TextInput {}

  /**
   * @param room the current room, null where there is none
   */
  static TextInput parse(String line, String room) {
    try {
      return switch (TypedLine.of(line)) {
        case TypedLine.Nothing _ -> new Hint("");
        case TypedLine.Sentence(String text) -> sentence(text, room);
        case TypedLine.Command(String word, String rest) -> TextCommand.parse(word, rest, room);
      };
    } catch (InvalidRequest e) {
      return new Hint("! " + e.getMessage());
    }
  }

  private static TextInput sentence(String line, String room) {
    return room == null
        ? new Hint("! You are in no room. Type /join lobby, or /rooms to see which there are.")
        : new Ask(Request.Send.toRoom("send", room, line));
  }
}
