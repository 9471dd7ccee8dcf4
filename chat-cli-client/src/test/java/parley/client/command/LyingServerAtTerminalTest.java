package parley.client.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.client.Lies;
import parley.client.Peer;
import parley.client.account.SignIn;
import parley.client.config.ConfigFile;
import parley.client.config.LiveConfig;
import parley.client.link.Link;
import parley.client.link.RetryPolicy;
import parley.client.net.Address;
import parley.client.net.Dialer;
import parley.client.net.Security;
import parley.client.screen.Desk;
import parley.client.screen.FullView;
import parley.client.screen.Seat;
import parley.client.terminal.Completion;
import parley.client.terminal.ConversationView;
import parley.client.terminal.InlineScreen;
import parley.client.terminal.InlineView;
import parley.client.terminal.Screen;
import parley.client.terminal.Theme;
import parley.client.terminal.Transcript;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/** The chat at a terminal, and a server that says each thing it can say in order to do harm. */
@Timeout(600)
class LyingServerAtTerminalTest {
  /** So that every kind of answer is shown. */
  private static final String TYPED =
      """
      /whois bob
      /who
      /rooms
      /talks
      /admin help
      /topic new
      /history
      /search words
      /stats
      /nick bobby
      /sessions
      /revoke 1
      hello
      /quit
      """;

  private static final String BELL = "\u0007";

  /** What of the harm would be obeyed; the terminal's own commands are others. */
  private static final List<String> OBEYED = List.of("\u001b]0;owned", BELL, "\u009b", "\u202e");

  @TempDir Path folder;

  /**
   * @param whole whether the client has the whole screen, or its lines are the terminal's
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingReachesTheTerminalAndNothingIsAFaultOfThisProgram(boolean whole) throws Exception {
    int shown = 0;
    for (Class<?> type : Lies.types()) {
      List<Lies.Lie> lies = Lies.of(type);
      for (Lies.Lie lie : lies) {
        // Of what is refused where it comes in, by a test of its own, two of a type will do.
        if (!lie.isText() && lies.indexOf(lie) > 1) {
          continue;
        }
        String all = visit(lie.message(), whole);
        OBEYED.stream()
            // The whole screen rings by itself where its person is named.
            .filter(harm -> !(whole && harm.equals(BELL)))
            .forEach(harm -> assertFalse(all.contains(harm), () -> lie.path() + ": " + all));
        assertFalse(all.contains("fault"), () -> lie.path() + ": " + all);
        assertFalse(all.contains("Exception"), () -> lie.path() + ": " + all);
        shown += all.contains("owned") ? 1 : 0;
      }
    }
    assertTrue(
        shown > 10, "much of it is shown, made harmless, and not only passed over: " + shown);
  }

  /** All that the terminal got, and the last words. */
  private String visit(ServerMessage lie, boolean whole) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] typed = TYPED.getBytes(StandardCharsets.UTF_8);
    Theme theme = Theme.of(256, Map.of());
    Completion completion = new Completion();
    OpenServers servers = OpenServers.one();
    String lastWords;
    try (Peer peer = new Peer();
        Terminal terminal =
            new ExternalTerminal(
                "chat",
                "xterm-256color",
                new ByteArrayInputStream(typed),
                out,
                StandardCharsets.UTF_8);
        Face face = face(terminal, whole, theme, completion)) {
      Dialer dialer =
          new Dialer(
              Address.parse("127.0.0.1:" + peer.port(), 7070),
              new Security.Plain(),
              Duration.ofSeconds(10),
              _ -> {});
      TerminalChat person =
          new TerminalChat(
              face.screen(),
              face.view(),
              theme,
              completion,
              null,
              new LiveConfig(ConfigFile.read(folder.resolve("none")), _ -> {}),
              List.of(),
              new SignIn(dialer, "chat/test", null),
              folder,
              servers,
              servers.add("there", "there", () -> {}),
              happened ->
                  new Link(
                      dialer,
                      Request.Hello.as(null, "alice"),
                      null,
                      new RetryPolicy(Duration.ZERO, Duration.ZERO, false),
                      happened));
      Thread server = Thread.ofVirtual().start(() -> serve(peer, lie));
      person.run();
      server.join();
      lastWords = person.lastWords();
    }
    return out.toString(StandardCharsets.UTF_8) + lastWords;
  }

  private record Face(Screen screen, ConversationView view, Runnable ends)
      implements AutoCloseable {
    @Override
    public void close() {
      ends.run();
    }
  }

  private static Face face(Terminal terminal, boolean whole, Theme theme, Completion completion)
      throws IOException {
    terminal.setSize(Size.of(100, 30));
    if (whole) {
      Desk desk = new Desk(terminal, null, theme);
      Seat seat = desk.open("there", completion, false);
      return new Face(seat, new FullView(seat, theme, ZoneOffset.UTC), desk::close);
    }
    InlineScreen screen = new InlineScreen(terminal, null, completion, _ -> {});
    Transcript transcript = new Transcript(theme, ZoneOffset.UTC, LocalDate.of(2026, 11, 21));
    return new Face(screen, new InlineView(screen, transcript, theme), screen::close);
  }

  private static void serve(Peer peer, ServerMessage lie) {
    try {
      Peer.Conversation chat = peer.accept();
      if (lie instanceof Reply.Welcome welcome) {
        Request.Hello hello = chat.receive(Request.Hello.class);
        chat.send(Lies.answering(welcome, hello.id()));
      } else {
        chat.welcome("g1", "s1", "log", 40);
      }
      boolean told = lie instanceof Reply;
      for (Request request = chat.receive(); request != null; request = chat.receive()) {
        if (request instanceof Request.Bye) {
          chat.send(new Event.Bye(request.id(), "bye", "Goodbye."));
          break;
        }
        boolean lies =
            switch (lie) {
              case Reply.Ok ok -> Lies.answer(request) == ok.getClass();
              case Reply.Welcome _, Event _ -> false;
              case Reply _ -> !(request instanceof Request.Join);
            };
        chat.send(lies ? Lies.answering(lie, request.id()) : Lies.truth(request));
        if (!told && request instanceof Request.Whois) {
          told = true;
          chat.send(lie);
        }
      }
      chat.end();
    } catch (IOException e) {
      // The client left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
