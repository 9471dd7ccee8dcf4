package parley.server.config;

/**
 * Where a setting's value came from. {@code place} says it to a person: {@code default}, {@code
 * /etc/parley/server.toml:12}, {@code PARLEY_LISTEN_TLS}, {@code --set}, {@code command}.
 */
public record Origin(Source source, String place) {
  /** From the weakest to the strongest. */
  public enum Source {
    DEFAULT,
    FILE,
    ENVIRONMENT,
    FLAG,
    /** Changed while the server runs. */
    COMMAND
  }

  static final Origin BY_DEFAULT = new Origin(Source.DEFAULT, "default");
  static final Origin BY_FLAG = new Origin(Source.FLAG, "--set");
  static final Origin BY_COMMAND = new Origin(Source.COMMAND, "command");

  @Override
  public String toString() {
    return place;
  }
}
