package parley.client.account;

/** A person who can be asked. */
public interface Questions {
  /** Asks for a line; null where it was given up, or nobody is there. */
  String line(String prompt);

  /** The same for what nobody is to see, now or later. */
  String secret(String prompt);

  /** Tells something. */
  void say(String sentence);
}
