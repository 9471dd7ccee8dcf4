package parley.client.config;

/**
 * What is wrong with a file of settings.
 *
 * @param line the first one is 1; 0 where it is the whole file
 * @param sentence safe to show
 */
public record Fault(int line, String sentence) {
  /** With the place where it is to be mended. */
  String at(String file) {
    return (line == 0 ? file : file + ":" + line) + ": " + sentence;
  }
}
