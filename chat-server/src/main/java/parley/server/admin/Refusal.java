package parley.server.admin;

/** A command that can't be done; the message is a sentence for the person who gave it. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  Refusal(String sentence) {
    super(sentence);
  }
}
