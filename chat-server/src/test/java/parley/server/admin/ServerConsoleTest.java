package parley.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import parley.server.Server;
import parley.server.config.Settings;
import parley.server.logging.LogSetup;

/** The console of a running server, at a pseudo-terminal. */
class ServerConsoleTest {
  @TempDir private Path dir;
  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Server server;
  private LogSetup logs;
  private ServerConsole console;

  @BeforeEach
  void start() throws Exception {
    Settings settings =
        Settings.of(
            "data.dir=" + dir,
            "listen.plain=127.0.0.1:0",
            "accounts.guests=on",
            "listen.tls=off",
            "listen.metrics=off");
    logs = LogSetup.start(settings.log());
    server = Server.start(settings);
    Terminal terminal =
        TerminalBuilder.builder()
            .system(false)
            .streams(new PipedInputStream(keyboard), screen)
            .type("xterm")
            .size(Size.of(100, 30))
            .build();
    console = ServerConsole.open(terminal, server.admin(), logs, stopped::countDown);
    await().until(() -> shows("parley>"));
  }

  @AfterEach
  void stop() {
    console.close();
    server.stop();
    logs.close();
  }

  @Test
  void runsWhatIsTypedAndPrintsTheLogAboveThePrompt() throws Exception {
    type("rooms\r");
    await().until(() -> shows("ROOM  MEMBERS"));
    await().until(() -> shows("admin command: rooms by=console outcome=done"));
    LoggerFactory.getLogger("parley.test").warn("something \u001b[2J happened");
    await().until(() -> shows("something \\x1b[2J happened"));
    type("close-\t nowhere\r");
    await().until(() -> shows("There is no room nowhere"));
    type("account sus\tnobody --dr\t\r");
    await().until(() -> shows("admin command: account suspend nobody --dry-run by=console"));
  }

  @Test
  void theEndOfInputStopsTheServer() throws Exception {
    type("\u0004");
    await().until(() -> stopped.getCount() == 0);
  }

  @Test
  void anInterruptStopsTheServer() throws Exception {
    type("\u0003");
    await().until(() -> stopped.getCount() == 0);
  }

  private void type(String keys) throws Exception {
    keyboard.write(keys.getBytes(UTF_8));
    keyboard.flush();
  }

  private boolean shows(String text) {
    return screen.toString(UTF_8).contains(text);
  }
}
