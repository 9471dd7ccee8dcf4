package parley.text;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A program's standard output, which remembers that it could not be written: streams that print
 * keep that to themselves, and a list that is cut must not end in success. Safe on any thread.
 */
public final class StandardOutput extends OutputStream {
  /** The exit code where a pipe's reader had enough; a shell says the same of its own programs. */
  public static final int CLOSED = 141;

  private static final Path LINK = Path.of("/proc/self/fd/1");

  private final OutputStream to;

  /** What fails there is the reader; the system's own words for that depend on the locale. */
  private final boolean pipe;

  private volatile IOException fault;

  public StandardOutput(OutputStream to) {
    this(to, false);
  }

  private StandardOutput(OutputStream to, boolean pipe) {
    this.to = to;
    this.pipe = pipe;
  }

  /** The process's own, in the place of {@link System#out} too. */
  public static StandardOutput install(Charset charset) {
    StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out), isPipe());
    System.setOut(new PrintStream(output, true, charset));
    return output;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      to.write(bytes, from, length);
    } catch (IOException e) {
      failed(e);
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      to.flush();
    } catch (IOException e) {
      failed(e);
      throw e;
    }
  }

  /** Stays open for whatever is said at the end. */
  @Override
  public void close() throws IOException {
    flush();
  }

  private synchronized void failed(IOException why) {
    if (fault == null) {
      fault = why;
    }
  }

  /** Whether something of it is lost, so that going on to write is in vain. */
  public boolean isBroken() {
    return fault != null;
  }

  /**
   * The exit code of a program that ends; all that prints is flushed before.
   *
   * @param code what it would be; stays where that is no success already
   * @param failed what a success becomes where its output is lost
   * @param says takes the sentence for the person; nothing is said where a reader had enough
   */
  public int exitCode(int code, int failed, Consumer<String> says) {
    IOException why = fault;
    if (why == null) {
      return code;
    }
    boolean closed = pipe || "Broken pipe".equals(why.getMessage());
    if (!closed) {
      says.accept("standard output could not be written: " + why.getMessage());
    }
    return code != 0 ? code : closed ? CLOSED : failed;
  }

  private static boolean isPipe() {
    try {
      String link = Files.readSymbolicLink(LINK).toString();
      return link.startsWith("pipe:") || link.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException elsewhere) {
      return false;
    }
  }
}
