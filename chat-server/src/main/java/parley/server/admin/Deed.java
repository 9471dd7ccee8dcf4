package parley.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.server.config.UserError;
import parley.server.decide.Act;
import parley.server.decide.Decision;
import picocli.CommandLine.Option;

/**
 * What all commands share that change something: the trace they leave, and {@code --dry-run}, which
 * has everything decided as without it, says what would change, and changes nothing.
 */
abstract class Deed extends Action {
  /** Changes that are told; a room may have thousands of members. */
  private static final int MOST_TOLD = 100;

  @Option(names = "--dry-run", description = "Say what it would change, and change nothing.")
  private boolean dryRun;

  private final List<String> foretold = new ArrayList<>();

  /** Whether nothing may be changed. What is no {@link #ask} looks at this before it is done. */
  final boolean isDryRun() {
    return dryRun;
  }

  /** Something that would change and that no act says. */
  final void foretell(String change) {
    foretold.add(change);
  }

  /**
   * Decides an act and does not carry it out.
   *
   * @throws Refusal where it would be refused
   */
  final void foresee(Act act) throws Refusal, InterruptedException {
    accepted(Reply.Ok.class, controls().sequencer().foresee(act).reply());
  }

  /** The command as the audit tells it; other than it was given where it holds what was said. */
  String noted() {
    return line();
  }

  /**
   * A text that nobody wants to say: who tries what they would do puts the option before it.
   *
   * @throws Refusal where it holds the option, and does not say by {@code --} that it is text
   */
  final void notTried(List<String> text) throws Refusal {
    if (text.contains("--dry-run") && !given().contains("--")) {
      throw new Refusal(
          "Nothing was done. --dry-run comes before the text; a text with it comes behind --.");
    }
  }

  /** What a dry run answers. */
  final Outcome foretold() {
    List<String> changes = foretold.stream().limit(MOST_TOLD).map(Printable::line).toList();
    List<String> words = new ArrayList<>(given());
    words.remove("--dry-run");
    StringBuilder text = new StringBuilder("Nothing was changed. ");
    text.append('“').append(bounded(words)).append("” would");
    text.append(changes.isEmpty() ? " change nothing." : ":");
    changes.forEach(change -> text.append("\n  ").append(change));
    if (foretold.size() > changes.size()) {
      text.append("\n  and %,d more".formatted(foretold.size() - changes.size()));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("done", false);
    json.put("dryRun", true);
    json.put("changes", changes);
    json.put("more", foretold.size() - changes.size());
    return new Outcome(text.toString(), json);
  }

  /**
   * In a dry run the act is decided and not carried out; the reply is the one that it would get.
   */
  @Override
  final <T extends Reply.Ok> T ask(Class<T> type, Act act) throws Refusal, InterruptedException {
    if (!dryRun) {
      return super.ask(type, act);
    }
    Decision decision = controls().sequencer().foresee(act);
    T reply = accepted(type, decision.reply());
    UnaryOperator<String> names = controls().names();
    decision.changes().forEach(change -> ChangeText.of(change, names).ifPresent(this::foretell));
    return reply;
  }

  @Override
  final Outcome outcome() throws Refusal, UserError, InterruptedException {
    Outcome outcome = act();
    if (dryRun) {
      return foretold();
    }
    // Nobody is told that it was done before it is written who did it.
    controls().sequencer().ask(new Act.NoteCommand(caller().asker(), caller().name(), noted()));
    return outcome;
  }
}
