package parley.server.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import parley.server.decide.Act.SetOperator;
import parley.server.log.RolledBackException;
import parley.server.rights.Right;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about who may use admin commands. */
final class OperatorCommands {
  private OperatorCommands() {}

  @Command(name = "operator", description = "Give someone the operator's role, or take it.")
  @Needs(Right.APPOINT)
  static final class Operator extends Deed {
    @Parameters(paramLabel = "NAME", description = "The person.")
    private String name;

    @Option(names = "--take", description = "Take it.")
    private boolean take;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String person = name(name);
      ask(new SetOperator(caller().asker(), person, !take));
      return Outcome.said(person + (take ? " is no operator any more." : " is an operator."));
    }
  }

  @Command(
      name = "operator-token",
      description = "Make a new token for claim; the old one is worth nothing from then on.",
      footer = {"", "It is shown this once. Those who are operators stay operators."})
  @Needs(Right.APPOINT)
  static final class Token extends Deed {
    @Override
    Outcome act() throws Refusal {
      if (isDryRun()) {
        foretell("make a new operator's token; the old one would be worth nothing");
        return foretold();
      }
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

  /** For help, and the console; a connection's is a {@link ClaimLine}. */
  @Command(
      name = ClaimLine.NAME,
      description = "Become an operator with the token that the server printed at its first start.",
      footer = {"", "A lost token can be replaced: chat-server admin operator-token"})
  @Needs(Right.COMMAND)
  static final class Claim extends Action {
    @SuppressWarnings("UnusedVariable") // for the help alone
    @Parameters(paramLabel = "TOKEN", description = "The token.")
    private String token;

    @Override
    Outcome act() throws Refusal {
      throw new Refusal("The console needs no token; operator NAME makes someone an operator.");
    }
  }
}
