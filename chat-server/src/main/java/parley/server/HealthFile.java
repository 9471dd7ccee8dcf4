package parley.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.UserError;
import parley.server.sequence.Sequencer;

/**
 * A file that is written anew every few seconds as long as the server serves people and decides
 * what they ask, and is gone when it stops: whoever sees that it is young knows that this very
 * server is well, wherever it listens. Written by the thread of its {@link Pulse}.
 */
final class HealthFile implements AutoCloseable {
  /** Who looks takes a file that is four times as old for a server that is not well. */
  private static final Duration EVERY = Duration.ofSeconds(5);

  private static final String SAYS = "ready, process ";

  /** Bytes of such a file at most. */
  private static final int LONGEST = 64;

  private static final Logger LOG = LoggerFactory.getLogger(HealthFile.class);

  private final Path file;
  private final Path part;
  private final Pulse pulse;
  private boolean troubled;

  /**
   * Takes away what a server before left there; nothing is written before {@link #start}.
   *
   * @throws UserError where no file can be written there
   */
  HealthFile(Path file, Sequencer sequencer, BooleanSupplier ready) throws UserError {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.pulse = new Pulse("health", EVERY, sequencer, ready, this::write);
    try {
      for (Path own : List.of(file, part)) {
        if (Files.exists(own, LinkOption.NOFOLLOW_LINKS) && !isOurs(own)) {
          throw new UserError(
              "health.file: %s is something else already; name another file.".formatted(own));
        }
        Files.deleteIfExists(own);
      }
      Files.writeString(part, SAYS);
    } catch (IOException e) {
      throw new UserError(
          "health.file: %s can't be written (%s).".formatted(file, UserError.reason(e)), e);
    }
  }

  private static boolean isOurs(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) <= LONGEST
        && Files.readString(file).startsWith(SAYS);
  }

  void start() {
    pulse.start();
  }

  private void write() {
    try {
      Files.writeString(part, SAYS + "%d\n".formatted(ProcessHandle.current().pid()));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      troubled = false;
    } catch (IOException e) {
      if (!troubled) {
        LOG.warn("health.file: {} can't be written ({})", file, UserError.reason(e));
      }
      troubled = true;
    }
  }

  @Override
  public void close() {
    pulse.close();
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(part);
    } catch (IOException e) {
      LOG.warn("health.file: {} can't be removed ({})", file, UserError.reason(e));
    }
  }
}
