package parley.client.scripts;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import parley.client.net.Address;
import parley.client.net.CannotConnect;
import parley.client.net.Line;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chat ping}: echo requests, every byte of every answer compared. */
@Command(
    name = "ping",
    description = "Send echo requests, compare every byte that comes back, and measure.",
    footer = {"", "Exit code: 0 all came back right, 1 some did not come, 5 some came back wrong."})
public final class PingCommand implements Callable<Integer> {
  @Mixin ServerOptions options;
  @Spec CommandSpec command;

  @Option(
      names = {"-c", "--count"},
      paramLabel = "N",
      description = "How many (without: until ctrl-C; 1000 with --pipelined).")
  Long count;

  @Option(
      names = {"-z", "--size"},
      paramLabel = "BYTES",
      defaultValue = "56",
      description = "Bytes of text in each (${DEFAULT-VALUE}).")
  int size;

  @Option(
      names = {"-i", "--interval"},
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Between one and the next (${DEFAULT-VALUE}; 0 is none).")
  double interval;

  @Option(
      names = {"-p", "--pipelined"},
      description = "Do not wait for one answer before the next request.")
  boolean pipelined;

  @Option(
      names = {"-w", "--window"},
      paramLabel = "N",
      defaultValue = "64",
      description = "Requests on their way at once with --pipelined (${DEFAULT-VALUE}, the most).")
  int window;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the summary.")
  boolean quiet;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "[NAME@]HOST[:PORT]",
      description = "The server (PARLEY_SERVER, or localhost).")
  String server;

  private final RoundTrips times = new RoundTrips();
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private volatile long sent;
  private long wrong;
  private Payload payload;
  private Line line;
  private Address address;
  private volatile long began;
  private final AtomicBoolean summarized = new AtomicBoolean();

  @Override
  public Integer call() throws InterruptedException {
    check();
    payload = new Payload(size);
    address = options.address(server);
    try (Line opened = options.dialer(address, Console::say).dial()) {
      line = opened;
      Thread watch = Thread.ofVirtual().start(this::watch);
      Thread summary = new Thread(this::summarize);
      Runtime.getRuntime().addShutdownHook(summary);
      try {
        greet();
        Console.OUT.printf(
            "PING %s (%s) %d bytes of text%n", address.place(), line.protection(), size);
        Console.flushed();
        began = System.nanoTime();
        if (pipelined) {
          pipeline(count == null ? 1_000 : count);
        } else {
          oneByOne(count == null ? Long.MAX_VALUE : count);
        }
        line.send(new Request.Bye(null));
      } finally {
        watch.interrupt();
        summarize();
        forget(summary);
      }
    } catch (CannotConnect e) {
      Console.say(e.getMessage());
      return e.distrusted() ? ExitCode.DISTRUSTED : ExitCode.UNREACHABLE;
    } catch (Turned e) {
      Console.say(e.getMessage());
      return ExitCode.REFUSED;
    } catch (IOException e) {
      Console.say("The connection ended: " + Printable.line(String.valueOf(e.getMessage())));
    }
    return wrong > 0 ? ExitCode.FAULT : times.count() < sent ? ExitCode.REFUSED : ExitCode.OK;
  }

  private void check() {
    String problem =
        size < 0 || size > Limits.FRAME_BYTES_MAX
            ? "--size goes from 0 to what fits in a frame."
            : count != null && count < 1
                ? "--count is at least 1."
                : interval < 0
                    ? "--interval can't be negative."
                    : window < 1 || window > Limits.OUTSTANDING
                        ? "--window goes from 1 to " + Limits.OUTSTANDING + "."
                        : null;
    if (problem != null) {
      throw new ParameterException(command.commandLine(), problem);
    }
  }

  private static final class Turned extends IOException {
    private static final long serialVersionUID = 1L;

    Turned(String message) {
      super(message);
    }
  }

  /** A connection that says nothing of itself is soon closed; one that has said hello is not. */
  private void greet() throws IOException {
    String name = "ping-" + Long.toString(ProcessHandle.current().pid(), 36);
    line.send(new Request.Hello("hello", name, null, "chat/" + Version.NUMBER, null, null, null));
    sentAt.put("hello", System.nanoTime());
    switch (next()) {
      case Reply.Welcome welcome -> {
        int most = welcome.limits() == null ? 0 : welcome.limits().frameBytes();
        if (most > 0 && payload.wireBytes(Long.MAX_VALUE) > most) {
          throw new Turned(
              "A frame of this server has at most " + most + " bytes; choose a smaller --size.");
        }
      }
      case Reply.Refused refused -> throw new Turned(Printable.line(refused.message()));
      default -> throw new Turned("The server did not answer hello.");
    }
    sentAt.remove("hello");
  }

  private void oneByOne(long most) throws IOException, InterruptedException {
    for (long n = 1; n <= most; n++) {
      send(n);
      take(next());
      if (n < most && interval > 0) {
        Thread.sleep((long) (interval * 1000));
      }
    }
  }

  private void pipeline(long most) throws IOException {
    Semaphore room = new Semaphore(window);
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (long n = 1; n <= most; n++) {
                      room.acquire();
                      send(n);
                    }
                  } catch (InterruptedException e) {
                    // The connection ended.
                  }
                });
    try {
      for (long n = 1; n <= most; n++) {
        take(next());
        room.release();
      }
    } finally {
      writer.interrupt();
    }
  }

  private void send(long n) {
    String id = Long.toString(n);
    sentAt.put(id, System.nanoTime());
    sent = n;
    line.send(new Request.Echo(id, payload.of(n)));
  }

  private Reply next() throws IOException {
    while (true) {
      ServerMessage message = line.receive();
      switch (message) {
        case null -> throw new IOException("the server closed it");
        case Event.Ping ping -> line.send(new Request.Pong(null, ping.data()));
        case Event.Bye bye -> throw new Turned(Printable.line(String.valueOf(bye.message())));
        case Event _ -> {}
        case Reply reply -> {
          return reply;
        }
      }
    }
  }

  private void take(Reply reply) {
    Long at = reply.re() == null ? null : sentAt.remove(reply.re());
    String told;
    if (at != null && reply instanceof Reply.Echo echo) {
      long time = System.nanoTime() - at;
      boolean same = echo.fields().equals(payload.of(Long.parseLong(echo.re())));
      if (same) {
        synchronized (times) {
          times.add(time);
        }
      } else {
        wrong++;
      }
      told =
          "%d bytes from %s: seq=%s time=%.3f ms%s"
              .formatted(
                  size, address.place(), echo.re(), time / 1e6, same ? "" : " WRONG CONTENT");
      if (quiet || (pipelined && same)) {
        return;
      }
    } else {
      wrong += reply instanceof Reply.Refused ? 0 : 1;
      told =
          reply instanceof Reply.Refused refused
              ? "refused: " + Printable.line(refused.message())
              : "an answer to nothing that was asked";
    }
    Console.OUT.println(told);
    Console.flushed();
  }

  /** Ends the connection when an answer is owed for too long. */
  private void watch() {
    try {
      while (true) {
        Thread.sleep(200);
        long now = System.nanoTime();
        long oldest = sentAt.values().stream().mapToLong(at -> now - at).max().orElse(0);
        if (oldest > options.timeoutSeconds * 1_000_000_000L) {
          line.close();
          return;
        }
      }
    } catch (InterruptedException e) {
      // Done.
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The end has begun: it finds that all was said.
    }
  }

  /** Said once, at the end or at ctrl-C. */
  private void summarize() {
    if (began == 0 || !summarized.compareAndSet(false, true)) {
      return;
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    synchronized (times) {
      long back = times.count();
      long lost = sent == 0 ? 0 : Math.round(100.0 * (sent - back - wrong) / sent);
      Console.OUT.printf("%n--- %s echo statistics ---%n", address.place());
      Console.OUT.printf(
          "%d sent, %d came back right, %d wrong, %d%% lost, time %.0f ms%n",
          sent, back, wrong, lost, seconds * 1000);
      if (pipelined) {
        Console.OUT.printf(
            "%.0f round trips/s, %.1f MB/s each way%n",
            back / seconds, back * (double) size / seconds / 1e6);
      }
      if (back > 0) {
        Console.OUT.printf("round trip min/avg/p50/p90/p99/max = %s%n", times.summary());
      }
      Console.flushed();
    }
  }
}
