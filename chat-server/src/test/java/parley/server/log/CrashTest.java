package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.server.config.StartupException;
import parley.server.state.Entry;

/** Processes that are killed, disks that fail. */
@Timeout(120)
class CrashTest {
  @TempDir Path temp;

  @Test
  void whatAKilledProcessToldOfIsThere() throws Exception {
    Path data = temp.resolve("data");
    long told = 0;
    for (int life = 0; life < 2; life++) {
      try (Child child = new Child(data, Map.of())) {
        assertTrue(child.answer().last() >= told);
        child.command("loop");
        long seen = 0;
        for (int answer = 0; answer < 100 + 150 * life; answer++) {
          seen = child.answer().last();
        }
        told = child.kill(seen);
      }
      checkThatAllIsThere(data, told);
    }
  }

  private static void checkThatAllIsThere(Path data, long told)
      throws StartupException, InterruptedException {
    try (Log log = Log.open(data, 0)) {
      assertTrue(log.last() >= told, "told of " + told + ", kept " + log.last());
      assertEquals(log.last() + 1, log.load().nextSeq());
      long cursor = 1;
      while (cursor < log.last()) {
        Page page = log.visible("g1", cursor, log.last(), 1 << 20);
        for (Entry entry : page.entries()) {
          assertEquals(Appender.entry(++cursor), entry);
        }
        assertEquals(cursor, page.upTo());
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void everyAppendIsSyncedBeforeItReturns() throws Exception {
    Map<String, String> disk = disk();
    Path data = temp.resolve("data");
    long told;
    try (Child child = new Child(data, disk)) {
      long before = child.answer().syncs();
      for (int batch = 0; batch < 40; batch++) {
        Child.Answer after = child.ask("append " + (1 + batch % 10));
        assertEquals("ok", after.outcome());
        assertTrue(after.syncs() > before, "append " + batch + " was not synced");
        before = after.syncs();
      }
      told = child.kill(0);
      try (Child next = new Child(data, disk)) {
        assertTrue(
            next.answer().syncs() > before, "the write-ahead log found was not synced again");
      }
    }
    checkThatAllIsThere(data, told);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void anAppendThatFindsTheDiskFullLeavesNothing() throws Exception {
    Map<String, String> disk = disk();
    Path full = Path.of(disk.get("DISK_FULL"));
    Path data = temp.resolve("data");
    try (Child child = new Child(data, disk)) {
      child.answer();
      long last = child.ask("append 10").last();
      Files.createFile(full);
      assertEquals(new Child.Answer("rolled-back", last, 0), noSyncs(child.ask("append 10")));
      assertEquals(new Child.Answer("rolled-back", last, 0), noSyncs(child.ask("append 900")));
      Files.delete(full);
      assertEquals(new Child.Answer("ok", last + 5, 0), noSyncs(child.ask("append 5")));
      child.kill(0);
    }
    checkThatAllIsThere(data, 15);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void anAppendWhoseSyncFailsIsOfUnknownOutcomeAndTheLastOne() throws Exception {
    Map<String, String> disk = disk();
    Path bad = Path.of(disk.get("DISK_BAD"));
    Path data = temp.resolve("data");
    try (Child child = new Child(data, disk)) {
      child.answer();
      assertEquals("ok", child.ask("append 10").outcome());
      Files.createFile(bad);
      assertEquals("unknown", child.ask("append 10").outcome());
      Files.delete(bad);
      assertEquals("unknown", child.ask("append 10").outcome(), "a later sync proves nothing");
      child.kill(0);
    }
    checkThatAllIsThere(data, 10);
  }

  private static Child.Answer noSyncs(Child.Answer answer) {
    return new Child.Answer(answer.outcome(), answer.last(), 0);
  }

  /** The environment that puts the library of disk.c between a child and its disk. */
  private Map<String, String> disk() throws IOException, InterruptedException {
    Path source = temp.resolve("disk.c");
    Path library = temp.resolve("disk.so");
    try (InputStream code = CrashTest.class.getResourceAsStream("disk.c")) {
      assertNotNull(code);
      Files.copy(code, source);
    }
    Process compiler;
    try {
      compiler =
          new ProcessBuilder(
                  "cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
              .inheritIO()
              .start();
    } catch (IOException e) {
      assumeTrue(false, "skipped: there is no C compiler (cc) to build the failing disk with");
      throw e;
    }
    assertTrue(compiler.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, compiler.exitValue(), "cc compiles disk.c");
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "DISK_COUNT", temp.resolve("syncs").toString(),
        "DISK_BAD", temp.resolve("bad").toString(),
        "DISK_FULL", temp.resolve("full").toString());
  }
}
