package parley.server.rights;

import parley.protocol.ErrorCode;

/** Why somebody may, or may not: each is a sentence on its own. */
public enum Rule {
  EVERYBODY("Everybody may."),
  GUESTS("Whoever has said hello may."),
  MEMBERS("Its members may."),
  AUTHORS("Who said it may."),
  ACCOUNTS("Whoever has an account may."),
  INVITED("Whoever is invited may."),
  OPEN_REGISTRATION("Everybody may: accounts.registration is open."),
  MODERATORS("The room's moderators may."),
  ROOM_OWNERS("The room's owners may."),
  OPERATORS("Operators may."),
  HOUSE("The server itself does."),

  HELLO_FIRST(ErrorCode.HELLO_FIRST, "Say hello first."),
  BANNED(ErrorCode.BANNED, "You are banned from this server"),
  MUTED(ErrorCode.MUTED, "You may not speak"),
  BY_INVITATION(
      ErrorCode.BAD_INVITATION,
      "Accounts are made by invitation here; ask an operator of the server for one."),
  NO_INVITATION(
      ErrorCode.BAD_INVITATION,
      "That invitation does not hold: it was used or revoked, or is another server's."),
  INVITATION_OVER(ErrorCode.BAD_INVITATION, "That invitation is too old; ask for another."),
  NOT_YOURS(ErrorCode.BAD_PASSWORD, "The name and the password don't belong together."),
  NO_GUESTS(
      ErrorCode.FORBIDDEN,
      "Nobody is let in without an account here. Sign in, or ask an operator for an invitation."),
  NO_SUCH_TOKEN(ErrorCode.BAD_TOKEN, "That token is nobody's, or was revoked."),
  TOKEN_OVER(ErrorCode.BAD_TOKEN, "That token's time is over; make another."),
  NO_SUCH_HOLDER(
      ErrorCode.NAME_OWNED,
      "There is no account of the name in your certificate, spelt as it is there."),
  NOT_FOR_THAT(ErrorCode.FORBIDDEN, "The token is not for that."),
  NOT_YOURS_TO_GIVE(
      ErrorCode.FORBIDDEN,
      "For somebody else's account you make tokens of rooms that you are in yourself, by name, and"
          + " of no talks."),
  KEPT(
      ErrorCode.FORBIDDEN,
      "This server does not let people erase that by themselves; ask an operator."),
  NO_ACCOUNT(ErrorCode.FORBIDDEN, "You are a guest, without an account."),
  SUSPENDED(ErrorCode.FORBIDDEN, "The account is suspended"),
  ABOVE_YOU(ErrorCode.FORBIDDEN, "The %s's role is above yours."),
  LAST_OWNER(
      ErrorCode.FORBIDDEN,
      "%s is the last owner who can sign in; make somebody else an owner before."),
  BANNED_NAME(ErrorCode.NAME_TAKEN, "The name %s is taken. Choose another."),
  NOT_A_MEMBER(ErrorCode.NOT_A_MEMBER, "You are not in %s. Join it first."),
  NOT_AN_OPERATOR(ErrorCode.FORBIDDEN, "Only operators may do that."),
  MUTED_HERE(ErrorCode.MUTED, "You may not speak in %s"),
  BANNED_HERE(ErrorCode.BANNED, "You are banned from %s"),
  READ_ONLY(ErrorCode.FORBIDDEN, "In %s only moderators speak."),
  ARCHIVED(ErrorCode.FORBIDDEN, "%s is archived: it can be read, and nothing changes in it."),
  SLOW(ErrorCode.RATE_LIMITED, "%s is slow: wait a moment between two messages."),
  BLOCKED_WORD(ErrorCode.BAD_TEXT, "There is a word in that which is not taken here."),
  NOT_A_MODERATOR(ErrorCode.FORBIDDEN, "Only moderators of %s may do that."),
  NOT_AN_OWNER(ErrorCode.FORBIDDEN, "Only owners of %s may do that."),
  NOT_WITHOUT_ACCOUNT(ErrorCode.FORBIDDEN, "Only who has an account may do that in %s."),
  LAST_ROOM_OWNER(
      ErrorCode.FORBIDDEN,
      "%s would be without an owner: make somebody else one before, or archive it."),
  NOT_ITS_AUTHOR(ErrorCode.FORBIDDEN, "Only who said it can correct it."),
  NEITHER_AUTHOR_NOR_OPERATOR(
      ErrorCode.FORBIDDEN, "Only who said it, or an operator, can take it back."),

  // One answer each for what never was, what can't be seen and what is gone: nothing leaks.
  NO_SUCH_ROOM(ErrorCode.NO_SUCH_ROOM, "There is no room %s."),
  NO_SUCH_PERSON(ErrorCode.NO_SUCH_PERSON, "There is no one called %s."),
  NO_SUCH_ROOM_FOR_GUESTS(
      ErrorCode.NO_SUCH_ROOM, "There is no room %s for people without an account."),
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
