package parley.server.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import parley.server.decide.Command.SetOperator;
import parley.server.log.RolledBackException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about who may use admin commands. */
final class OperatorCommands {
  /** What a wrong token costs; a connection's commands come one after another. */
  private static final Duration PENALTY = Duration.ofSeconds(1);

  private OperatorCommands() {}

  @Command(name = "operator", description = "Give someone the operator's role, or take it.")
  static final class Operator extends Action {
    @Parameters(paramLabel = "NAME", description = "The person.")
    private String name;

    @Option(names = "--take", description = "Take it.")
    private boolean take;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String person = name(name);
      ask(new SetOperator(caller().name(), person, !take));
      return Outcome.said(person + (take ? " is no operator any more." : " is an operator."));
    }
  }

  @Command(
      name = "operator-token",
      description = "Make a new token for claim; the old one is worth nothing from then on.",
      footer = {"", "It is shown this once. Those who are operators stay operators."})
  static final class Token extends Action {
    @Override
    Outcome act() throws Refusal {
      String token;
      try {
        token = controls().token().renew();
      } catch (RolledBackException e) {
        throw new Refusal("The new token could not be written down: " + e.getMessage());
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("token", token);
      return new Outcome("To become an operator: /admin claim " + token, json);
    }
  }

  @Command(
      name = "claim",
      description = "Become an operator with the token that the server printed at its first start.",
      footer = {"", "A lost token can be replaced: chat-server admin operator-token"})
  static final class Claim extends Action {
    @Parameters(paramLabel = "TOKEN", description = "The token.")
    private String token;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      if (caller().person() == null) {
        throw new Refusal("The console needs no token; operator NAME makes someone an operator.");
      }
      if (!controls().token().matches(token)) {
        Thread.sleep(PENALTY);
        throw new Refusal("That is not the operator's token.");
      }
      ask(new SetOperator(caller().name(), caller().name(), true));
      return Outcome.said("You are an operator now; /admin help lists what you can do.");
    }
  }
}
