package parley.server.stats;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import parley.server.config.StartupException;

/**
 * A small HTTP server for what watches this one: {@code /metrics} for Prometheus, {@code
 * /health/live} (200 while the process runs) and {@code /health/ready} (200 while it serves people,
 * 503 while it starts or stops).
 */
public final class MetricsEndpoint implements AutoCloseable {
  private static final int BACKLOG = 16;

  static {
    // The JDK's server reads these once, when it is first used. Seconds.
    System.setProperty("sun.net.httpserver.maxReqTime", "5");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    System.setProperty("sun.net.httpserver.idleInterval", "10");
    System.setProperty("sun.net.httpserver.maxReqHeaders", "64");
    System.setProperty("sun.net.httpserver.maxReqHeaderSize", "16384");
    System.setProperty("jdk.httpserver.maxConnections", "64");
  }

  private record Answer(int status, String type, String body) {
    static Answer text(int status, String sentence) {
      return new Answer(status, "text/plain; charset=utf-8", sentence + "\n");
    }
  }

  private final HttpServer server;

  /** One virtual thread a connection, of which the JDK's server allows no more than 64. */
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private final Supplier<String> metrics;
  private final BooleanSupplier ready;
  private final boolean loopback;

  private MetricsEndpoint(HttpServer server, Supplier<String> metrics, BooleanSupplier ready) {
    this.server = server;
    this.metrics = metrics;
    this.ready = ready;
    this.loopback = server.getAddress().getAddress().isLoopbackAddress();
  }

  /**
   * Listens and serves until it is closed.
   *
   * @param metrics the body of {@code /metrics}
   * @throws StartupException where the address can't be listened on
   */
  public static MetricsEndpoint open(
      InetSocketAddress address, Supplier<String> metrics, BooleanSupplier ready)
      throws StartupException {
    HttpServer server;
    try {
      server = HttpServer.create(address, BACKLOG);
    } catch (BindException e) {
      throw new StartupException(
          ("listen.metrics: nothing can listen on %s:%d (%s); stop what uses that port, or choose"
                  + " another with --set listen.metrics=HOST:PORT, or off.")
              .formatted(
                  address.getHostString(),
                  address.getPort(),
                  e.getMessage().toLowerCase(Locale.ROOT)),
          e);
    } catch (UnresolvedAddressException e) {
      throw new StartupException(
          "listen.metrics: there is no host %s; name one of this machine's addresses."
              .formatted(address.getHostString()),
          e);
    } catch (IOException e) {
      throw new StartupException(
          "listen.metrics: can't listen on %s:%d: %s."
              .formatted(address.getHostString(), address.getPort(), StartupException.reason(e)),
          e);
    }
    MetricsEndpoint endpoint = new MetricsEndpoint(server, metrics, ready);
    server.createContext("/", endpoint::handle);
    server.setExecutor(endpoint.threads);
    server.start();
    return endpoint;
  }

  /** Where it listens, with the port that was found where 0 was asked for. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", answer.type);
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      if (answer.status == 405) {
        headers.set("Allow", "GET, HEAD");
      }
      if (exchange.getRequestMethod().equals("HEAD")) {
        headers.set("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(answer.status, -1);
        return;
      }
      exchange.sendResponseHeaders(answer.status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) {
    if (loopback && !isLocal(exchange.getRequestHeaders().getFirst("Host"))) {
      return Answer.text(403, "Ask for localhost: other host names are refused here.");
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Answer.text(405, "Only GET and HEAD.");
    }
    return switch (exchange.getRequestURI().getPath()) {
      case "/metrics" -> new Answer(200, Prometheus.CONTENT_TYPE, metrics.get());
      case "/health/live" -> Answer.text(200, "live");
      case "/health/ready" ->
          ready.getAsBoolean() ? Answer.text(200, "ready") : Answer.text(503, "not ready");
      case null, default ->
          Answer.text(404, "Nothing here but /metrics, /health/live and /health/ready.");
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
    String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
    return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
  }
}
