package parley.server.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import parley.protocol.InvalidRequest;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.TokenRight;
import parley.server.decide.Act;
import parley.server.log.KnownToken;
import parley.server.rights.Right;
import parley.server.session.Secret;
import parley.server.state.Scope;
import parley.server.stats.SteadyClock;
import parley.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Commands about what programs sign in to accounts by. */
final class TokenCommands {
  private TokenCommands() {}

  /** One of what a token is for, as it is typed. */
  static final class TokenRightName implements ITypeConverter<TokenRight> {
    @Override
    public TokenRight convert(String typed) {
      try {
        return TokenRight.of(typed.toLowerCase(Locale.ROOT));
      } catch (InvalidRequest e) {
        throw new TypeConversionException("\"" + typed + "\" is none of read, post and talks");
      }
    }
  }

  @Command(
      name = "token",
      description =
          "List the tokens by which programs sign in to accounts; its commands change" + " them.",
      synopsisSubcommandLabel = "[COMMAND]",
      footer = {"", "Example: token add deploy ci --rooms ops --may post"},
      subcommands = {Add.class, Listed.class, Revoke.class})
  @Needs(Right.KEEP_ACCOUNTS)
  static final class Token extends Action {
    @Override
    Outcome act() {
      return list(controls().log().tokens());
    }
  }

  @Command(
      name = "add",
      description = "Make a token of an account, and print its secret.",
      footer = {
        "",
        "A program that has the secret is the account, as far as the token goes. Who gives this",
        "command in the chat names rooms that they are in, and gives no talks."
      })
  @Needs(Right.KEEP_ACCOUNTS)
  static final class Add extends Deed {
    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "Whose it is.")
    private String account;

    @Parameters(index = "1", paramLabel = "NAME", description = "What it is called, such as ci.")
    private String called;

    @Option(
        names = "--rooms",
        split = ",",
        paramLabel = "ROOM",
        description = "Where it is good; else wherever the account may.")
    private List<String> rooms = new ArrayList<>();

    @Option(
        names = "--may",
        split = ",",
        paramLabel = "WHAT",
        converter = TokenRightName.class,
        defaultValue = "read,post",
        description = "read, post, talks: direct messages too (read,post).")
    private List<TokenRight> may;

    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = Until.class,
        description = "How long it is good, such as 12h, 30d; else until revoke.")
    private Duration duration;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      long end = Until.end(duration);
      String whose = name(account);
      Request.Token asked;
      try {
        asked = new Request.Token(null, called, rooms, may);
      } catch (InvalidRequest e) {
        throw new Refusal(e.getMessage());
      }
      String secret = Secret.freshToken();
      Scope scope = new Scope(asked.rooms(), Set.copyOf(asked.may()));
      Reply.AdminText made =
          ask(
              Reply.AdminText.class,
              new Act.GiveToken(
                  caller().asker(), whose, asked.name(), scope, Secret.hash(secret), end));
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("token", Long.valueOf(made.text()));
      json.put("secret", secret);
      return new Outcome(
          "Token %s of %s, good %s. Its secret is shown only now:\n\n  %s"
              .formatted(made.text(), whose, Until.text(end), secret),
          json);
    }
  }

  @Command(name = "list", description = "List the tokens of an account, or of all.")
  @Needs(Right.KEEP_ACCOUNTS)
  static final class Listed extends Action {
    @Parameters(arity = "0..1", paramLabel = "ACCOUNT", description = "Whose; else everybody's.")
    private String account;

    @Override
    Outcome act() throws Refusal {
      String whose = account == null ? null : Names.fold(name(account));
      return list(
          controls().log().tokens().stream()
              .filter(t -> whose == null || Names.fold(t.account()).equals(whose))
              .toList());
    }
  }

  @Command(name = "revoke", description = "Make a token worth nothing; who is in by it is out.")
  @Needs(Right.KEEP_ACCOUNTS)
  static final class Revoke extends Deed {
    @Parameters(paramLabel = "N", description = "Its number, as token lists it.")
    private long number;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      ask(new Act.TakeToken(caller().asker(), number));
      return Outcome.said("Token " + number + " is worth nothing any more.");
    }
  }

  private static String until(parley.server.state.Token token) {
    if (token.until() == 0) {
      return "revoked";
    }
    String end = Until.endTime(token.until());
    return token.over(SteadyClock.millis()) ? "over since " + end : end;
  }

  private static Outcome list(List<KnownToken> tokens) {
    Table table =
        new Table(
            DisplayWidth::of,
            ">N",
            "ACCOUNT",
            "NAME",
            "ROOMS",
            "MAY",
            "MADE",
            "BY",
            "UNTIL",
            "LAST USED");
    List<Map<String, Object>> json = new ArrayList<>();
    for (KnownToken known : tokens) {
      var token = known.token();
      List<String> may = token.scope().may().stream().map(TokenRight::wire).toList();
      String used = token.used() == 0 ? null : Until.time(token.used()).substring(0, 10);
      List<String> rooms = token.scope().rooms();
      table.row(
          token.number(),
          known.account(),
          token.name(),
          rooms.isEmpty() ? "all" : String.join(", ", rooms),
          String.join(", ", may),
          Until.time(token.since()).substring(0, 10),
          token.by(),
          until(token),
          used == null ? "never" : used);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("token", token.number());
      entry.put("account", known.account());
      entry.put("name", token.name());
      entry.put("rooms", rooms.isEmpty() ? null : rooms);
      entry.put("may", may);
      entry.put("since", Until.time(token.since()));
      entry.put("by", token.by());
      entry.put("until", token.until() == 0 ? null : Until.endTime(token.until()));
      entry.put("used", used);
      entry.values().removeIf(Objects::isNull);
      json.add(entry);
    }
    String most = "There are no tokens; an account takes " + Limits.TOKENS_MAX + ".";
    return new Outcome(json.isEmpty() ? most : table.toString(), json);
  }
}
