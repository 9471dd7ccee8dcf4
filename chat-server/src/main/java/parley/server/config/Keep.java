package parley.server.config;

import java.time.Duration;

/** How much of what was said is kept. */
public sealed interface Keep {
  /** All of it. */
  record Forever() implements Keep {}

  /** What is not older than this. */
  record Age(Duration age) implements Keep {}

  /** The newest texts that make so many bytes, as the log holds them. */
  record Size(long bytes) implements Keep {}
}
