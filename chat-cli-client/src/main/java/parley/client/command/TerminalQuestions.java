package parley.client.command;

import java.io.Console;
import java.util.function.Consumer;
import parley.client.account.Questions;
import parley.client.terminal.Screen;

/** Asks at the terminal; where lines are not edited there, by what the system has for it. */
public final class TerminalQuestions implements Questions {
  private final Screen screen;
  private final Consumer<String> says;

  /**
   * @param says shows a sentence
   */
  public TerminalQuestions(Screen screen, Consumer<String> says) {
    this.screen = screen;
    this.says = says;
  }

  @Override
  public String line(String prompt) {
    if (screen.edits()) {
      return screen.ask(prompt, false);
    }
    Console console = console();
    return console == null ? null : console.readLine("%s", prompt);
  }

  @Override
  public String secret(String prompt) {
    if (screen.edits()) {
      return screen.ask(prompt, true);
    }
    Console console = console();
    char[] typed = console == null ? null : console.readPassword("%s", prompt);
    return typed == null ? null : new String(typed);
  }

  @Override
  public void say(String sentence) {
    says.accept(sentence);
  }

  private static Console console() {
    Console console = System.console();
    return console != null && console.isTerminal() ? console : null;
  }
}
