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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * {@code kill -9} in the middle of sending, again and again: no acknowledged message is lost,
 * doubled or moved, and every follower sees the same order without a gap. The senders and followers
 * are the product's own client and ones of this test; what they noted is judged by {@link Checker}.
 */
class KillIT {
  private static final Duration LONG = Duration.ofMinutes(2);

  /** Messages that are acknowledged between two kills, at least and at most. */
  private static final int LEAST = 100;

  private static final int MOST = 1_000;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Process> clients = new ArrayList<>();
  private ServerProcess server;
  private Path notes;

  @BeforeEach
  void start() throws IOException {
    System.out.println("seed " + seed);
    notes = Files.createDirectory(home.resolve("notes"));
    server =
        new ServerProcess(
            home,
            "limits.outbox-bytes=65536",
            "limits.replay=0",
            "limits.connections-per-address=0");
    server.start();
  }

  @AfterEach
  void stop() {
    clients.forEach(Process::destroyForcibly);
    server.close();
  }

  @Test
  void aFewKills() throws Exception {
    torture(4);
  }

  @Test
  @Tag("campaign")
  void manyKills() throws Exception {
    torture(30);
  }

  private void torture(int kills) throws Exception {
    List<Follower> followers =
        List.of(
            new Follower("eager", server.plain(), notes, null),
            new Follower("lazy", server.plain(), notes, new Random(random.nextLong())),
            new Follower("lazier", server.plain(), notes, new Random(random.nextLong())));
    followers.forEach(this::begin);
    Process tail =
        chat(
            notes.resolve("seen-tail"),
            "tail",
            "--name",
            "tail",
            "--json",
            "--since",
            "0",
            "lobby");
    until("the followers are in the room", () -> followers.stream().allMatch(Follower::following));

    List<Sender> senders =
        List.of(
            new Sender("anna", server.plain(), notes, random.nextLong()),
            new Sender("ben", server.plain(), notes, random.nextLong()));
    senders.forEach(this::begin);
    Process clara =
        chat(
            home.resolve("clara.txt"),
            "send",
            // Unlucky, it finds the server down again and again and would give up.
            "--retry-for",
            Long.toString(LONG.toSeconds()),
            "--name",
            "clara",
            "--acks",
            notes.resolve("acks-clara").toString(),
            "lobby");
    Script script = new Script(clara, notes.resolve("said-clara"));
    begin(script);
    Path acks = notes.resolve("acks-clara");
    until(
        "the client's first message is confirmed",
        () -> Files.exists(acks) && Files.size(acks) > 0);

    for (int i = 0; i < kills; i++) {
      int before = acknowledged(senders);
      int more = LEAST + random.nextInt(MOST - LEAST);
      until(more + " more messages", () -> acknowledged(senders) >= before + more);
      server.kill();
      server.start();
    }

    long clarasBefore = Files.size(acks);
    until("the client went on", () -> Files.size(acks) > clarasBefore);
    senders.forEach(Sender::finish);
    script.finish();
    until("all is acknowledged", () -> senders.stream().allMatch(Sender::finished));
    assertTrue(clara.waitFor(LONG.toSeconds(), TimeUnit.SECONDS), "chat send ends");
    assertEquals(0, clara.exitValue(), () -> text(home.resolve("clara.txt")));

    assertEquals(0, server.stop(), "the exit code after SIGTERM");
    server.start();
    long last = readBack();
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
    System.out.printf(
        "%d kills, %d messages, the last is number %d%n",
        kills, Files.readAllLines(notes.resolve("history")).size(), last);
  }

  private static int acknowledged(List<Sender> senders) {
    return senders.stream().mapToInt(Sender::acknowledged).sum();
  }

  /** Reads the room's whole history through a connection of its own; answers the last number. */
  private long readBack() throws IOException {
    try (Link link = new Link(server.plain(), 0);
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
          said.line("clara " + i);
          in.write("clara " + i + "\n");
          in.flush();
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private Process chat(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Programs.bin("chat")));
    command.addAll(List.of(arguments));
    command.addAll(
        2, List.of("--server", "localhost:" + server.tls(), "--ca", server.authority().toString()));
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

  private void until(String what, java.util.concurrent.Callable<Boolean> condition) {
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
}
