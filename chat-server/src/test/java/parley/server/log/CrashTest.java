package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.server.config.UserError;
import parley.server.disk.PreloadedDisk;
import parley.server.state.Entry;

/** Processes that are killed, disks that fail. */
@Timeout(120)
class CrashTest {
  private static final String WAL = "log.db-wal";

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
      throws UserError, InterruptedException {
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
  void everyAppendIsSyncedBeforeItReturns() throws Exception {
    Path data = temp.resolve("data");
    PreloadedDisk disk = PreloadedDisk.build(temp, data);
    long told;
    try (Child child = new Child(data, disk.environment())) {
      child.answer();
      long before = disk.read().syncs(WAL);
      for (int batch = 0; batch < 40; batch++) {
        assertEquals("ok", child.ask("append " + (1 + batch % 10)).outcome());
        long after = disk.read().syncs(WAL);
        assertTrue(after > before, "append " + batch + " was not synced");
        before = after;
      }
      told = child.kill(0);
      try (Child next = new Child(data, disk.environment())) {
        next.answer();
        assertTrue(
            disk.read().syncs(WAL) > before, "the write-ahead log found was not synced again");
      }
    }
    checkThatAllIsThere(data, told);
  }

  @Test
  void anAppendThatFindsTheDiskFullLeavesNothing() throws Exception {
    Path data = temp.resolve("data");
    PreloadedDisk disk = PreloadedDisk.build(temp, data);
    try (Child child = new Child(data, disk.environment())) {
      child.answer();
      long last = child.ask("append 10").last();
      disk.fail("write 1 on ENOSPC");
      assertEquals(new Child.Answer("rolled-back", last), child.ask("append 10"));
      assertEquals(new Child.Answer("rolled-back", last), child.ask("append 900"));
      disk.mend();
      assertEquals(new Child.Answer("ok", last + 5), child.ask("append 5"));
      child.kill(0);
    }
    checkThatAllIsThere(data, 15);
  }

  @Test
  void anAppendWhoseSyncFailsIsOfUnknownOutcomeAndTheLastOne() throws Exception {
    Path data = temp.resolve("data");
    PreloadedDisk disk = PreloadedDisk.build(temp, data);
    try (Child child = new Child(data, disk.environment())) {
      child.answer();
      assertEquals("ok", child.ask("append 10").outcome());
      disk.fail("sync 1 on EIO");
      assertEquals("unknown", child.ask("append 10").outcome());
      disk.mend();
      assertEquals("unknown", child.ask("append 10").outcome(), "a later sync proves nothing");
      child.kill(0);
    }
    checkThatAllIsThere(data, 10);
  }
}
