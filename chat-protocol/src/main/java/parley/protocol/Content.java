package parley.protocol;

/**
 * What a message says.
 *
 * @param text the newest one, empty where it was deleted
 * @param kind null is a message
 * @param replyTo what it answers, null for nothing
 * @param file the file that it tells of, null for none
 */
public record Content(String text, Request.Kind kind, ReplyTo replyTo, FileInfo file) {
  /** A text and nothing else. */
  public static Content of(String text) {
    return new Content(text, null, null, null);
  }

  /** The number of the message that it answers; null for none. */
  public Long replyToSeq() {
    return replyTo == null ? null : (Long) replyTo.seq();
  }

  /** The same with another text. */
  public Content with(String otherText) {
    return new Content(otherText, kind, replyTo, file);
  }

  /** The same, answering something else. */
  public Content with(ReplyTo other) {
    return new Content(text, kind, other, file);
  }
}
