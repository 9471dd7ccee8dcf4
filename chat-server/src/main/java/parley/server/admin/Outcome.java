package parley.server.admin;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a command answers: the same for people and as JSON.
 *
 * @param text of one or more lines; made printable before it is shown
 * @param json anything Jackson can write
 */
record Outcome(String text, Object json) {
  /** A sentence, which is all there is to say. */
  static Outcome said(String sentence) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("done", true);
    json.put("text", sentence);
    return new Outcome(sentence, json);
  }
}
