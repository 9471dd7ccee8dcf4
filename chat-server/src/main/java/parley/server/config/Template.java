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
        "Settings of a Parley server. Each stands here with its default; to change one, uncomment"
            + " its line. Stronger than this file are the environment (PARLEY_LISTEN_TLS for"
            + " listen.tls) and --set key=value. Times have a unit: 500ms 10s 2m 1h 30d. Relative"
            + " paths start at this file's folder. \"chat-server config\" prints what is in force"
            + " and why; the admin command \"reload\" takes over changes here while the server"
            + " runs, save those that need a restart.");
    String section = "";
    for (Key<?> key : Keys.ALL) {
      if (!key.section().equals(section)) {
        section = key.section();
        text.append("\n[").append(section).append("]\n");
      } else {
        text.append('\n');
      }
      comment(text, key.explanation());
      comment(text, "Value: " + key.accepts() + (key.live() ? "." : ". Needs a restart."));
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
