package parley.server;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import parley.protocol.FileInfo;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/** A file that a test sends. */
final class SentFile {
  private final String name;
  private final byte[] bytes;

  SentFile(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  static SentFile random(String name, int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return new SentFile(name, bytes);
  }

  String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  FileInfo info() {
    return new FileInfo(name, bytes.length, sha256());
  }

  Request.Upload to(String room) {
    return new Request.Upload("up", room, null, name, (long) bytes.length, sha256(), null, null);
  }

  /** Asks for a ticket to send it to the lobby. */
  Reply.Ticket offered(Client by) throws IOException {
    return by.ask(Reply.Ticket.class, to("lobby"));
  }

  /** Sends it whole to the lobby, and tells the number of its message. */
  long sent(TestServer server, Client by) throws IOException {
    try (Carrier carrier = Carrier.with(server.plain(), Mode.NDJSON, offered(by).ticket(), 0)) {
      carrier.send(bytes);
      carrier.begins(bytes.length);
      return carrier.said();
    }
  }
}
