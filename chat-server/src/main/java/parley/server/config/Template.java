package parley.server.config;

/** The settings file a person starts from: every key with its explanation, unit and default. */
final class Template {
  private static final int WIDTH = 90;

  private Template() {}

  /** The file's text. Each setting stands there commented out, so that only changes are written. */
  static String text() {
    StringBuilder text = new StringBuilder();
    comment(
        text,
        "Settings of a Parley server. Each stands here with its default; to change one, take the"
            + " # off its line. Stronger than this file are the environment"
            + " (PARLEY_LISTEN_TLS for listen.tls) and --set key=value. Times are written with"
            + " their unit: 500ms 10s 2m 1h 30d. Relative paths start at this file's folder."
            + " \"chat-server config\" prints what is in force and why.");
    String section = "";
    for (Key<?> key : Keys.ALL) {
      if (!key.section().equals(section)) {
        section = key.section();
        text.append("\n[").append(section).append("]\n");
      } else {
        text.append('\n');
      }
      comment(text, key.explanation());
      comment(text, "It is " + key.accepts() + ".");
      comment(text, key.live() ? "A reload changes it." : "A restart changes it.");
      text.append('#')
          .append(key.word())
          .append(" = ")
          .append(key.kind().toml(key.initial()))
          .append('\n');
    }
    return text.toString();
  }

  /** Words as comment lines of at most {@link #WIDTH} characters. */
  private static void comment(StringBuilder text, String words) {
    StringBuilder line = new StringBuilder("#");
    for (String word : words.split(" ")) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder("#");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}
