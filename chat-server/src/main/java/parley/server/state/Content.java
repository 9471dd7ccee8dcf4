package parley.server.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import parley.protocol.FileInfo;
import parley.protocol.Names;
import parley.protocol.Request;

/** What makes two messages the same one, so that a nonce used again for another can be told. */
public final class Content {
  private Content() {}

  /** SHA-256, in hex, of where a message goes, its kind, what it answers, its file and its text. */
  public static String of(
      String room, String to, Request.Kind kind, Long replyTo, FileInfo file, String text) {
    String where = room != null ? "room\0" + Names.fold(room) : "to\0" + to;
    String how = kind == Request.Kind.ACTION ? "action" : "message";
    String answer = replyTo == null ? "" : "\0reply\0" + replyTo;
    String with = file == null ? "" : "\0file\0" + file.sha256() + "\0" + file.name();
    return of(where + "\0" + how + answer + with, text);
  }

  /** SHA-256, in hex, of which message gets which text. */
  public static String ofEdit(long target, String text) {
    return of("edit\0" + target, text);
  }

  private static String of(String what, String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update((what + "\0").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public static String of(Change.Said said) {
    return of(said.room(), said.to(), said.kind(), said.replyTo(), said.file(), said.text());
  }
}
