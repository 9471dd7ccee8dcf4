package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import parley.client.link.SavedSessionFile;
import parley.client.net.Address;
import parley.protocol.Addressee;
import parley.protocol.InvalidRequest;
import parley.protocol.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chat ask}: asks people, and turns the first answer into an exit code. */
@Command(
    name = "ask",
    description = {
      "Ask a question and wait for an answer: the first message after it that is one of the"
          + " choices, in any case, alone or behind this program's name (robot: yes), and no reply"
          + " to another message. Prints the choice and says in the room what was taken, from whom."
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0      the first choice",
      "  12     the second one; 13 the third, 14 the fourth, ...",
      "  124    nobody answered in time",
      "  1 - 6  as always: refused, usage, no connection, certificate, fault, not confirmed",
      "  So that only the first choice, clearly given, is a success.",
      "",
      "Examples:",
      "  chat ask ops 'deploy?' && ./deploy",
      "  chat ask @olivia 'Which one?' --choices blue,green,neither --timeout 2h",
    })
public final class AskCommand implements Callable<Integer> {
  /** How long what was taken may take to be confirmed. */
  private static final Duration CONCLUDING = Duration.ofSeconds(10);

  private static final Duration WITHDRAWING = Duration.ofSeconds(3);

  @Mixin ServerOptions options;
  @Mixin SavedSessionOptions where;
  @Spec CommandSpec command;

  @Option(
      names = {"-c", "--choices"},
      paramLabel = "WORD",
      split = ",",
      defaultValue = "yes,no",
      description = "The words that answer it, with commas between (${DEFAULT-VALUE}).")
  List<String> words;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      converter = TimeSpan.class,
      defaultValue = "10m",
      description = "How long to wait, such as 90s, 10m or 2h (${DEFAULT-VALUE}).")
  Duration timeout;

  @Option(
      names = "--from",
      paramLabel = "NAME",
      split = ",",
      converter = NameConverters.Person.class,
      description =
          "Only these people's answers count. A name is whoever has it just then: see"
              + " docs/client.md.")
  List<String> from;

  @Option(names = "--json", description = "Print the answer as a line of JSON.")
  boolean json;

  @Parameters(
      index = "0",
      paramLabel = "ROOM",
      converter = NameConverters.Either.class,
      description = "A room, or @NAME for one person.")
  Addressee target;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "QUESTION")
  List<String> text;

  private Choices choices;
  private AskedQuestion question;
  private ScriptLink link;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Address address = options.address(where.server.text);
    try (SavedSessionFile file = where.claim()) {
      question = new AskedQuestion(target, choices, from, timeout);
      Duration mended = timeout.plus(AskedQuestion.MENDED);
      link =
          new ScriptLink(
              options, address, file, Duration.ZERO, mended, Console::say, question::happened);
      try {
        question.ask(link.link(), asked());
      } catch (InvalidRequest e) {
        throw new ParameterException(command.commandLine(), e.getMessage());
      }
      Runtime.getRuntime().addShutdownHook(new Thread(this::leave));
      link.link().start();
      AskedQuestion.Outcome outcome = question.outcome().get();
      if (outcome instanceof AskedQuestion.Withdrawn) {
        // The program is being ended, and whoever ends it says goodbye too.
        return ExitCode.FAULT;
      }
      int code = code(outcome);
      leave();
      link.keep();
      return code;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void check() {
    try {
      choices = new Choices(words);
      from = from == null ? List.of() : from;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }

  /** The question, and what may be answered by whom until when. */
  private String asked() {
    return String.join(" ", text)
        + " ("
        + choices.spoken()
        + (from.isEmpty() ? "" : ", from " + Choices.spoken(from))
        + ", within "
        + TimeSpan.words(timeout)
        + ")";
  }

  private int code(AskedQuestion.Outcome outcome) throws InterruptedException {
    return switch (outcome) {
      case AskedQuestion.Answered answered -> {
        print(answered);
        String who = Printable.line(answered.answer().from());
        tell("Taken: " + choices.words().get(answered.choice()) + ", from " + who + ".");
        yield Choices.exitCode(answered.choice());
      }
      case AskedQuestion.TimedOut _ -> {
        Console.say("Nobody answered within " + TimeSpan.words(timeout) + ".");
        tell(
            "Nobody answered within "
                + TimeSpan.words(timeout)
                + "; answers do not count any more.");
        yield ExitCode.TIMED_OUT;
      }
      case AskedQuestion.Withdrawn _ -> ExitCode.FAULT;
      case AskedQuestion.Failed failed -> {
        if (!failed.sentence().isEmpty()) {
          Console.say(failed.sentence());
        }
        yield failed.code();
      }
    };
  }

  private void print(AskedQuestion.Answered answered) {
    String choice = choices.words().get(answered.choice());
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("choice", choice);
      line.put("number", answered.choice() + 1);
      line.put("from", answered.answer().from());
      line.put("fromId", answered.answer().fromId());
      line.put("question", question.seq());
      line.put("seq", answered.answer().seq());
      line.put("at", answered.answer().at());
      Console.OUT.println(Console.json(line));
    } else {
      Console.OUT.println(choice);
    }
    Console.flushed();
  }

  private void tell(String sentence) throws InterruptedException {
    if (!question.conclude(sentence, CONCLUDING)) {
      Console.say("That could not be said in " + Printable.line(target.title()) + ".");
    }
  }

  /** At the end, and at ctrl-C or a kind kill, where those who were asked are told. */
  private void leave() {
    try {
      if (question.withdraw(WITHDRAWING)) {
        question.conclude("No longer asked; answers do not count any more.", WITHDRAWING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    link.leave();
  }
}
