package parley.server.logfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a path lies on, as Linux tells it: some of what is written there is gone with a restart of
 * the machine, or with the container.
 *
 * @param at where it is mounted
 * @param root what of it is mounted there
 * @param type such as {@code ext4}
 */
public record Volume(String at, String root, String type) {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

  /** What containers write above their image. */
  private static final Set<String> LAYERS = Set.of("overlay", "aufs", "fuse.fuse-overlayfs");

  /** Where container engines keep that as plain folders. */
  private static final List<String> ENGINES = List.of("/docker/", "/containers/", "/containerd/");

  /** Fields of a line before the optional ones: id, parent, device, root, mount point, options. */
  private static final int FIELDS = 6;

  /**
   * Why a file or folder of this path would not stay, to be put behind its name; empty where it
   * stays, or where the system does not tell.
   *
   * @param path need not exist yet
   */
  public static Optional<String> whyGone(Path path) {
    try {
      return of(existing(path).toRealPath().toString(), Files.readAllLines(MOUNTS))
          .flatMap(Volume::whyGone);
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }

  private static Path existing(Path path) {
    Path at = path.toAbsolutePath().normalize();
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }

  /**
   * The volume of a path without links.
   *
   * @param mounts lines of mountinfo, proc(5): of two at one place the later one counts
   */
  static Optional<Volume> of(String path, List<String> mounts) {
    Volume best = null;
    for (String line : mounts) {
      String[] fields = line.split(" ");
      int dash = FIELDS;
      while (dash < fields.length && !fields[dash].equals("-")) {
        dash++;
      }
      if (dash + 1 < fields.length) {
        Volume volume = new Volume(plain(fields[4]), plain(fields[3]), fields[dash + 1]);
        if (volume.holds(path) && (best == null || volume.at.length() >= best.at.length())) {
          best = volume;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private boolean holds(String path) {
    return at.equals("/") || path.equals(at) || path.startsWith(at + "/");
  }

  /** Blanks and the like are written as a backslash and three octal digits. */
  private static String plain(String field) {
    StringBuilder plain = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 3 < field.length()) {
        plain.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(field.charAt(i));
      }
    }
    return plain.toString();
  }

  Optional<String> whyGone() {
    if (IN_MEMORY.contains(type)) {
      return Optional.of(
          "is on a %s (%s), which is in memory alone and gone with a restart".formatted(type, at));
    }
    if (LAYERS.contains(type)
        || at.equals("/") && ENGINES.stream().anyMatch(engine -> root.contains(engine))) {
      return Optional.of("is in the container itself, on no volume, and gone with it");
    }
    return Optional.empty();
  }
}
