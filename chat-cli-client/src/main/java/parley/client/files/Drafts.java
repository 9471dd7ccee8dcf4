package parley.client.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import parley.protocol.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * What was begun in each talk and not said, in a file that is written when it has changed, twice a
 * second at most. Confined to whoever owns it.
 */
public final class Drafts {
  private static final long EACH_NANOS = 500_000_000;
  private static final int MOST_BYTES = 8 << 20;

  private final Path file;
  private Map<String, String> kept = Map.of();
  private long written = System.nanoTime() - EACH_NANOS;

  public Drafts(Path file) {
    this.file = file;
  }

  /** By the talk's title; empty where there is nothing that can be read. */
  public Map<String, String> load() {
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
        kept = Json.MAPPER.readValue(Files.readAllBytes(file), new TypeReference<>() {});
      }
    } catch (IOException | JacksonException e) {
      kept = Map.of();
    }
    return kept;
  }

  /**
   * Keeps what there is now.
   *
   * @param last whether there is no other time to write it
   */
  public void keep(Map<String, String> now, boolean last) {
    if (now.equals(kept) || (!last && System.nanoTime() - written < EACH_NANOS)) {
      return;
    }
    kept = Map.copyOf(now);
    written = System.nanoTime();
    try {
      if (now.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        PrivateFile.replace(file, Json.MAPPER.writeValueAsBytes(now));
      }
    } catch (IOException e) {
      // Without the file they end with this program, as the line of any other program does.
    }
  }
}
