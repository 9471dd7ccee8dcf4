package parley.server.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import parley.protocol.FileInfo;
import parley.protocol.FileNames;
import parley.protocol.InvalidRequest;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** A file's name that others chose, in a line that somebody pastes into a shell. */
public final class ShellLineFuzzTest extends FuzzTest {
  private static final String DIGEST = "0".repeat(64);

  @Override
  protected void read(byte[] input) {
    String name = FileNames.safe(new String(input, UTF_8));
    ShellLine shell = new ShellLine(() -> "nc localhost 7070");
    Reply.Ticket ticket;
    Request.Upload upload;
    try {
      upload = new Request.Upload("1", "lobby", null, name, 1L, DIGEST, null, null);
      ticket = new Reply.Ticket("1", "abc", 0L, new FileInfo(name, 1L, DIGEST));
    } catch (InvalidRequest e) {
      return;
    }
    Reply.Ticket plainTicket = new Reply.Ticket("1", "abc", 0L, new FileInfo("x", 1L, DIGEST));
    Request.Upload plain = new Request.Upload("1", "lobby", null, "x", 1L, DIGEST, null, null);
    isAs(shell.toSend(plain, plainTicket), shell.toSend(upload, ticket));
    isAs(shell.toFetch(plainTicket), shell.toFetch(ticket));
  }

  /** To a shell it is as the line for a file against whose name nothing is to be said. */
  private static void isAs(String plain, String line) {
    assertEquals(null, Clean.faultInText(line));
    assertEquals(unquoted(command(plain)), unquoted(command(line)));
  }

  private static String command(String line) {
    String command = line.substring(line.indexOf("\r\n") + 2);
    assertFalse(command.contains("\n") || command.contains("\r"), command);
    return command;
  }

  /** What of a command no quotes hold: all that a shell acts on. */
  private static String unquoted(String command) {
    StringBuilder outside = new StringBuilder();
    boolean single = false;
    boolean doubled = false;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (single) {
        single = c != '\'';
      } else if (c == '\'' && !doubled) {
        single = true;
      } else if (c == '\\') {
        i++;
      } else if (c == '"') {
        doubled = !doubled;
      } else if (!doubled) {
        outside.append(c);
      }
    }
    assertFalse(single || doubled, "a quote is open at the end of " + command);
    return outside.toString();
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(ShellLine.class, FileNames.class);
  }
}
