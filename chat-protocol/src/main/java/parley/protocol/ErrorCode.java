package parley.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/**
 * Why a request was refused. On the wire each is its name in lower case with hyphens ({@code
 * not-a-member}); a code that this version does not know reads as {@link #OTHER}.
 */
public enum ErrorCode {
  // The bytes: the first three end the connection, because the stream can't be trusted any more.
  BAD_FRAME("a frame's length is 0"),
  TOO_LARGE("a frame or line is above the server's limit"),
  BAD_MODE("the first byte belongs to no wire mode"),
  BAD_JSON("the bytes are not one JSON object in UTF-8"),
  UNKNOWN_TYPE("the message's type is missing or unknown"),
  BAD_REQUEST("a field is missing, of the wrong kind or out of its range"),
  // Who is asking.
  HELLO_FIRST("a request other than hello, ping, pong, echo or bye came before hello"),
  ALREADY_GREETED("a second hello on one connection"),
  BAD_NAME("a person's or room's name breaks the rules of names"),
  NAME_TAKEN("someone else has that name"),
  NAME_OWNED("the name is an account's: its password is needed, or another name"),
  BAD_PASSWORD("the name and the password are no account's, or the account is suspended"),
  BAD_INVITATION("the invitation is unknown, used, revoked or too old"),
  NOT_PROTECTED("a secret is not taken on this connection, which others could read"),
  BAD_SESSION("the session is unknown or has expired"),
  BAD_TOKEN("the token is not the operator's"),
  BANNED("this name or address is banned"),
  FORBIDDEN("the person lacks the right"),
  MUTED("the person may not speak for now"),
  // What is asked for.
  NO_SUCH_ROOM("the room does not exist"),
  NO_SUCH_PERSON("no one has that name"),
  NAME_CHANGED_HANDS("that name is another person's than when messages were exchanged under it"),
  NO_SUCH_MESSAGE("there never was such a message, it can't be seen by who asks, or it is deleted"),
  NO_SUCH_FILE("the message has no file, or the file is gone"),
  BAD_TICKET("the ticket is unknown, used or too old"),
  BAD_DIGEST("the bytes that came are not those of the digest"),
  NOT_A_MEMBER("the person is not in the room"),
  BAD_TEXT("a text is empty, too long, or holds control characters"),
  BAD_COMMAND("an admin command line is wrong; the message says how it goes"),
  NONCE_REUSED("the nonce was used for another message"),
  // The server's state.
  RATE_LIMITED("too many messages in a short time"),
  LIMIT_REACHED("a limit of rooms, people or connections is reached"),
  OUTCOME_UNKNOWN("the request may or may not have been done: ask again with its nonce"),
  STORAGE("nothing was done: the server could not write it down"),
  SHUTTING_DOWN("the server is stopping"),
  INTERNAL("a fault of the server"),
  OTHER("a code of a newer server");

  private final String meaning;

  ErrorCode(String meaning) {
    this.meaning = meaning;
  }

  /** When this code is answered, in half a sentence. */
  public String meaning() {
    return meaning;
  }

  /** The code as it stands on the wire. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  static ErrorCode of(String wire) {
    return Arrays.stream(values()).filter(c -> c.wire().equals(wire)).findFirst().orElse(OTHER);
  }
}
