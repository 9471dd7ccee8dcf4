package parley.server.logfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class VolumeTest {
  /** As a container by docker compose has it. */
  private static final List<String> CONTAINER =
      """
      612 504 0:53 / / ro,relatime master:231 - overlay overlay rw,lowerdir=/var/lib/docker/a-b
      613 612 0:56 / /proc rw,nosuid - proc proc rw
      614 612 0:57 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k
      618 612 0:60 / /tmp rw,relatime - tmpfs tmpfs rw,size=65536k
      619 612 254:1 /var/lib/docker/volumes/p_data/_data /data rw - ext4 /dev/vda1 rw
      620 612 254:1 /srv/my\\040backups /my\\040backups rw shared:1 master:2 - ext4 /dev/vda1 rw
      """
          .lines()
          .toList();

  private static boolean stays(String path, List<String> mounts) {
    return Volume.of(path, mounts).orElseThrow().whyGone().isEmpty();
  }

  @Test
  void aContainerKeepsWhatIsOnItsVolumes() {
    assertTrue(stays("/data", CONTAINER));
    assertTrue(stays("/data/backups/a", CONTAINER));
    assertTrue(stays("/my backups/a", CONTAINER));
    assertFalse(stays("/tmp/parley.backup", CONTAINER));
    assertFalse(stays("/dev/shm/a", CONTAINER));
    assertFalse(stays("/opt/parley.backup", CONTAINER));
    assertFalse(stays("/datasets/a", CONTAINER), "only begins with the name of a volume");
  }

  @Test
  void layersOfOtherKindsAreLayers() {
    for (String root :
        List.of(
            "1 0 254:1 /var/lib/docker/vfs/dir/4f1c / rw - ext4 /dev/vda1 rw",
            "1 0 0:41 /containers/storage/btrfs/subvolumes/9a / rw - btrfs /dev/vda1 rw",
            "1 0 0:41 / / rw - fuse.fuse-overlayfs fuse-overlayfs rw")) {
      assertFalse(stays("/root/a", List.of(root)), root);
    }
  }

  @Test
  void anOrdinaryMachineKeepsAllButItsMemory() {
    List<String> machine =
        List.of(
            "22 1 254:1 / / rw - ext4 /dev/vda1 rw",
            "23 22 0:21 / /dev/shm rw - tmpfs tmpfs rw",
            "24 22 0:22 / /mnt rw - tmpfs tmpfs rw",
            "25 22 254:2 / /mnt rw - xfs /dev/vdb1 rw",
            "nonsense",
            "");
    assertTrue(stays("/var/backups/a", machine));
    assertTrue(stays("/mnt/a", machine), "what was mounted last counts");
    assertEquals(
        "is on a tmpfs (/dev/shm), which is in memory alone and gone with a restart",
        Volume.of("/dev/shm/a", machine).orElseThrow().whyGone().orElseThrow());
  }

  @Test
  void asksTheSystem() throws Exception {
    Path memory = Path.of("/dev/shm");
    Assumptions.assumeTrue(
        Files.isDirectory(memory) && Files.getFileStore(memory).type().equals("tmpfs"));
    assertTrue(Volume.whyGone(memory.resolve("a/b/c")).isPresent());
    Path link = Files.createTempDirectory("link").resolve("to");
    Files.createSymbolicLink(link, memory);
    assertTrue(Volume.whyGone(link.resolve("a")).isPresent(), "also behind a link");
    Files.delete(link);
    Files.delete(link.getParent());
  }
}
