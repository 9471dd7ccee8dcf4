package parley.server.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import parley.protocol.Reply;
import parley.server.decide.Act;
import parley.server.rights.Right;
import parley.server.session.Secret;
import parley.server.state.Invitation;
import parley.server.state.ServerRole;
import parley.server.stats.SteadyClock;
import parley.text.ShellWord;
import parley.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about ways in that are given to somebody. */
final class InviteCommands {
  private InviteCommands() {}

  @Command(
      name = "invite",
      description = "Invite somebody to make an account; prints the line that they paste.",
      footer = {
        "",
        "The line holds the server's address and certificate, so that they need no other word of",
        "it. Whoever has it can use it: send it to them alone. Example: invite alice --room ops"
      })
  @Needs(Right.INVITE)
  static final class Invite extends Deed {
    @Parameters(
        arity = "0..1",
        paramLabel = "NAME",
        description = "What they are to be called; else they choose.")
    private String name;

    @Option(names = "--room", paramLabel = "ROOM", description = "They are in it; more than once.")
    private List<String> rooms = new ArrayList<>();

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        converter = AccountCommands.RoleName.class,
        defaultValue = "member",
        description = "member, operator or owner (member).")
    private ServerRole role;

    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = Until.class,
        defaultValue = "7d",
        description = "Such as 2h, 1d, 2w (7d).")
    private Duration duration;

    @Option(
        names = "--uses",
        paramLabel = "N",
        defaultValue = "1",
        description = "How many people may use it (1).")
    private int uses;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      if (uses < 1 || uses > 1_000 || name != null && uses > 1) {
        throw new Refusal("--uses goes from 1 to 1000, and is 1 for a name.");
      }
      if (rooms.size() > 50) {
        throw new Refusal("An invitation takes at most 50 rooms.");
      }
      String secret = Secret.fresh();
      String called = name == null ? null : name(name);
      long until = Until.end(duration);
      ask(
          Reply.AdminText.class,
          new Act.Invite(
              caller().asker(),
              Secret.hash(secret),
              called,
              null,
              role,
              rooms.stream().map(Action::room).toList(),
              until,
              uses));
      return told(this, secret, called, "", until);
    }
  }

  /** What is printed of a new one: it can't be had again. */
  static Outcome told(Action command, String secret, String name, String before, long until) {
    String line = command.controls().invitations().line(secret, name);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("invitation", line);
    json.put("token", secret);
    if (until != 0) {
      json.put("until", Until.endTime(until));
    }
    String text =
        """
        %sIt holds once it is pasted, %s, and is shown only now:

          bin/chat %s
        """
            .formatted(
                before.isEmpty() ? "" : before + "\n", Until.text(until), ShellWord.quoted(line));
    return new Outcome(text.stripTrailing(), json);
  }

  @Command(name = "invitations", description = "List the invitations that are still open.")
  @Needs(Right.INVITE)
  static final class Invitations extends Action {
    @Override
    Outcome act() {
      Table table =
          new Table(DisplayWidth::of, ">N", "FOR", "ROLE", "ROOMS", ">USES", "UNTIL", "BY");
      List<Map<String, Object>> json = new ArrayList<>();
      long now = SteadyClock.millis();
      for (Invitation i : controls().log().invitations()) {
        if (i.over(now)) {
          continue;
        }
        String until = i.until() == 0 ? "for ever" : Until.endTime(i.until());
        String whom = i.person() != null ? i.person() : i.name();
        String role = i.role() == null ? "new password" : i.role().word();
        table.row(i.number(), whom, role, String.join(", ", i.rooms()), i.uses(), until, i.by());
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("number", i.number());
        entry.put("name", i.name());
        entry.put("person", i.person());
        entry.put("role", i.role() == null ? null : i.role().word());
        entry.put("rooms", i.rooms());
        entry.put("uses", i.uses());
        entry.put("until", i.until() == 0 ? null : until);
        entry.put("by", i.by());
        entry.values().removeIf(Objects::isNull);
        json.add(entry);
      }
      return new Outcome(json.isEmpty() ? "No invitation is open." : table.toString(), json);
    }
  }

  @Command(name = "uninvite", description = "Make an invitation worth nothing.")
  @Needs(Right.INVITE)
  static final class Uninvite extends Deed {
    @Parameters(paramLabel = "N", description = "Its number, as invitations lists it.")
    private long number;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      ask(new Act.Uninvite(caller().asker(), number));
      return Outcome.said("Invitation " + number + " is worth nothing any more.");
    }
  }
}
