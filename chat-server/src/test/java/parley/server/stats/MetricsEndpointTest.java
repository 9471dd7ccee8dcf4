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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.config.UserError;

class MetricsEndpointTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final AtomicBoolean ready = new AtomicBoolean();
  private final Stats stats = new Stats();
  private MetricsEndpoint endpoint;

  @BeforeEach
  void open() throws UserError {
    endpoint =
        MetricsEndpoint.open(
            ANY, new Prometheus(stats, () -> ConnectionFigures.NOBODY)::scrape, ready::get);
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
        answer.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"), answer);
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

  /** Whoever only holds connections, silent or in the middle of a head, keeps nobody out. */
  @Test
  void heldConnectionsKeepNobodyOut() throws IOException {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Socket one = new Socket(endpoint.address().getAddress(), endpoint.address().getPort());
        held.add(one);
        one.getOutputStream().write("GET /metrics HT".substring(0, i % 15).getBytes(UTF_8));
      }
      for (int i = 0; i < 10; i++) {
        assertTrue(ask("GET", "/health/live", "localhost").startsWith("HTTP/1.1 200 "));
      }
    } finally {
      for (Socket one : held) {
        one.close();
      }
    }
  }

  @Test
  void aHeadThatDoesNotEndIsNotWaitedForLong() throws IOException {
    try (Socket slow = new Socket(endpoint.address().getAddress(), endpoint.address().getPort())) {
      slow.setSoTimeout(60_000);
      slow.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n".getBytes(UTF_8));
      assertEquals(-1, slow.getInputStream().read());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /metrics\r\n\r\n",
        "GET http://localhost/metrics HTTP/1.1\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        "GET /metrics HTTP/1.1\r\n Host: localhost\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost : localhost\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost\r\n\r\n"
      })
  void whatIsNoRequestIsRefused(String head) throws IOException {
    assertTrue(sent(head).startsWith("HTTP/1.1 400 "), head);
  }

  @Test
  void aHeadHasALimit() throws IOException {
    assertTrue(
        sent("GET / HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")
            .startsWith("HTTP/1.1 400 "));
  }

  @Test
  void aPortInUseIsOneSentence() {
    int port = endpoint.address().getPort();
    UserError refused =
        assertThrows(
            UserError.class,
            () ->
                MetricsEndpoint.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    () -> "",
                    () -> true));
    assertEquals(
        "listen.metrics: nothing can listen on 127.0.0.1:"
            + port
            + " (address already in use); stop what uses that port, or choose another with --set"
            + " listen.metrics=HOST:PORT, or off.",
        refused.getMessage());
  }

  private String ask(String method, String path, String host) throws IOException {
    return sent(
        method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  private String sent(String request) throws IOException {
    try (Socket socket =
        new Socket(endpoint.address().getAddress(), endpoint.address().getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
