package parley.server.text;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import parley.protocol.FileInfo;
import parley.protocol.Limits;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.text.ShellWord;

/**
 * What a person types in a shell to send or to fetch a file, whole, because the bytes can't travel
 * among the lines of a chat.
 *
 * @param again how they connect to this server once more, a command
 */
record ShellLine(Supplier<String> again) {

  /** For a file that is to come. */
  String toSend(Request.Upload request, Reply.Ticket ticket) {
    boolean begun = ticket.offset() > 0;
    String head =
        "printf '/transfer %s\\n' '" + ticket.ticket() + (begun ? " " + ticket.offset() : "") + "'";
    String bytes = begun ? "tail -c +" + (ticket.offset() + 1) + " " : "cat ";
    return said("where the file is")
        + "{ "
        + head
        + "; "
        + bytes
        + quoted(request.name())
        + "; } | "
        + again.get();
  }

  /** For a file that is to be fetched; nothing that is there is written over. */
  String toFetch(Reply.Ticket ticket) {
    FileInfo file = ticket.file();
    return said("where the file shall be")
        + "printf '/transfer %s\\n' '"
        + ticket.ticket()
        + "' | "
        + again.get()
        + " | (IFS= read -r answer; echo \"$answer\" >&2; set -C; cat >"
        + quoted(withoutBlanks(file.name()))
        + ")";
  }

  private static String said(String where) {
    return "-- in a shell, %s, within %d minutes:\r\n  "
        .formatted(where, TimeUnit.SECONDS.toMinutes(Limits.TICKET_SECONDS));
  }

  /**
   * The sender chose it, and this line can't be broken into rows: blanks in it could choose what a
   * row of the terminal begins with.
   */
  private static String withoutBlanks(String name) {
    StringBuilder word = new StringBuilder(name.length());
    name.codePoints()
        .map(c -> Character.isLetterOrDigit(c) || "-_.,+=@".indexOf(c) >= 0 ? c : '_')
        .forEach(word::appendCodePoint);
    return word.toString();
  }

  /** As one word for a shell, whatever is in it; a safe name begins with no hyphen. */
  private static String quoted(String name) {
    return ShellWord.quoted(Printable.line(name));
  }
}
