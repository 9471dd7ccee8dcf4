package parley.server.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.config.StartupException;

class MetricsEndpointTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final AtomicBoolean ready = new AtomicBoolean();
  private final Stats stats = new Stats();
  private MetricsEndpoint endpoint;

  @BeforeEach
  void open() throws StartupException {
    endpoint =
        MetricsEndpoint.open(ANY, new Prometheus(stats, () -> Live.NOBODY)::scrape, ready::get);
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void servesMetrics() throws IOException {
    stats.count(Counter.MESSAGES, 42);
    String answer = ask("GET", "/metrics", "localhost");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertTrue(
        answer.contains("ontent-type: text/plain; version=0.0.4; charset=utf-8\r\n"), answer);
    assertTrue(answer.contains("\nparley_messages_total 42.0\n"), answer);
  }

  @Test
  void saysWhetherItLivesAndWhetherItIsReady() throws IOException {
    assertTrue(ask("GET", "/health/live", "localhost").startsWith("HTTP/1.1 200 "));
    assertTrue(ask("GET", "/health/ready", "localhost").startsWith("HTTP/1.1 503 "));
    ready.set(true);
    assertTrue(ask("GET", "/health/ready", "localhost").startsWith("HTTP/1.1 200 "));
  }

  @Test
  void headHasNoBody() throws IOException {
    String answer = ask("HEAD", "/health/live", "localhost");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertTrue(answer.endsWith("\r\n\r\n"), answer);
  }

  @Test
  void refusesEverythingElse() throws IOException {
    assertTrue(ask("POST", "/metrics", "localhost").startsWith("HTTP/1.1 405 "));
    assertTrue(ask("GET", "/", "localhost").startsWith("HTTP/1.1 404 "));
    assertTrue(ask("GET", "/metrics/x", "localhost").startsWith("HTTP/1.1 404 "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example:7090",
        "192.0.2.1",
        "127.0.0.1.nip.example"
      })
  void aWebPageThatPointsItsNameHereReadsNothing(String host) throws IOException {
    String answer = ask("GET", "/metrics", host);
    assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
    assertFalse(answer.contains("parley_"), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:7090", "127.0.0.1:1", "[::1]:7090", "[::1]"})
  void loopbackNamesAreServed(String host) throws IOException {
    assertTrue(ask("GET", "/metrics", host).startsWith("HTTP/1.1 200 "));
  }

  @Test
  void aPortInUseIsOneSentence() {
    int port = endpoint.address().getPort();
    StartupException refused =
        assertThrows(
            StartupException.class,
            () ->
                MetricsEndpoint.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    () -> "",
                    () -> true));
    assertEquals(
        "listen.metrics: nothing can listen on localhost:"
            + port
            + " (address already in use); stop what uses that port, or choose another with --set"
            + " listen.metrics=HOST:PORT, or off.",
        refused.getMessage());
  }

  private String ask(String method, String path, String host) throws IOException {
    try (Socket socket =
        new Socket(endpoint.address().getAddress(), endpoint.address().getPort())) {
      socket.setSoTimeout(10_000);
      String request =
          method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
