package parley.server.session;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import parley.protocol.FileInfo;
import parley.protocol.Limits;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * What a person types in a shell to send or to fetch a file, whole, because the bytes can't travel
 * among the lines of a chat.
 *
 * @param here where they reached this server
 * @param tls whether with TLS
 */
record ShellLine(InetSocketAddress here, boolean tls) {

  /** For a file that is to come. */
  String toSend(Request.Upload request, Reply.Ok ok) {
    boolean begun = ok.offset() > 0;
    String head =
        "printf '/transfer %s\\n' '" + ok.ticket() + (begun ? " " + ok.offset() : "") + "'";
    String bytes = begun ? "tail -c +" + (ok.offset() + 1) + " " : "cat ";
    return said("where the file is")
        + "{ "
        + head
        + "; "
        + bytes
        + quoted(request.name())
        + "; } | "
        + connection();
  }

  /** For a file that is to be fetched; nothing that is there is written over. */
  String toFetch(Reply.Ok ok) {
    FileInfo file = ok.file();
    return said("where the file shall be")
        + "printf '/transfer %s\\n' '"
        + ok.ticket()
        + "' | "
        + connection()
        + " | (IFS= read -r answer; echo \"$answer\" >&2; set -C; cat >"
        + quoted(file.name())
        + ")";
  }

  private static String said(String where) {
    return "-- in a shell, %s, within %d minutes:\r\n  "
        .formatted(where, TimeUnit.SECONDS.toMinutes(Limits.TICKET_SECONDS));
  }

  private String connection() {
    String host = here.getAddress().getHostAddress().replaceFirst("%.*", "");
    if (!tls) {
      return "nc " + host + " " + here.getPort();
    }
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    return "openssl s_client -quiet -connect " + bracketed + ":" + here.getPort() + " 2>/dev/null";
  }

  /** As one word for a shell, whatever is in it; a safe name begins with no hyphen. */
  private static String quoted(String name) {
    return "'" + Printable.line(name).replace("'", "'\\''") + "'";
  }
}
