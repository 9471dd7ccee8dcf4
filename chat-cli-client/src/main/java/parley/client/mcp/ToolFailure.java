package parley.client.mcp;

/** A tool did not do what was asked; the message says why, and what to do. */
final class ToolFailure extends Exception {
  private static final long serialVersionUID = 1;

  ToolFailure(String sentence) {
    super(sentence);
  }
}
