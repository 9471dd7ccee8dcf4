package parley.server.rights;

import parley.protocol.ErrorCode;

/** Why somebody may, or may not: each is a sentence on its own. */
public enum Rule {
  EVERYBODY("Everybody may."),
  GUESTS("Whoever has said hello may."),
  MEMBERS("Its members may."),
  AUTHORS("Who said it may."),
  OPERATORS("Operators may."),
  HOUSE("The server itself does."),

  HELLO_FIRST(ErrorCode.HELLO_FIRST, "Say hello first."),
  BANNED(ErrorCode.BANNED, "You are banned from this server"),
  MUTED(ErrorCode.MUTED, "You may not speak"),
  BANNED_NAME(ErrorCode.NAME_TAKEN, "The name %s is taken. Choose another."),
  NOT_A_MEMBER(ErrorCode.NOT_A_MEMBER, "You are not in %s. Join it first."),
  NOT_AN_OPERATOR(ErrorCode.FORBIDDEN, "Only operators may do that."),
  NOT_ITS_AUTHOR(ErrorCode.FORBIDDEN, "Only who said it can correct it."),
  NEITHER_AUTHOR_NOR_OPERATOR(
      ErrorCode.FORBIDDEN, "Only who said it, or an operator, can take it back."),

  // One answer each for what never was, what can't be seen and what is gone: nothing leaks.
  NO_SUCH_ROOM(ErrorCode.NO_SUCH_ROOM, "There is no room %s."),
  NO_SUCH_MESSAGE(ErrorCode.NO_SUCH_MESSAGE, "There is no such message, or it was deleted."),
  NO_SUCH_FILE(
      ErrorCode.NO_SUCH_FILE,
      "File not found: there is no message %s with a file that you can get.");

  /** What a refusal is told as; null for a rule that allows. */
  final ErrorCode code;

  /** With {@code %s} for what was asked for. */
  final String sentence;

  Rule(String sentence) {
    this(null, sentence);
  }

  Rule(ErrorCode code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }
}
