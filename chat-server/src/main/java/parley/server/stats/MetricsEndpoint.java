package parley.server.stats;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.Digits;
import parley.server.config.UserError;
import parley.server.net.Network;
import parley.server.rate.Crowd;
import parley.text.Hosts;

/**
 * A small HTTP server for what watches this one: {@code /metrics} for Prometheus, {@code
 * /health/live} (200 while the process runs) and {@code /health/ready} (200 while it serves people,
 * 503 while it starts or stops).
 *
 * <p>A connection is for one request. Whoever holds connections open keeps nobody out: there are
 * {@value #PLACES} places, and who comes when they are taken has that of the oldest.
 */
public final class MetricsEndpoint implements AutoCloseable {
  /** Of what comes after a request, in bytes at most, or nearly. */
  private static final int REST_BYTES = 65_536;

  private static final Logger LOG = LoggerFactory.getLogger(MetricsEndpoint.class);
  private static final int PORT_DIGITS = 5;

  /** Characters of an IPv4 address at most. */
  private static final int ADDRESS_LENGTH = 15;

  private static final int PLACES = 64;

  /** Connections that the kernel holds until they are accepted. */
  private static final int BACKLOG = 1_024;

  /** What a request's head may take to come. */
  private static final int HEAD_MILLIS = 2_000;

  /** What all of a connection may take. */
  private static final int MILLIS = 5_000;

  /** What waits after an accept failed (no file descriptors left, say). */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** For how long the same text answers scrapes: making it costs milliseconds. */
  private static final Duration FRESH = Duration.ofMillis(250);

  private record Answer(int status, String reason, String type, String body) {
    static Answer text(int status, String reason, String sentence) {
      return new Answer(status, reason, "text/plain; charset=utf-8", sentence + "\n");
    }
  }

  private final ServerSocket server;

  /** One virtual thread a connection, of which there are no more than places. */
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private final ScheduledThreadPoolExecutor deadlines =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("metrics-deadlines").daemon().factory());
  private final Crowd crowd = new Crowd();
  private final Supplier<String> metrics;
  private final BooleanSupplier ready;
  private final boolean loopback;

  private MetricsEndpoint(ServerSocket server, Supplier<String> metrics, BooleanSupplier ready) {
    this.server = server;
    this.metrics = new RecentFigures<>(metrics, FRESH);
    this.ready = ready;
    this.loopback = server.getInetAddress().isLoopbackAddress();
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /**
   * Listens and serves until it is closed.
   *
   * @param metrics the body of {@code /metrics}
   * @throws UserError where the address can't be listened on
   */
  public static MetricsEndpoint open(
      InetSocketAddress address, Supplier<String> metrics, BooleanSupplier ready) throws UserError {
    if (address.isUnresolved()) {
      throw new UserError(
          "listen.metrics: there is no host %s; name one of this machine's addresses."
              .formatted(address.getHostString()));
    }
    MetricsEndpoint endpoint = new MetricsEndpoint(listen(address), metrics, ready);
    Thread.ofPlatform().name("listen.metrics").daemon().start(endpoint::accept);
    return endpoint;
  }

  private static ServerSocket listen(InetSocketAddress address) throws UserError {
    try {
      ServerSocket server = new ServerSocket();
      try {
        server.setReuseAddress(true);
        server.bind(address, BACKLOG);
        return server;
      } catch (IOException e) {
        server.close();
        throw e;
      }
    } catch (BindException e) {
      throw new UserError(
          ("listen.metrics: nothing can listen on %s (%s); stop what uses that port, or choose"
                  + " another with --set listen.metrics=HOST:PORT, or off.")
              .formatted(Hosts.place(address), e.getMessage().toLowerCase(Locale.ROOT)),
          e);
    } catch (IOException e) {
      throw new UserError(
          "listen.metrics: can't listen on %s: %s."
              .formatted(Hosts.place(address), UserError.reason(e)),
          e);
    }
  }

  /** Where it listens, with the port that was found where 0 was asked for. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  @Override
  public void close() {
    close(server);
    threads.shutdownNow();
    deadlines.shutdownNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Crowd.Place place =
            crowd.enter(Network.of(socket.getInetAddress()), PLACES, PLACES, () -> close(socket));
        Future<?> deadline = deadlines.schedule(() -> close(socket), MILLIS, TimeUnit.MILLISECONDS);
        threads.execute(
            () -> {
              serve(socket);
              deadline.cancel(false);
              place.leave();
            });
      } catch (IOException e) {
        LOG.debug("metrics can't be asked for now: {}", e.toString());
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (RejectedExecutionException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      HttpHead head = null;
      Answer answer;
      try {
        head = HttpHead.read(socket, HEAD_MILLIS);
        answer = answer(head);
      } catch (HttpHead.Malformed e) {
        answer = Answer.text(400, "Bad Request", "That is no request of HTTP/1.1.");
      }
      socket.getOutputStream().write(bytes(answer, head != null && head.method().equals("HEAD")));
      socket.shutdownOutput();
      // Reading what still comes lets the answer arrive before a reset could overtake it.
      InputStream in = socket.getInputStream();
      byte[] rest = new byte[1_024];
      int left = REST_BYTES;
      for (int n = in.read(rest); n >= 0 && left > 0; n = in.read(rest)) {
        left -= n; // thrown away, until the client closes, or the deadline does
      }
    } catch (IOException e) {
      LOG.debug("a request for metrics ended: {}", e.toString());
    }
  }

  private static byte[] bytes(Answer answer, boolean withoutBody) {
    String head =
        """
        HTTP/1.1 %d %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        Cache-Control: no-store\r
        X-Content-Type-Options: nosniff\r
        %sConnection: close\r
        \r
        """
            .formatted(
                answer.status,
                answer.reason,
                answer.type,
                answer.body.getBytes(StandardCharsets.UTF_8).length,
                answer.status == 405 ? "Allow: GET, HEAD\r\n" : "");
    return (withoutBody ? head : head + answer.body).getBytes(StandardCharsets.UTF_8);
  }

  private Answer answer(HttpHead head) {
    if (loopback && !isLocal(head.host())) {
      return Answer.text(403, "Forbidden", "Ask for localhost: other host names are refused here.");
    }
    if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
      return Answer.text(405, "Method Not Allowed", "Only GET and HEAD.");
    }
    return switch (head.path()) {
      case "/metrics" -> new Answer(200, "OK", Prometheus.CONTENT_TYPE, metrics.get());
      case "/health/live" -> Answer.text(200, "OK", "live");
      case "/health/ready" ->
          ready.getAsBoolean()
              ? Answer.text(200, "OK", "ready")
              : Answer.text(503, "Service Unavailable", "not ready");
      default ->
          Answer.text(
              404, "Not Found", "Nothing here but /metrics, /health/live and /health/ready.");
    };
  }

  /**
   * Whether a request asks for this machine by a loopback name. A web page that had its own name
   * point here (DNS rebinding) sends its own name.
   */
  static boolean isLocal(String host) {
    if (host == null) {
      return true; // HTTP/1.0, which no browser speaks
    }
    int colon = host.lastIndexOf(':');
    boolean port = colon >= 0 && Digits.areDecimal(host.substring(colon + 1), PORT_DIGITS);
    String name = (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.equals("[::1]") || isLoopback(name);
  }

  /** Whether it is one of 127.0.0.0/8, with all its four numbers; nothing longer is looked at. */
  private static boolean isLoopback(String name) {
    String[] numbers = name.length() > ADDRESS_LENGTH ? new String[0] : name.split("\\.", -1);
    return numbers.length == 4
        && numbers[0].equals("127")
        && Arrays.stream(numbers).allMatch(number -> Digits.areDecimal(number, 3));
  }

  private static void close(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      LOG.debug("closing failed: {}", e.toString());
    }
  }
}
