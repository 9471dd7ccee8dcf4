package parley.server.admin;

/** A command that can't be done; the message is a sentence for the person who gave it. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  Refusal(String sentence) {
    this(sentence, AdminResult.REFUSED);
  }

  private Refusal(String sentence, int exitCode) {
    super(sentence);
    this.exitCode = exitCode;
  }

  /** Of a command that is done when it is given again with {@code --yes}. */
  static Refusal asking(String sentence) {
    return new Refusal(sentence + " Nothing was changed; with --yes it is done.", AdminResult.ASKS);
  }

  int exitCode() {
    return exitCode;
  }
}
