package parley.server.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.server.log.Log;
import parley.server.logfile.Chain;
import parley.server.logfile.FileFolder;
import parley.server.logfile.LogFolder;
import parley.server.state.Change;
import parley.server.state.Entry;

/** Files come and go while they are checked. */
class FilesCheckTest {
  @TempDir Path temp;

  private Path store(FileInfo file, byte[] bytes) throws Exception {
    Path path =
        temp.resolve(FileFolder.NAME).resolve(file.sha256().substring(0, 2)).resolve(file.sha256());
    Files.createDirectories(path.getParent());
    return Files.write(path, bytes);
  }

  private static FileInfo info(byte[] bytes) {
    String sha256 = HexFormat.of().formatHex(Chain.sha256().digest(bytes));
    return new FileInfo("f", bytes.length, sha256);
  }

  private static Entry said(long seq, FileInfo file) {
    return new Entry(
        seq,
        seq,
        new Change.Said(
            new Addressee.Person("ann", "g1"),
            new Author("g1", "ann"),
            new Content("f", null, null, file),
            null));
  }

  @Test
  void whatIsDeletedMeanwhileIsNoFault() throws Exception {
    List<FileInfo> files = new ArrayList<>();
    try (Log log = Log.open(temp, 0)) {
      List<Path> paths = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        byte[] bytes = ("bytes " + i).getBytes(UTF_8);
        files.add(info(bytes));
        paths.add(store(info(bytes), bytes));
        log.append(List.of(said(i + 1, info(bytes))));
      }
      List<String> order =
          files.stream().map(FileInfo::sha256).sorted(Comparator.naturalOrder()).toList();
      boolean[] deleted = {false};
      Progress deleting =
          (_, _, _) -> {
            if (!deleted[0]) {
              deleted[0] = true;
              try {
                // All but the one that is looked at, as a server does it: the row, then the file.
                for (int i = 0; i < 10; i++) {
                  if (!files.get(i).sha256().equals(order.getFirst())) {
                    long seq = log.last() + 1;
                    Change.Deleted change =
                        new Change.Deleted(
                            i + 1,
                            new Addressee.Person("ann", "g1"),
                            new Author("g1", "ann"),
                            "ann");
                    log.append(List.of(new Entry(seq, seq, change)));
                    Files.delete(paths.get(i));
                  }
                }
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            }
          };
      FilesCheck.Result found =
          FilesCheck.of(temp.resolve(LogFolder.FILE), temp.resolve(FileFolder.NAME), deleting);
      assertTrue(deleted[0]);
      assertEquals(List.of(), found.findings());
      assertEquals(10, found.files(), "that were listed");

      Files.delete(paths.stream().filter(Files::exists).findFirst().orElseThrow());
      FilesCheck.Result missing =
          FilesCheck.of(temp.resolve(LogFolder.FILE), temp.resolve(FileFolder.NAME), Progress.NONE);
      assertEquals(1, missing.findings().size());
    }
  }
}
