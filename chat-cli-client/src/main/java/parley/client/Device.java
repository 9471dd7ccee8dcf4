package parley.client;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import parley.protocol.Limits;

/** What this machine is called among the sessions of an account. */
final class Device {
  private static final Path KERNELS = Path.of("/proc/sys/kernel/hostname");
  private static final String NAMELESS = "terminal";

  private Device() {}

  static String name() {
    String name = told().strip().replaceAll("[^\\p{L}\\p{M}\\p{N}._-]", "");
    int length = Math.min(Limits.TOKEN_LENGTH, name.codePointCount(0, name.length()));
    return name.isEmpty() ? NAMELESS : name.substring(0, name.offsetByCodePoints(0, length));
  }

  private static String told() {
    try {
      return Files.isReadable(KERNELS)
          ? Files.readString(KERNELS)
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "";
    }
  }
}
