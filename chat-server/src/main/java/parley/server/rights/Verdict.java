package parley.server.rights;

import java.util.EnumMap;
import java.util.Map;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;

/**
 * Whether somebody may.
 *
 * @param rule by which they may, or may not
 * @param sentence the rule's, about what was asked for
 * @param retryAfter in how many seconds it may be different, null where that is not known
 */
public record Verdict(Rule rule, String sentence, Integer retryAfter) {
  private static final Map<Rule, Verdict> ALLOWED = new EnumMap<>(Rule.class);

  static {
    for (Rule rule : Rule.values()) {
      if (rule.code == null) {
        ALLOWED.put(rule, new Verdict(rule, rule.sentence, null));
      }
    }
  }

  /** The one of a rule that allows. */
  static Verdict allowedBy(Rule rule) {
    return ALLOWED.get(rule);
  }

  public boolean allowed() {
    return rule.code == null;
  }

  /** How a refusal is told; null where it is none. */
  public ErrorCode code() {
    return rule.code;
  }

  /**
   * The answer to a request that is refused.
   *
   * @param re its id
   */
  public Reply.Refused refusal(String re) {
    return new Reply.Refused(re, rule.code, sentence, retryAfter);
  }
}
