package parley.server.config;

import java.time.Duration;

/** How much of what was said is kept. */
public sealed interface Keep {
  /** As it is written in the settings. */
  String text();

  /** All of it. */
  record Forever() implements Keep {
    @Override
    public String text() {
      return "forever";
    }
  }

  /** What is not older than this. */
  record Age(Duration age) implements Keep {
    @Override
    public String text() {
      long millis = age.toMillis();
      if (millis % 86_400_000 == 0) {
        return millis / 86_400_000 + "d";
      }
      return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
  }

  /** The newest texts that make so many bytes, as the log holds them; whole kilobytes. */
  record Size(long bytes) implements Keep {
    @Override
    public String text() {
      return bytes / 1_000 + "KB";
    }
  }
}
