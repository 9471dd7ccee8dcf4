package parley.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A parser under bytes that others choose. Each build gives it the inputs that are kept, one by one
 * and repeated to 16 KiB; the campaign has Jazzer look for others, led by what they reach of the
 * code, for {@code -Dparley.fuzz.seconds} (60 unless it is said).
 *
 * <p>Inputs are kept in the resources' folder {@code fuzz/NAME}, where the class is called {@code
 * NameFuzzTest}: of a file that ends in {@code .lines} each line is one, any other is one as it is.
 */
public abstract class FuzzTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Duration MOST_TIME = Duration.ofSeconds(2);
  private static final int REPEATED_BYTES = 16_384;

  /**
   * Reads one input, and asserts what is true of all: that nothing but the documented exception
   * comes, that what was written again is read as the same, that text that leaves is clean.
   */
  protected abstract void read(byte[] input) throws Exception;

  /** The classes that read: what is reached in their packages leads the search, and is told. */
  protected abstract List<Class<?>> parsers();

  /** Inputs besides those that are kept in files. */
  protected List<byte[]> moreInputs() throws IOException {
    return List.of();
  }

  /** How many bytes may be allocated for the shortest input. */
  protected int leastBytes() {
    return 16 << 20;
  }

  /** How many more for one byte of input. */
  protected int bytesForByte() {
    return 512;
  }

  /** Bytes of the longest input that is tried. */
  protected int longest() {
    return 4_096;
  }

  /** Reads one input within bounds of time and memory that grow with its size. */
  final void readInBounds(byte[] input) throws Exception {
    long most = leastBytes() + (long) bytesForByte() * input.length;
    // Again where it was too much: a class that is loaded or made ready costs once.
    for (int tries = 1; ; tries++) {
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long nanos = THREADS.getCurrentThreadCpuTime();
      read(input);
      long took = THREADS.getCurrentThreadCpuTime() - nanos;
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
      if (allocated <= most && took <= MOST_TIME.toNanos()) {
        return;
      }
      assertFalse(
          tries == 3,
          "%,d bytes of input took %,d bytes of memory and %,d µs of the processor"
              .formatted(input.length, allocated, took / 1_000));
    }
  }

  @TestFactory
  final Stream<DynamicTest> keptInputs() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    List<Input> inputs = inputs();
    assertFalse(inputs.isEmpty(), "no input is kept for " + name());
    for (Input input : inputs) {
      tests.add(
          DynamicTest.dynamicTest(
              input.name(),
              () -> {
                readInBounds(input.bytes());
                readInBounds(repeated(input.bytes()));
              }));
    }
    return tests.stream();
  }

  @Test
  @Tag("campaign")
  final void nothingNewIsFound() throws Exception {
    Jazzer.Run run = new Jazzer(name(), this).run(inputs().stream().map(Input::bytes).toList());
    assertTrue(run.executions() > 1_000, () -> "the search hardly began: " + run);
    assertEquals(List.of(), run.findings(), () -> "inputs that break it; " + run);
  }

  /** Of its folder of inputs. */
  final String name() {
    String simple = getClass().getSimpleName().replaceFirst("FuzzTest$", "");
    return simple.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + simple.substring(1);
  }

  private static byte[] repeated(byte[] unit) {
    byte[] all = new byte[REPEATED_BYTES];
    for (int i = 0; i < all.length && unit.length > 0; i++) {
      all[i] = unit[i % unit.length];
    }
    return all;
  }

  private static final class Input {
    private final String name;
    private final byte[] bytes;

    Input(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    String name() {
      return name;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  private List<Input> inputs() throws IOException {
    List<Input> all = new ArrayList<>();
    URL folder = getClass().getResource("/fuzz/" + name());
    if (folder != null) {
      for (Path file : files(folder)) {
        kept(file, all);
      }
    }
    for (byte[] more : moreInputs()) {
      all.add(new Input("another " + all.size(), more));
    }
    return all;
  }

  private static void kept(Path file, List<Input> to) throws IOException {
    String name = file.getFileName().toString();
    if (!name.endsWith(".lines")) {
      to.add(new Input(name, Files.readAllBytes(file)));
      return;
    }
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      to.add(new Input(name + " " + number, line.getBytes(UTF_8)));
    }
  }

  private static List<Path> files(URL folder) {
    try (Stream<Path> all = Files.list(Path.of(folder.toURI()))) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
