package parley.client.scripts;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import parley.client.link.Link;

/** Standard output and error in UTF-8, whatever the locale says. */
public final class Console {
  /** Buffered: {@link #flushed} at the end of what belongs together. */
  static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);

  static final PrintStream ERR =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  private Console() {}

  /** Whether what was written has arrived; false where the reader of a pipe has gone. */
  static boolean flushed() {
    return !OUT.checkError();
  }

  /** A sentence for the person who runs the script. */
  public static void say(String sentence) {
    ERR.println("chat: " + sentence);
  }

  /** At ctrl-C or a kind kill the name is free at once, and not only after the server's grace. */
  static void leaveAtEnd(Link link) {
    Runtime.getRuntime().addShutdownHook(new Thread(link::close));
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
