package parley.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Consumer;
import org.jline.terminal.Terminal;
import parley.client.screen.FullScreen;
import parley.client.screen.FullView;
import parley.client.terminal.Completion;
import parley.client.terminal.ConversationView;
import parley.client.terminal.InlineScreen;
import parley.client.terminal.InlineView;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Screen;
import parley.client.terminal.Theme;
import parley.client.terminal.Transcript;

/** What somebody at a terminal has before them. */
record Face(Screen screen, ConversationView view) implements AutoCloseable {

  /**
   * The whole screen, where the terminal has one and it is wanted; or else lines below each other.
   *
   * @param history the file of typed lines, null to keep none
   * @param inline whether the whole screen is not wanted
   * @param pressed runs under the line's lock: it must hand over and return
   * @param goes takes a line to be done as if it were typed; as above
   */
  static Face open(
      Terminal terminal,
      Path history,
      boolean inline,
      Theme theme,
      Completion completion,
      Consumer<PressedKey> pressed,
      Consumer<String> goes)
      throws IOException {
    ZoneId zone = ZoneId.systemDefault();
    if (!inline && FullScreen.isPossible(terminal)) {
      FullScreen screen = new FullScreen(terminal, history, completion, theme, pressed, goes);
      return new Face(screen, new FullView(screen, theme, zone));
    }
    InlineScreen screen = new InlineScreen(terminal, history, completion, pressed);
    Transcript transcript = new Transcript(theme, zone, LocalDate.now(zone));
    return new Face(screen, new InlineView(screen, transcript, theme));
  }

  @Override
  public void close() {
    screen.close();
  }
}
