package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import parley.client.net.ChatConnection;
import parley.protocol.Event;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.text.Build;

/**
 * Echo requests on one line, measured and compared byte for byte. One thread asks and receives;
 * with {@link #pipelined} another one sends, and {@link #watch} is for a third.
 */
final class EchoRun {
  private static final String HELLO = "hello";
  private static final long WATCH_MILLIS = 200;

  /** What became of a request. */
  sealed interface Answer {
    /** The same bytes came back. */
    record Right(String number, long nanos) implements Answer {}

    /** Other bytes came back. */
    record Wrong(String number, long nanos) implements Answer {}

    /** The server did not want to. */
    record Refused(String why) implements Answer {}

    /** Nothing that was asked. */
    record Stray() implements Answer {}
  }

  /** The server ends it, in its own words. */
  static final class TurnedAway extends IOException {
    private static final long serialVersionUID = 1L;

    TurnedAway(String message) {
      super(message);
    }
  }

  private final ChatConnection clientSocket;
  private final EchoPayload payload;
  private final Predicate<Answer> answers;

  /** When each request was sent that has no answer yet, by {@link System#nanoTime}. */
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();

  private volatile long sent;

  /**
   * @param answers gets each answer, on the thread that runs; false where no more is wanted
   */
  EchoRun(ChatConnection clientSocket, EchoPayload payload, Predicate<Answer> answers) {
    this.clientSocket = clientSocket;
    this.payload = payload;
    this.answers = answers;
  }

  /** How many went out so far; on any thread. */
  long sent() {
    return sent;
  }

  /** A connection that says nothing of itself is soon closed; one that has said hello is not. */
  void greet() throws IOException {
    String name = "ping-" + Long.toString(ProcessHandle.current().pid(), 36);
    sentAt.put(HELLO, System.nanoTime());
    clientSocket.send(new Request.Hello(HELLO, name, null, "chat/" + Build.THIS, null, null, null));
    switch (next()) {
      case Reply.Welcome welcome -> {
        int most = welcome.limits() == null ? 0 : welcome.limits().frameBytes();
        if (most > 0 && payload.wireBytes(Long.MAX_VALUE) > most) {
          throw new TurnedAway(
              "A frame of this server has at most " + most + " bytes; choose a smaller --size.");
        }
      }
      case Reply.Refused refused -> throw new TurnedAway(Printable.line(refused.message()));
      default -> throw new TurnedAway("The server did not answer hello.");
    }
    sentAt.remove(HELLO);
  }

  /** Each request after the answer to the one before. */
  void oneByOne(long most, Duration interval) throws IOException, InterruptedException {
    for (long n = 1; n <= most; n++) {
      send(n);
      if (!answers.test(answer(next()))) {
        return;
      }
      if (n < most && interval.isPositive()) {
        Thread.sleep(interval);
      }
    }
  }

  /**
   * Requests without waiting for answers.
   *
   * @param window how many are on their way at once
   */
  void pipelined(long most, int window) throws IOException {
    Semaphore room = new Semaphore(window);
    Thread writer = Thread.ofVirtual().start(() -> sendAll(most, room));
    try {
      for (long n = 1; n <= most; n++) {
        if (!answers.test(answer(next()))) {
          return;
        }
        room.release();
      }
    } finally {
      writer.interrupt();
    }
  }

  private void sendAll(long most, Semaphore room) {
    try {
      for (long n = 1; n <= most; n++) {
        room.acquire();
        send(n);
      }
    } catch (InterruptedException e) {
      // The connection ended.
    }
  }

  private void send(long n) {
    String id = Long.toString(n);
    sentAt.put(id, System.nanoTime());
    sent = n;
    clientSocket.send(new Request.Echo(id, payload.of(n)));
  }

  private Reply next() throws IOException {
    while (true) {
      ServerMessage message = clientSocket.receive();
      switch (message) {
        case null -> throw new IOException("the server closed it");
        case Event.Ping ping -> clientSocket.send(new Request.Pong(null, ping.data()));
        case Event.Bye bye -> throw new TurnedAway(Printable.line(String.valueOf(bye.message())));
        case Event _ -> {}
        case Reply reply -> {
          return reply;
        }
      }
    }
  }

  private Answer answer(Reply reply) {
    Long at = reply.re() == null ? null : sentAt.remove(reply.re());
    if (at != null && reply instanceof Reply.Echo echo) {
      long nanos = System.nanoTime() - at;
      boolean same = echo.fields().equals(payload.of(Long.parseLong(echo.re())));
      return same ? new Answer.Right(echo.re(), nanos) : new Answer.Wrong(echo.re(), nanos);
    }
    return reply instanceof Reply.Refused refused
        ? new Answer.Refused(Printable.line(refused.message()))
        : new Answer.Stray();
  }

  /** Ends the connection when an answer is owed for too long; returns then or when interrupted. */
  void watch(Duration patience) {
    try {
      while (true) {
        Thread.sleep(WATCH_MILLIS);
        long now = System.nanoTime();
        long oldest = sentAt.values().stream().mapToLong(at -> now - at).max().orElse(0);
        if (oldest > patience.toNanos()) {
          clientSocket.close();
          return;
        }
      }
    } catch (InterruptedException e) {
      // Done.
    }
  }
}
