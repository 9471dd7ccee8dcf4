package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker finds each kind of broken promise. */
class CheckerTest {
  @TempDir Path folder;

  @BeforeEach
  void aRunInWhichAllWasKept() throws IOException {
    write("said-ann", "a1", "a2", "a3");
    write("said-ben", "b1");
    write("acks-ann", ack(5, "n1", "a1"), ack(6, "n2", "a2"), ack(9, "n3", "a3"));
    write("acks-ben", ack(7, "m1", "b1"));
    write("history", m(5, "ann", "a1"), m(6, "ann", "a2"), m(7, "ben", "b1"), m(9, "ann", "a3"));
    Files.copy(folder.resolve("history"), folder.resolve("seen-eve"));
  }

  private void write(String file, String... lines) throws IOException {
    Files.write(folder.resolve(file), List.of(lines));
  }

  private static String ack(long seq, String nonce, String text) {
    return "{\"seq\":%d,\"nonce\":\"%s\",\"text\":\"%s\"}".formatted(seq, nonce, text);
  }

  private static String m(long seq, String from, String text) {
    return "{\"seq\":%d,\"from\":\"%s\",\"text\":\"%s\"}".formatted(seq, from, text);
  }

  private void lines(String file, java.util.function.Consumer<List<String>> change)
      throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve(file)));
    change.accept(lines);
    Files.write(folder.resolve(file), lines);
  }

  private void assertFault(String sentence) throws IOException {
    List<String> faults = Checker.faults(folder);
    assertTrue(faults.contains(sentence), faults::toString);
  }

  @Test
  void allKept() throws IOException {
    lines("acks-ann", l -> l.add(l.get(1))); // the same ok again, to a repeated request
    assertEquals(List.of(), Checker.faults(folder));
  }

  @Test
  void lost() throws IOException {
    lines("history", l -> l.remove(2));
    assertFault("ben's \"b1\" was acknowledged at 7 and is lost");
  }

  @Test
  void doubled() throws IOException {
    lines("history", l -> l.add(m(10, "ann", "a3")));
    assertFault("ann's \"a3\" is in the log twice, at 9 and 10");
  }

  @Test
  void elsewhereThanAcknowledged() throws IOException {
    lines("acks-ben", l -> l.set(0, ack(6, "m1", "b1")));
    assertFault("ben's \"b1\" was acknowledged at 6, where Message[seq=6, from=ann, text=a2]");
  }

  @Test
  void acknowledgedTwice() throws IOException {
    lines("acks-ann", l -> l.add(ack(6, "n1", "a2")));
    assertFault("the nonce n1 was acknowledged at 5 and at 6");
  }

  @Test
  void neverAcknowledged() throws IOException {
    lines("acks-ann", l -> l.remove(1));
    assertFault("ann's \"a2\" was never acknowledged");
  }

  @Test
  void aSendersOrderChanged() throws IOException {
    lines("said-ann", l -> l.addFirst(l.remove(1)));
    assertFault("ann's sentence 0 was \"a2\", the log has \"a1\"");
  }

  @Test
  void aFollowerMissedOne() throws IOException {
    lines("seen-eve", l -> l.remove(2));
    assertFault("eve never saw Message[seq=7, from=ben, text=b1]");
  }

  @Test
  void aFollowerSawOneTwice() throws IOException {
    lines("seen-eve", l -> l.add(2, l.get(1)));
    assertFault("eve: 6 comes after 6");
  }

  @Test
  void aFollowerSawAnotherOrder() throws IOException {
    lines("seen-eve", l -> l.addFirst(l.remove(1)));
    assertFault("eve: 5 comes after 6");
  }

  @Test
  void aFollowerSawWhatNeverWas() throws IOException {
    lines("seen-eve", l -> l.add(m(11, "ann", "a4")));
    assertFault("eve saw Message[seq=11, from=ann, text=a4], which the log does not have");
  }

  @Test
  void nothing() throws IOException {
    Files.delete(folder.resolve("said-ann"));
    Files.delete(folder.resolve("said-ben"));
    assertFault("there is nothing to judge");
  }
}
