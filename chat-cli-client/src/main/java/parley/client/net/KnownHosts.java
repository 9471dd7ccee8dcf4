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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import parley.client.files.PrivateFile;
import parley.protocol.ByteOrderMark;

/**
 * The certificates met at first use, one line each in a file: {@code host:port fingerprint
 * authority}, the last a {@code -} where nobody vouched and {@code system} where an authority of
 * the machine did. A host counts as one however it is spelt. Several clients may use the file at
 * once.
 */
public final class KnownHosts {
  /** Within one program: a file's lock is the whole program's. */
  private static final Object WRITING = new Object();

  /**
   * What was seen at a place.
   *
   * @param certificate the fingerprint of the server's own certificate
   * @param authority who vouched for it, as {@link Voucher#pinned}
   */
  public record Pin(String certificate, String authority) {}

  private final Path file;

  /** What could not be written there. */
  private final Map<String, Pin> unkept = new ConcurrentHashMap<>();

  public KnownHosts(Path file) {
    this.file = file;
  }

  public Path file() {
    return file;
  }

  public Optional<Pin> find(String place) throws IOException {
    Pin here = unkept.get(place);
    if (here != null) {
      return Optional.of(here);
    }
    for (String line : lines()) {
      String[] fields = line.strip().split("\\s+");
      if (fields.length >= 2 && Address.canonical(fields[0]).equals(place)) {
        boolean signed = fields.length >= 3 && !fields[2].equals("-");
        return Optional.of(new Pin(fields[1], signed ? fields[2] : null));
      }
    }
    return Optional.empty();
  }

  /** Remembers a pin in the place of an older one; where that fails, until this program ends. */
  public void keep(String place, Pin pin) throws IOException {
    if (PrivateFile.isDevice(file)) {
      return; // as with /dev/null, for who wants nothing remembered
    }
    synchronized (WRITING) {
      unkept.put(place, pin);
      replace(place, pin);
      unkept.remove(place);
    }
  }

  private void replace(String place, Pin pin) throws IOException {
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel = PrivateFile.open(lockFile, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      List<String> kept = new ArrayList<>(lines());
      kept.removeIf(line -> Address.canonical(line.strip().split("\\s+")[0]).equals(place));
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

  /** Also of a file that a crash or another program damaged: the lines that are whole count. */
  private List<String> lines() throws IOException {
    return Files.isRegularFile(file)
        ? ByteOrderMark.without(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
            .lines()
            .toList()
        : List.of();
  }
}
