package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Json;
import parley.protocol.Request;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.logfile.LastBackup;
import parley.testkit.Client;
import parley.testkit.Ports;
import parley.testkit.Programs;
import tools.jackson.databind.JsonNode;

/** What watches a server: the figures are those of the manual, and the board and rules ask them. */
class MonitoringTest {
  private static final Path DOCS = Path.of(System.getProperty("parley.root"), "docs");

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.in(folder, "listen.tls=127.0.0.1:0", "listen.metrics=127.0.0.1:0");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theManualListsEveryFigureAndTheyTellOfThisServer() throws Exception {
    try (Client alice = Client.in(server.plain(), "alice", "lobby");
        Client _ = Client.in(server.plain(), "bob", "den")) {
      alice.say("lobby", "hello");
      String code = alice.refused(Request.Send.toRoom("x", "nowhere", "hello")).wire();
      LastBackup.note(server.server.settings().current().data().dir());
      await().untilAsserted(() -> assertEquals(2, value("parley_people_online")));
      assertEquals(2, value("parley_rooms"));
      assertEquals(2, value("parley_people"));
      assertEquals(0, value("parley_operators"));
      await()
          .untilAsserted(
              () -> assertEquals(1, value("parley_refusals_total{code=\"" + code + "\"}")));
      assertEquals(10_000, value("parley_limit{setting=\"limits.connections\"}"));
      assertTrue(scrape().contains("parley_limit{setting=\"limits.messages-per-second\"} +Inf"));
      assertTrue(scrape().contains("parley_build_info{commit=\""), "the program's version");
      assertTrue(value("parley_log_bytes") > 10_000);
      double backup = value("parley_last_backup_timestamp_seconds");
      assertEquals(System.currentTimeMillis() / 1e3, backup, 120);
      AdminResult stats = server.server.admin().run("stats", Caller.console());
      assertTrue(stats.text().contains("2 known, 2 online, 0 operators; 2 rooms"), stats::text);
      assertTrue(stats.text().contains("1 refused (1 " + code + ")"), stats::text);
      assertTrue(stats.text().contains("the last on 20"), stats::text);
    }
    String table = table();
    assertTrue(
        Files.readString(DOCS.resolve("operations.md")).contains("\n" + table + "\n"),
        () -> "docs/operations.md should have these rows:\n" + table);
  }

  @Test
  void theRulesSayOfAMadeHistoryWhatTheyShould() throws Exception {
    Programs.need("promtool");
    Path rules = DOCS.resolve("prometheus");
    run(0, "promtool", "check", "rules", rules.resolve("alerts.yml").toString());
    run(0, "promtool", "test", "rules", rules.resolve("alerts_test.yml").toString());
  }

  @Test
  void everyQueryOfTheBoardHasAnAnswer() throws Exception {
    Programs.need("prometheus");
    int port = Ports.free();
    Path config = folder.resolve("prometheus.yml");
    InetSocketAddress at = server.server.metricsAddress().orElseThrow();
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: ["%s"]
        scrape_configs:
          - job_name: parley
            static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
            .formatted(DOCS.resolve("prometheus/alerts.yml"), at.getPort()));
    Process prometheus =
        Programs.start(
            folder,
            folder.resolve("prometheus.out"),
            folder.resolve("prometheus.out"),
            List.of(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn"));
    try (Client alice = Client.in(server.plain(), "alice", "lobby")) {
      List<String> open = new ArrayList<>(queries());
      assertTrue(open.size() > 30, open::toString);
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .ignoreExceptionsInstanceOf(IOException.class)
          .untilAsserted(
              () -> {
                alice.say("lobby", "something to measure");
                for (String query : List.copyOf(open)) {
                  if (answers(port, query)) {
                    open.remove(query);
                  }
                }
                assertEquals(List.of(), open);
              });
    } finally {
      prometheus.destroy();
      prometheus.waitFor();
    }
  }

  /** What the board asks, of this job. */
  private static List<String> queries() throws IOException {
    JsonNode board = Json.MAPPER.readTree(Files.readString(DOCS.resolve("grafana/parley.json")));
    return board
        .get("panels")
        .valueStream()
        .flatMap(panel -> panel.get("targets").valueStream())
        .map(target -> target.get("expr").asString())
        .map(query -> query.replace("$__rate_interval", "10s"))
        .map(query -> query.replace("$job", "parley").replace("$instance", ".*"))
        .toList();
  }

  private static boolean answers(int port, String query) throws IOException {
    String url = "http://127.0.0.1:" + port + "/api/v1/query?query=";
    JsonNode answer = Json.MAPPER.readTree(get(url + URLEncoder.encode(query, UTF_8)));
    assertEquals("success", answer.get("status").asString(), query);
    return answer
        .get("data")
        .get("result")
        .valueStream()
        .anyMatch(series -> !series.get("value").get(1).asString().equals("NaN"));
  }

  private static String get(String url) throws IOException {
    try (InputStream in = URI.create(url).toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private String scrape() throws IOException {
    int port = server.server.metricsAddress().orElseThrow().getPort();
    return get("http://127.0.0.1:" + port + "/metrics");
  }

  private double value(String sample) throws IOException {
    return scrape()
        .lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** The rows of the manual, from what a server tells. */
  private String table() throws IOException {
    Map<String, String> helps = new LinkedHashMap<>();
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, String> labels = new LinkedHashMap<>();
    Pattern sample = Pattern.compile("(parley_\\w+?)(_bucket|_sum|_count)?\\{(.*)} .*");
    scrape()
        .lines()
        .filter(line -> line.contains("parley_"))
        .forEach(
            line -> {
              String[] words = line.split(" ", 4);
              Matcher labelled = sample.matcher(line);
              if (line.startsWith("# HELP ")) {
                helps.put(words[2], words[3]);
              } else if (line.startsWith("# TYPE ")) {
                types.put(words[2], words[3]);
              } else if (labelled.matches() && labelled.group(2) == null) {
                labels.putIfAbsent(
                    labelled.group(1),
                    Arrays.stream(labelled.group(3).split("\",?"))
                        .filter(part -> part.endsWith("="))
                        .map(part -> part.replace("=", ""))
                        .collect(Collectors.joining(", ", "{", "}")));
              }
            });
    return helps.keySet().stream()
        .map(
            name ->
                "| `%s%s` | %s | %s |"
                    .formatted(
                        name, labels.getOrDefault(name, ""), types.get(name), helps.get(name)))
        .collect(Collectors.joining("\n"));
  }

  private void run(int code, String... command) throws Exception {
    Path said = folder.resolve("said");
    Process process = Programs.start(folder, said, said, Stream.of(command).toList());
    assertEquals(code, process.waitFor(), () -> read(said));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
