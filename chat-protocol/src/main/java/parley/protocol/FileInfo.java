package parley.protocol;

import java.util.Objects;

/**
 * A file that a message tells of.
 *
 * @param name safe to be used as one: see {@link FileNames#safe}
 * @param size bytes
 * @param sha256 the digest of all bytes, in lower-case hexadecimal digits
 */
public record FileInfo(String name, long size, String sha256) {
  public FileInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sha256, "sha256");
  }
}
