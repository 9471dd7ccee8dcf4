package parley.client.net;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.client.files.PrivateFile;

/**
 * The certificates met at first use, one line each in a file: {@code host:port fingerprint
 * authority}, the last a {@code -} where the server showed no authority. Several clients may use
 * the file at once.
 */
public final class KnownHosts {
  /** Within one program: a file's lock is the whole program's. */
  private static final Object WRITING = new Object();

  /**
   * What was seen at a place.
   *
   * @param certificate the fingerprint of the server's own certificate
   * @param authority that of the authority it was signed by, null where none was shown
   */
  public record Pin(String certificate, String authority) {}

  private final Path file;

  public KnownHosts(Path file) {
    this.file = file;
  }

  public Path file() {
    return file;
  }

  public Optional<Pin> find(String place) throws IOException {
    for (String line : lines()) {
      String[] fields = line.strip().split("\\s+");
      if (fields.length >= 2 && fields[0].equals(place)) {
        boolean signed = fields.length >= 3 && !fields[2].equals("-");
        return Optional.of(new Pin(fields[1], signed ? fields[2] : null));
      }
    }
    return Optional.empty();
  }

  /** Remembers a pin in the place of an older one. */
  public void keep(String place, Pin pin) throws IOException {
    synchronized (WRITING) {
      replace(place, pin);
    }
  }

  private void replace(String place, Pin pin) throws IOException {
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel = PrivateFile.open(lockFile, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      List<String> kept = new ArrayList<>(lines());
      kept.removeIf(line -> line.strip().split("\\s+")[0].equals(place));
      kept.add(
          place
              + " "
              + pin.certificate()
              + " "
              + (pin.authority() == null ? "-" : pin.authority()));
      String text = String.join("\n", kept) + "\n";
      PrivateFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
      assert lock.isValid();
    }
  }

  private List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
