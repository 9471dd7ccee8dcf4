package parley.client.command;

import java.util.Arrays;
import parley.client.terminal.ConversationView;
import parley.protocol.Printable;

/** The list of the commands, and each by itself. Guarded by the link's lock. */
final class Help {
  private final ConversationView view;

  Help(ConversationView view) {
    this.view = view;
  }

  void show(Arguments given) {
    if (given.isEmpty()) {
      list();
      return;
    }
    String word = given.first().startsWith("/") ? given.first().substring(1) : given.first();
    view.answer(
        Command.named(word)
            .map(Help::line)
            .orElseGet(() -> "There is no /" + Printable.line(word) + "." + Spelling.hint(word)));
  }

  /** How a command goes. */
  static String line(Command command) {
    return command.usage() + " — " + command.summary() + ".";
  }

  private void list() {
    view.answer(
        String.join(
                "\n",
                Arrays.stream(Command.values())
                    .map(c -> "%-32s %s".formatted(c.usage(), c.summary()))
                    .toList())
            + "\n"
            + "All else goes to the talk you are in. Tab completes; ctrl-N, ctrl-P and Alt-1 to"
            + " Alt-9 turn to another talk, Alt-A to the next unread one; Alt-Enter begins a new"
            + " line.\n"
            + "On the whole screen: PgUp and PgDn read, Alt-Home and End go to the beginning and"
            + " the end; ctrl-K goes anywhere by a few letters; Alt-Up chooses a message, which"
            + " Alt-R answers, Alt-E edits, Alt-X deletes, Alt-+ reacts to; Alt-F opens what is"
            + " folded, F8 shows the people, Alt-N the numbers.");
  }
}
