package parley.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server that is started for one measurement, with a folder of its own, and ended after it. */
public record Subject(Target target, Path folder, Control control) implements AutoCloseable {
  /** Without these one machine could not load a server as heavily as it can. */
  static final List<String> UNLIMITED =
      List.of(
          "limits.messages-per-second=0",
          "limits.messages-per-second-per-address=0",
          "limits.connections-per-address=0",
          "limits.handshakes-per-second-per-address=0",
          "limits.guests-per-minute=0",
          "limits.guests-per-minute-per-address=0",
          "limits.new-rooms-per-hour=0",
          "limits.log-bytes-per-day=0",
          "limits.log-bytes-per-day-per-address=0");

  private static final Pattern TOKEN = Pattern.compile("operator +([0-9a-f]{16,})");

  /**
   * @param settings {@code key=value}, beyond listeners and folders
   */
  static Subject start(Path launcher, List<String> settings, boolean tls)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path folder = Files.createTempDirectory("parley-benchmark");
    Target target = null;
    try {
      target = Target.server(launcher, settings, tls, folder);
      return new Subject(target, folder, Control.open(target.address(), tls, token(target)));
    } catch (IOException | InterruptedException | GeneralSecurityException | RuntimeException e) {
      if (target != null) {
        target.close();
      }
      delete(folder);
      throw e;
    }
  }

  /** It is printed at the first start, after the doors have opened. */
  public static String token(Target target) throws IOException, InterruptedException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < end) {
      Matcher found = TOKEN.matcher(Files.readString(target.log()));
      if (found.find()) {
        return found.group(1);
      }
      Thread.sleep(20);
    }
    throw new Failure("The server printed no operator's token:\n" + target.said());
  }

  long pid() {
    return target.process().pid();
  }

  @Override
  public void close() throws IOException {
    control.close();
    target.close();
    delete(folder);
  }

  public static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
