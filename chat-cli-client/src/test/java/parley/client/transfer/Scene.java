package parley.client.transfer;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parley.client.Peer;
import parley.client.link.Link;
import parley.client.link.RetryPolicy;
import parley.client.net.Address;
import parley.client.net.Dialer;
import parley.client.net.Security;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * A client that carries files, and a server that a test moves: a link, and what else is dialled.
 */
final class Scene implements AutoCloseable {
  static final String AT = "2026-11-21T09:33:00.000Z";
  private static final RetryPolicy ENDURING =
      new RetryPolicy(Duration.ZERO, RetryPolicy.FOR_EVER, false);

  final Peer peer = new Peer();
  final Transfer.Route route;

  /** The link's other end. */
  Peer.Conversation chat;

  private final Link link;

  Scene() throws Exception {
    this(Duration.ofSeconds(20));
  }

  Scene(Duration patience) throws Exception {
    Address address = new Address(null, "127.0.0.1", peer.port());
    Dialer dialer = new Dialer(address, new Security.Plain(), Duration.ofSeconds(5), _ -> {});
    TransferRequests[] questions = new TransferRequests[1];
    link =
        new Link(
            dialer,
            Request.Hello.as(null, "alice"),
            null,
            ENDURING,
            happening -> questions[0].take(happening));
    questions[0] = new TransferRequests(link);
    route = new Transfer.Route(questions[0], dialer, patience);
    link.start();
    chat = peer.accept();
    chat.welcome("g7", "s1", "log", 100);
  }

  /** What a transfer comes to, on a thread of its own. */
  static <T> Outcome<T> run(Transfer<T> transfer) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                result.complete(transfer.run());
              } catch (TransferFailure | RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    return new Outcome<>(result);
  }

  record Outcome<T>(CompletableFuture<T> result) {
    T done() throws Exception {
      return result.get(20, TimeUnit.SECONDS);
    }

    /** Why it failed. */
    TransferFailure failed() throws InterruptedException, TimeoutException {
      try {
        throw new AssertionError("it went well: " + result.get(20, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        if (e.getCause() instanceof TransferFailure failure) {
          return failure;
        }
        throw new AssertionError(e.getCause());
      }
    }
  }

  /** What happens in the middle of something else. */
  interface Meanwhile {
    void happens() throws IOException;
  }

  /** Answers the next {@code upload} with a ticket. */
  Request.Upload expects(String ticket, long offset) throws IOException {
    return expects(ticket, offset, () -> {});
  }

  /** As above, where something happens before the answer. */
  Request.Upload expects(String ticket, long offset, Meanwhile meanwhile) throws IOException {
    Request.Upload asked = chat.receive(Request.Upload.class);
    meanwhile.happens();
    chat.send(Reply.Ticket.toSend(asked.id(), ticket, offset));
    return asked;
  }

  /** Answers the next {@code download} with a ticket. */
  void offers(String ticket, FileInfo file) throws IOException {
    Request.Download asked = chat.receive(Request.Download.class);
    chat.send(Reply.Ticket.toFetch(asked.id(), ticket, file));
  }

  /** The connection that comes for a ticket, from an offset on. */
  Peer.Conversation carries(String ticket, long offset, FileInfo file)
      throws IOException, InterruptedException {
    Peer.Conversation line = peer.accept();
    Request.Transfer transfer = line.receive(Request.Transfer.class);
    long asked = transfer.offset() == null ? 0 : transfer.offset();
    if (!transfer.ticket().equals(ticket) || asked != offset) {
      throw new IOException("expected " + ticket + " from " + offset + ", got " + transfer);
    }
    line.send(new Reply.Carrying(transfer.id(), offset, file));
    return line;
  }

  static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  static FileInfo info(String name, byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new FileInfo(name, bytes.length, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    link.abandon();
    peer.close();
  }
}
