package parley.protocol;

/**
 * The message that another one answers.
 *
 * @param seq its number
 * @param from who said it, as they were called then; null before that was looked up
 */
public record ReplyTo(long seq, String from) {
  /** As events have it in their fields; null where there is no number. */
  public static ReplyTo of(Long seq, String from) {
    return seq == null ? null : new ReplyTo(seq, from);
  }
}
