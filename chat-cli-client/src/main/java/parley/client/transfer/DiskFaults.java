package parley.client.transfer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import parley.protocol.Printable;

/** What this machine's disk says, for a person. */
final class DiskFaults {
  private DiskFaults() {}

  /** A path, safe to show. */
  static String shown(Path path) {
    return Printable.line(path.toString());
  }

  /** Why something failed, as the end of a sentence. */
  static String why(IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "there is none";
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException system when system.getReason() != null -> system.getReason();
          default -> String.valueOf(e.getMessage());
        };
    return Printable.line(reason);
  }
}
