package parley.client.scripts;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import parley.protocol.Json;
import parley.protocol.Printable;
import parley.text.StandardOutput;

/** Standard output and error in UTF-8, whatever the locale says. */
public final class Console {
  private static final StandardOutput OUTPUT = StandardOutput.install(StandardCharsets.UTF_8);

  /** Buffered: {@link #flushed} at the end of what belongs together. */
  static final PrintStream OUT = new PrintStream(OUTPUT, false, StandardCharsets.UTF_8);

  static final PrintStream ERR =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  private Console() {}

  /**
   * Whether what was written has arrived; false on a full disk, or where a pipe's reader is gone.
   */
  static boolean flushed() {
    return !OUT.checkError();
  }

  /** Bytes as they are, for who prints nothing beside them. */
  static StandardOutput bytes() {
    return OUTPUT;
  }

  /** Standard output, for a library that writes there. */
  public static PrintWriter output() {
    return new PrintWriter(OUT, true, StandardCharsets.UTF_8);
  }

  /** The exit code of the program that ends with this one: no success where its output is lost. */
  public static int end(int code) {
    OUT.flush();
    return OUTPUT.exitCode(code, ExitCode.FAULT, Console::say);
  }

  /** A line of JSON, in which nothing of others' texts is obeyed by a terminal. */
  static String json(Object value) {
    return Printable.json(Json.MAPPER.writeValueAsString(value));
  }

  /** A sentence for the person who runs the script. */
  public static void say(String sentence) {
    ERR.println("chat: " + sentence);
  }

  /** Standard error, for a library that writes there. */
  public static PrintWriter error() {
    return new PrintWriter(ERR, true, StandardCharsets.UTF_8);
  }

  /** Whether a person looks at it: neither input nor output is a file or a pipe. */
  static boolean isTerminal() {
    return Stream.ofNullable(System.console()).anyMatch(java.io.Console::isTerminal);
  }
}
