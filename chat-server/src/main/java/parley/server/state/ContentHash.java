package parley.server.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import parley.protocol.Addressee;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.protocol.Names;
import parley.protocol.Request;

/** What makes two messages the same one, so that a nonce used again for another can be told. */
public final class ContentHash {
  private ContentHash() {}

  /**
   * SHA-256, in hex, of where a message goes, its kind, what it answers, its file and its text.
   *
   * @param to null where it is to a person who can't be told any more
   */
  public static String of(Addressee to, Content content) {
    String where =
        switch (to) {
          case Addressee.Room room -> "room\0" + Names.fold(room.name());
          case Addressee.Person person -> "to\0" + person.id();
          case null -> "to\0null";
        };
    Request.Kind kind = content.kind() == null ? Request.Kind.MESSAGE : content.kind();
    String how = kind.wire();
    String answer = content.replyTo() == null ? "" : "\0reply\0" + content.replyTo().seq();
    FileInfo file = content.file();
    String with = file == null ? "" : "\0file\0" + file.sha256() + "\0" + file.name();
    return of(where + "\0" + how + answer + with, content.text());
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
    return of(said.addressee(), said.content());
  }
}
