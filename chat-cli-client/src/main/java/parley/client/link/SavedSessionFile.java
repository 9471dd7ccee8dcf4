package parley.client.link;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import parley.client.files.PrivateFile;
import parley.protocol.Json;
import tools.jackson.core.JacksonException;

/**
 * The file in which one program keeps its place at a server, so that it can take it back after a
 * restart. Two programs can't use one at once: they would take the place from each other.
 */
public final class SavedSessionFile implements AutoCloseable {
  private final Path file;
  private final FileChannel claim;

  private SavedSessionFile(Path file, FileChannel claim) {
    this.file = file;
    this.claim = claim;
  }

  /** Opens the file for this program alone; empty where another one has it. */
  public static Optional<SavedSessionFile> claim(Path file) throws IOException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    FileChannel channel = PrivateFile.open(lock, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new SavedSessionFile(file, channel));
      }
    } catch (OverlappingFileLockException e) {
      // Another part of this program has it.
    }
    channel.close();
    return Optional.empty();
  }

  /** The file beside it for what was said and not acknowledged. */
  public Path outbox() {
    return file.resolveSibling(file.getFileName() + ".outbox");
  }

  /** The file beside it for what was begun and not said. */
  public Path drafts() {
    return file.resolveSibling(file.getFileName() + ".drafts");
  }

  /** What was kept; null where there is nothing that can be read. */
  public SavedSession load() throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      SavedSession place = Json.MAPPER.readValue(Files.readAllBytes(file), SavedSession.class);
      boolean whole =
          place != null
              && place.id() != null
              && place.name() != null
              && (place.session() != null || place.ofAccount());
      return whole ? place : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  public void save(SavedSession place) throws IOException {
    PrivateFile.replace(file, Json.MAPPER.writeValueAsBytes(place));
  }

  /** The place was given up. */
  public void forget() throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    claim.close();
  }
}
