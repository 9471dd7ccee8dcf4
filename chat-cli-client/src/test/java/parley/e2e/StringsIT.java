package parley.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.HostileText;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/**
 * Hostile strings in every field that others can set, judged by the bytes that come out: at a
 * socket in text mode ({@code nc}), in the server's log, and at the pseudo-terminal of the client.
 */
class StringsIT {
  private static final Pattern SEQ = Pattern.compile("\"re\":\"mine\",\"seq\":(\\d+)");
  private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([^\"]+)\"");
  private static final Pattern COMMAND = Pattern.compile("(?<=\\s)/(\\w+)");

  /** What would end it, whatever of that is left out. */
  private static final Pattern QUIT = Pattern.compile("^[^a-z/]*/quit");

  /** Files that are really sent. */
  private static final int FILES = 40;

  /** After so many, who watches is waited for: none of it is to be left out. */
  private static final int ROUND = 2_000;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private ServerProcess server;
  private Typed nc;
  private Typed chat;

  @BeforeEach
  void twoWatch() throws IOException {
    Programs.need("nc", "script");
    server =
        ServerProcess.shipped(
            home,
            "log.level=debug",
            "accounts.registration=open",
            "limits.rooms-per-person=100000");
    server.start();
    nc = new Typed(home, "nc", "nc", "127.0.0.1", "" + server.plain());
    nc.type("watcher");
    nc.type("/join lobby");
    nc.await("you are in lobby");
    String program =
        "stty cols 100 rows 30; exec %s --plain looker@127.0.0.1:%d"
            .formatted(Programs.bin("chat"), server.plain());
    chat =
        new Typed(
            home,
            "chat",
            "env",
            "TERM=xterm-256color",
            "PARLEY_INLINE=1",
            "script",
            "-q",
            "-f",
            "-c",
            program,
            home.resolve("pty").toString());
    nc.await("looker joined");
  }

  @AfterEach
  void allGo() {
    if (chat != null) {
      chat.close();
    }
    if (nc != null) {
      nc.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void someThousandStringsComeOutClean() throws Exception {
    strings(ROUND);
  }

  @Test
  @Tag("campaign")
  void aMillionStringsComeOutClean() throws Exception {
    strings(Integer.getInteger("parley.strings", 1_000_000));
  }

  private void strings(int count) throws Exception {
    long seed = Long.getLong("parley.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    System.out.println("-Dparley.seed=" + seed);
    JudgedFile atSocket = new JudgedFile(home.resolve("nc.txt"), false);
    JudgedFile atTerminal = new JudgedFile(home.resolve("pty"), true);
    JudgedFile log = new JudgedFile(server.output(), false);
    HostileRequests toAll = new HostileRequests(random, "watcher");
    HostileRequests toOne = new HostileRequests(random, "looker");
    int sent = 0;
    int shown = 0;
    Typist typist = new Typist(random);
    try (typist;
        Attacker program = new Attacker("mallory")) {
      program.becomesOperator();
      while (sent < count) {
        int round = Math.min(ROUND, count - sent);
        toAll.direct(sent / ROUND % 4 == 1);
        toOne.direct(sent / ROUND % 4 == 3);
        for (int i = 0; i < round; i++) {
          HostileRequests requests = random.nextBoolean() ? toAll : toOne;
          switch (i % 40) {
            case 0 -> Attacker.once(server.plain(), requests.hello());
            case 1, 2, 3, 4 -> typist.type();
            default -> program.send(requests.next(program.seq()));
          }
        }
        sent += round;
        String mark = "so far " + sent + " strings.";
        typist.await(mark);
        program.says(mark);
        atSocket.upTo(mark);
        atTerminal.upTo(mark);
        log.more();
        shown++;
      }
      System.out.printf(
          "%,d strings in %d fields and %d commands: %,d bytes at nc, %,d at the terminal, %,d in"
              + " the log, %,d at the typist, all clean; %d rounds%n",
          sent,
          toAll.fields(),
          typist.commands.size(),
          atSocket.bytes(),
          atTerminal.bytes(),
          log.bytes(),
          typist.bytes.get(),
          shown);
    }
    // Most of it is refused, and the refusal judged.
    assertTrue(atSocket.bytes() > 2L * count, "some of it reached the socket");
    assertTrue(atTerminal.bytes() > 2L * count, "some of it reached the terminal");
    assertTrue(typist.bytes.get() > 10L * count, "what was typed is answered");
    assertTrue(server.alive());
  }

  /** A program in the room that breaks rules; its connection is made anew where that ends it. */
  private final class Attacker implements AutoCloseable {
    private final String name;
    private volatile Socket socket;
    private volatile OutputStream out;
    private final AtomicLong seq = new AtomicLong(1);
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();

    Attacker(String name) throws IOException {
      this.name = name;
      connect();
    }

    private void connect() throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.plain());
      out = socket.getOutputStream();
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      Thread.ofVirtual().start(() -> read(in));
      out.write(
          "{\"type\":\"hello\",\"id\":\"h\",\"name\":\"%s\"}\n{\"type\":\"join\",\"room\":\"lobby\"}\n"
              .formatted(name)
              .getBytes(UTF_8));
    }

    private void read(BufferedReader in) {
      try {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          Matcher mine = SEQ.matcher(line);
          if (mine.find()) {
            seq.set(Long.parseLong(mine.group(1)));
            answered.incrementAndGet();
          } else if (line.contains("\"ticket\":")) {
            Matcher ticket = TICKET.matcher(line);
            if (ticket.find() && files.incrementAndGet() <= FILES) {
              transfer(ticket.group(1));
            }
          } else if (line.contains("\"type\":\"ping\"")) {
            out.write("{\"type\":\"pong\"}\n".getBytes(UTF_8));
          }
        }
      } catch (IOException e) {
        // The server ended it.
      }
    }

    /** The file comes, and so the message with its name. */
    private void transfer(String ticket) throws IOException {
      String head = "{\"type\":\"transfer\",\"id\":\"t\",\"ticket\":\"%s\"}\n".formatted(ticket);
      try (Socket file = new Socket(InetAddress.getLoopbackAddress(), server.plain())) {
        file.setSoTimeout(60_000);
        file.getOutputStream().write((head + HostileRequests.FILE).getBytes(UTF_8));
        file.getInputStream().readAllBytes();
      }
    }

    void becomesOperator() throws IOException {
      Matcher token = Pattern.compile("operator +(\\S+)").matcher(server.printed());
      assertTrue(token.find(), server.printed());
      send("{\"type\":\"admin\",\"line\":\"claim " + token.group(1) + "\"}\n");
      says("here is somebody");
    }

    long seq() {
      return seq.get();
    }

    void send(String line) throws IOException {
      out.write(line.getBytes(UTF_8));
    }

    /** Says something harmless, and waits until it is acknowledged. */
    void says(String text) throws IOException {
      int before = answered.get();
      send(
          "{\"type\":\"send\",\"id\":\"mine\",\"room\":\"lobby\",\"text\":\"%s\"}\n"
              .formatted(text));
      await("an answer to " + text)
          .atMost(Duration.ofMinutes(2))
          .until(() -> answered.get() > before);
    }

    /** One line, on a connection for it alone. */
    static void once(int port, String line) throws IOException {
      try (Socket alone = new Socket(InetAddress.getLoopbackAddress(), port)) {
        alone.getOutputStream().write((line + "{\"type\":\"bye\"}\n").getBytes(UTF_8));
        alone.setSoTimeout(60_000);
        alone.getInputStream().readAllBytes();
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Somebody who types commands with hostile words, and sees the answers. */
  private final class Typist implements AutoCloseable {
    private final Typed program;
    private final JudgedFile shown;
    private final List<String> commands = new ArrayList<>();
    private final SplittableRandom random;
    private final AtomicLong bytes = new AtomicLong();

    Typist(SplittableRandom random) throws IOException {
      this.random = random.split();
      program = new Typed(home, "typist", "nc", "127.0.0.1", "" + server.plain());
      shown = new JudgedFile(home.resolve("typist.txt"), false);
      program.type("typist");
      program.type("/join lobby");
      program.type("/help");
      program.await("/quit");
      for (Matcher word = COMMAND.matcher(program.shown()); word.find(); ) {
        // These end it, or take their time.
        if (!List.of("quit", "register", "password", "leave").contains(word.group(1))) {
          commands.add("/" + word.group(1) + " ");
        }
      }
      commands.add("");
    }

    void type() throws IOException {
      String line;
      do {
        line = commands.get(random.nextInt(commands.size())) + HostileText.line(random);
      } while (QUIT.matcher(line).find());
      program.type(line);
    }

    /** Everything before is answered. */
    void await(String mark) throws IOException {
      program.type("/echo " + mark);
      shown.upTo(mark);
      bytes.set(shown.bytes());
    }

    @Override
    public void close() {
      program.close();
    }
  }
}
