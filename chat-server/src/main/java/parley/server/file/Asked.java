package parley.server.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.protocol.InvalidRequest;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Request;

/**
 * A connection's first record, where it asks for a transfer.
 *
 * @param request null where something is wrong with it
 * @param fault what that is, a sentence; null where nothing is
 */
public record Asked(Mode mode, Request.Transfer request, String fault) {
  private static final String COMMAND = "/transfer";
  private static final Pattern LINE =
      Pattern.compile(COMMAND + "\\s+(\\S+)(?:\\s+([0-9]{1,18}))?\\s*");

  /** Null where the record is anything else, which is for the chat. */
  public static Asked in(Mode mode, byte[] record) {
    return mode == Mode.TEXT ? inLine(new String(record, UTF_8)) : inJson(mode, record);
  }

  private static Asked inJson(Mode mode, byte[] record) {
    try {
      return Json.request(record) instanceof Request.Transfer transfer
          ? new Asked(mode, transfer, null)
          : null;
    } catch (ProtocolException e) {
      // The session finds the same fault again, and says it.
      return null;
    }
  }

  private static Asked inLine(String line) {
    if (!line.equals(COMMAND) && !line.startsWith(COMMAND + " ")) {
      return null;
    }
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      return new Asked(Mode.TEXT, null, "It goes: /transfer TICKET [OFFSET]");
    }
    try {
      Long offset = parts.group(2) == null ? null : Long.valueOf(parts.group(2));
      return new Asked(Mode.TEXT, new Request.Transfer(null, parts.group(1), offset), null);
    } catch (InvalidRequest e) {
      return new Asked(Mode.TEXT, null, e.getMessage());
    }
  }
}
