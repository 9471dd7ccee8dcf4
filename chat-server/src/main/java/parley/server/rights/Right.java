package parley.server.rights;

/**
 * What somebody may or may not do, as a sentence that follows "may": with how a refusal is told,
 * and how it is told to those who may not even know that there is such a thing.
 */
public enum Right {
  CALL("be answered before hello"),
  ENTER("come in"),
  KEEP_HOUSE("do what is due, as time passes and connections end", Rule.NOT_AN_OPERATOR),
  ASK("ask for what is everybody's own"),
  STATS("see the server's figures"),
  CLAIM("become an operator by the token"),
  REGISTER("make an account", Rule.BY_INVITATION),
  VISIT("be here as a guest", Rule.NO_GUESTS),
  SIGN_IN("be somebody who has an account", Rule.NOT_YOURS),
  OWN_ACCOUNT("change their own account, and end its sessions", Rule.NO_ACCOUNT),
  FORGET("have erased what is their own", Rule.NO_ACCOUNT),
  EXPORT("have a copy of what they said themselves", Rule.NO_ACCOUNT),

  SEE("see that a room or a person is there", Rule.NO_SUCH_ROOM),
  JOIN("become a member", Rule.NO_SUCH_ROOM),
  LEAVE("end their membership", Rule.NOT_A_MEMBER),
  READ("read what is said", Rule.NOT_A_MEMBER),
  FETCH("have a message's file", Rule.NO_SUCH_FILE),

  SPEAK("say something", Rule.NOT_A_MEMBER, Heard.YES),
  REACT("react to a message", Rule.NO_SUCH_MESSAGE, Heard.YES),
  REPORT("report a message", Rule.NO_SUCH_MESSAGE),
  UNREACT("take a reaction back", Rule.NO_SUCH_MESSAGE),
  CORRECT("give a message another text", Rule.NOT_ITS_AUTHOR, Rule.NO_SUCH_MESSAGE, Heard.YES),
  TAKE_BACK("delete a message", Rule.NEITHER_AUTHOR_NOR_OPERATOR, Rule.NO_SUCH_MESSAGE, Heard.NO),
  SET_TOPIC("set the topic of a room they are in", Rule.NOT_A_MEMBER, Heard.YES),
  INVITE_IN("let somebody into a room", Rule.NOT_A_MEMBER, Heard.YES),
  PUT_OUT("put somebody out of a room, and say why", Rule.NOT_A_MEMBER, Heard.YES),
  TUNE_ROOM("set how fast a room is, and describe it", Rule.NOT_A_MEMBER, Heard.YES),
  RULE_ROOM("say what a room is like, and who is what in it", Rule.NOT_A_MEMBER, Heard.YES),
  ERASE_ROOM("erase what was said in a room", Rule.NOT_A_MEMBER),
  NAME("take a name that others see", Rule.BANNED_NAME, Heard.YES),
  SAY_AWAY("say why they are away", Rule.HELLO_FIRST, Heard.YES),
  MAKE_ROOM("make a room", Rule.NO_SUCH_ROOM, Heard.YES),
  MAKE_ROOMS_AT_WILL("make rooms however fast", Rule.NOT_AN_OPERATOR),

  COMMAND("give admin commands", Rule.NOT_AN_OPERATOR),
  WATCH("see connections, addresses, bans and mutes", Rule.NOT_AN_OPERATOR),
  REMOVE("kick and ban, and end bans", Rule.NOT_AN_OPERATOR),
  MUTE("mute and unmute", Rule.NOT_AN_OPERATOR),
  CLOSE_ROOM("close a room, and erase what was said in it", Rule.NOT_AN_OPERATOR),
  ANNOUNCE("tell everyone something", Rule.NOT_AN_OPERATOR, Heard.YES),
  RETITLE("set any room's topic", Rule.NOT_AN_OPERATOR, Heard.YES),
  APPOINT("give and take roles", Rule.NOT_AN_OPERATOR),
  INVITE("invite somebody to the server", Rule.NOT_AN_OPERATOR),
  KEEP_ACCOUNTS("make, change, suspend and delete accounts", Rule.NOT_AN_OPERATOR),
  KEEP_ROOMS("say what any room is like, and who is what in it", Rule.NOT_AN_OPERATOR),
  OPERATE("change settings, and stop the server", Rule.NOT_AN_OPERATOR);

  /** Whether others read what comes of it, so that the muted may not. */
  enum Heard {
    YES,
    NO
  }

  /** What it is that one may. */
  final String sentence;

  final Rule mayNot;
  final Rule mayNotKnow;
  final boolean heard;

  Right(String sentence) {
    this(sentence, Rule.HELLO_FIRST);
  }

  Right(String sentence, Rule mayNot) {
    this(sentence, mayNot, Heard.NO);
  }

  Right(String sentence, Rule mayNot, Heard heard) {
    this(sentence, mayNot, mayNot, heard);
  }

  Right(String sentence, Rule mayNot, Rule mayNotKnow, Heard heard) {
    this.sentence = sentence;
    this.mayNot = mayNot;
    this.mayNotKnow = mayNotKnow;
    this.heard = heard == Heard.YES;
  }

  public String sentence() {
    return sentence;
  }
}
