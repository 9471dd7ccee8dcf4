package parley.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;
import parley.testkit.Trust;

/**
 * Many who send and many who follow, through whatever a test does to them: the product's own client
 * and ones of the tests, plain and with TLS. What they noted is judged by {@link Checker}.
 */
final class Torture implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Path home;
  private final Path notes;
  private final ServerProcess server;
  private final String program;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Process> clients = new ArrayList<>();
  private final List<Follower> followers;
  private final List<Sender> senders;
  private final Process tail;
  private final Process clara;
  private final Path clarasAcks;
  private final Script script;

  /**
   * Everyone comes and begins to speak.
   *
   * @param plain the port that those without TLS use, {@code tls} the others
   */
  Torture(Path home, ServerProcess server, int plain, int tls, Random random) throws IOException {
    this(home, server, Programs.bin("chat"), plain, tls, random);
  }

  /**
   * The same with another client.
   *
   * @param program its launcher
   */
  Torture(Path home, ServerProcess server, String program, int plain, int tls, Random random)
      throws IOException {
    this.home = home;
    this.program = program;
    this.server = server;
    notes = Files.createDirectory(home.resolve("notes"));
    try {
      SSLContext trust = Trust.in(server.authority());
      followers =
          List.of(
              new Follower("eager", plain, null, notes, null),
              new Follower("secret", tls, trust, notes, null),
              new Follower("lazy", plain, null, notes, new Random(random.nextLong())),
              new Follower("lazier", tls, trust, notes, new Random(random.nextLong())));
      followers.forEach(this::begin);
      tail =
          chat(
              tls,
              notes.resolve("seen-tail"),
              "tail",
              "--name",
              "tail",
              "--json",
              "--since",
              "0",
              "lobby");
      until(
          "the followers are in the room", () -> followers.stream().allMatch(Follower::following));
      senders =
          List.of(
              new Sender("anna", plain, null, notes, random.nextLong()),
              new Sender("ben", tls, trust, notes, random.nextLong()));
      senders.forEach(this::begin);
      clara =
          chat(
              tls,
              home.resolve("clara.txt"),
              "send",
              // Unlucky, it finds nobody again and again and would give up.
              "--retry-for",
              Long.toString(LONG.toSeconds()),
              "--name",
              "clara",
              "--acks",
              notes.resolve("acks-clara").toString(),
              "lobby");
      clarasAcks = notes.resolve("acks-clara");
      script = new Script(clara, notes.resolve("said-clara"));
      begin(script);
      until(
          "the client's first message is confirmed",
          () -> Files.exists(clarasAcks) && Files.size(clarasAcks) > 0);
      until("everyone has spoken", () -> senders.stream().allMatch(s -> s.acknowledged() > 0));
    } catch (IOException | RuntimeException | Error e) {
      clients.forEach(Process::destroyForcibly);
      throw e;
    }
  }

  /** Lets so many more messages be acknowledged. */
  void go(int more) {
    senders.forEach(sender -> sender.hurry(true));
    int before = acknowledged();
    until(more + " more messages", () -> acknowledged() >= before + more);
  }

  private int acknowledged() {
    return senders.stream().mapToInt(Sender::acknowledged).sum();
  }

  /**
   * Everyone comes to an end and is judged.
   *
   * @param restart what is done to the server between the last message and the reading back
   * @return what happened, in figures
   */
  String judge(Callable<?> restart) throws Exception {
    senders.forEach(sender -> sender.hurry(false));
    long clarasBefore = Files.size(clarasAcks);
    until("the client went on", () -> Files.size(clarasAcks) > clarasBefore);
    senders.forEach(Sender::finish);
    script.finish();
    until("all is acknowledged", () -> senders.stream().allMatch(Sender::finished));
    assertTrue(clara.waitFor(LONG.toSeconds(), TimeUnit.SECONDS), "chat send ends");
    assertEquals(0, clara.exitValue(), () -> text(home.resolve("clara.txt")));

    restart.call();
    int again = 0;
    for (Sender sender : senders) {
      again += sender.askAgain();
    }
    long last = readBack();
    followers.forEach(Follower::hurry);
    until(
        "the followers have seen all, up to " + last,
        () -> followers.stream().allMatch(f -> f.cursor() >= last));
    until(
        "chat tail has, too",
        () -> text(notes.resolve("seen-tail")).contains("\"seq\":" + last + ","));
    followers.forEach(Follower::finish);
    tail.destroy();
    assertTrue(tail.waitFor(LONG.toSeconds(), TimeUnit.SECONDS), "chat tail ends");

    List<String> faults = Checker.faults(notes);
    assertEquals(List.of(), faults, () -> String.join("\n", faults) + "\nfiles: " + notes);
    try (Stream<String> history = Files.lines(notes.resolve("history"))) {
      return "%d messages from 3 senders, seen by %d followers, the last is number %d; %d nonces asked again"
          .formatted(history.count(), followers.size() + 1, last, again);
    }
  }

  /** Reads the room's whole history through a connection of its own; answers the last number. */
  private long readBack() throws IOException {
    try (Client link = Client.framed(server.plain(), 0, null);
        Notes history = new Notes(notes.resolve("history"))) {
      link.send(Request.Hello.as("hello", "reader"));
      link.send(new Request.Join("join", "lobby"));
      long last = 0;
      boolean more = true;
      while (more) {
        link.send(new Request.History("h", "lobby", null, null, last, Limits.HISTORY_MAX));
        Reply.History page = null;
        while (page == null) {
          if (link.receive() instanceof Reply.History found) {
            page = found;
          }
        }
        page.messages().forEach(history::message);
        last = page.messages().isEmpty() ? last : page.messages().getLast().seq();
        more = page.more();
      }
      link.send(new Request.Bye("bye"));
      return last;
    }
  }

  /** The sentences of a client that reads them from its standard input. */
  private static final class Script implements Runnable {
    /** So that what a pipe holds is said soon. */
    private static final String LONG_WINDED = " and so on".repeat(80);

    private final Process client;
    private final Notes said;
    private volatile boolean enough;

    Script(Process client, Path said) {
      this.client = client;
      this.said = new Notes(said);
    }

    void finish() {
      enough = true;
    }

    @Override
    public void run() {
      try (said;
          var in = client.outputWriter()) {
        for (int i = 0; !enough; i++) {
          String sentence = "clara " + i + LONG_WINDED;
          said.line(sentence);
          in.write(sentence + "\n");
          in.flush();
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private Process chat(int port, Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    command.addAll(
        2, List.of("--server", "localhost:" + port, "--ca", server.authority().toString()));
    Process process =
        Programs.start(home, output, home.resolve(arguments[0] + "-errors.txt"), command);
    clients.add(process);
    return process;
  }

  private void begin(Runnable who) {
    Thread.ofPlatform()
        .daemon()
        .name(who.getClass().getSimpleName())
        .uncaughtExceptionHandler((_, e) -> failure.compareAndSet(null, e))
        .start(who);
  }

  void until(String what, Callable<Boolean> condition) {
    await(what)
        .atMost(LONG)
        .failFast("someone in this test failed", () -> rethrow(failure.get()))
        .until(condition);
  }

  private void rethrow(Throwable e) {
    if (e != null) {
      throw new AssertionError("chat send said: " + text(home.resolve("send-errors.txt")), e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    clients.forEach(Process::destroyForcibly);
    followers.forEach(Follower::finish);
    senders.forEach(Sender::finish);
  }
}
