package parley.server.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.server.decide.Act;
import parley.server.log.KnownAccount;
import parley.server.rights.Right;
import parley.server.session.Secret;
import parley.server.state.ServerRole;
import parley.text.Counted;
import parley.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Commands about people's accounts. */
final class AccountCommands {
  private AccountCommands() {}

  /** An account's role as it is typed. */
  static final class RoleName implements ITypeConverter<ServerRole> {
    @Override
    public ServerRole convert(String typed) {
      return switch (typed.toLowerCase(Locale.ROOT)) {
        case "member" -> ServerRole.MEMBER;
        case "operator" -> ServerRole.OPERATOR;
        case "owner" -> ServerRole.OWNER;
        default ->
            throw new TypeConversionException(
                "\"" + typed + "\" is no role; there are member, operator and owner");
      };
    }
  }

  @Command(
      name = "account",
      description = "List the accounts; its commands change them.",
      synopsisSubcommandLabel = "[COMMAND]",
      footer = {"", "Example: account add alice, which prints what she makes her password with"},
      subcommands = {
        Add.class,
        Role.class,
        Rename.class,
        Suspend.class,
        Resume.class,
        SignOut.class,
        Reset.class,
        Delete.class
      })
  @Needs(Right.KEEP_ACCOUNTS)
  static final class Account extends Action {
    @Override
    Outcome act() {
      Table table =
          new Table(DisplayWidth::of, "NAME", "ID", "ROLE", "STATE", ">SESSIONS", "LAST USED");
      List<Map<String, Object>> json = new ArrayList<>();
      for (KnownAccount account : controls().log().accounts()) {
        String used = account.used() == 0 ? "" : Until.time(account.used()).substring(0, 10);
        table.row(
            account.name(),
            account.id(),
            account.role().word(),
            account.suspended() != null
                ? "suspended"
                : account.hasPassword() ? "in use" : "no password yet",
            account.sessions(),
            used);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", account.name());
        entry.put("id", account.id());
        entry.put("role", account.role().word());
        entry.put("suspended", account.suspended());
        entry.put("password", account.hasPassword());
        entry.put("sessions", account.sessions());
        entry.put("used", used.isEmpty() ? null : used);
        entry.values().removeIf(Objects::isNull);
        json.add(entry);
      }
      return new Outcome(json.isEmpty() ? "There are no accounts." : table.toString(), json);
    }
  }

  @Command(
      name = "add",
      description = "Make an account, and print what its password is made with.",
      footer = {"", "Whoever it is for pastes that line, and chooses a password."})
  @Needs(Right.KEEP_ACCOUNTS)
  static final class Add extends Deed {
    @Parameters(paramLabel = "NAME", description = "What it is called.")
    private String name;

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        converter = RoleName.class,
        defaultValue = "member",
        description = "member, operator or owner (member).")
    private ServerRole role;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String called = name(name);
      ask(Reply.AdminText.class, new Act.AddAccount(caller().asker(), called, role));
      if (isDryRun()) {
        // Where there is no account, nobody can be let choose its password.
        return foretold();
      }
      return reset(this, called, "There is an account " + called + " now, without a password.");
    }
  }

  @Command(
      name = "role",
      description = "Give an account another role: member, operator or owner.",
      footer = {"", "Nobody gives a role above their own, or takes one from who has such a one."})
  @Needs(Right.APPOINT)
  static final class Role extends Deed {
    @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
    private String name;

    @Parameters(
        index = "1",
        paramLabel = "ROLE",
        converter = RoleName.class,
        description = "member, operator or owner.")
    private ServerRole role;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String called = name(name);
      ask(new Act.GiveRole(caller().asker(), called, role));
      return Outcome.said(called + " is " + role.called() + " now.");
    }
  }

  @Command(
      name = "rename",
      description = "Give an account another name; nobody else gets the old one.")
  @Needs(Right.KEEP_ACCOUNTS)
  static final class Rename extends Deed {
    @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
    private String name;

    @Parameters(index = "1", paramLabel = "NEW", description = "The new name.")
    private String newName;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String called = name(name);
      ask(new Act.RenameAccount(caller().asker(), called, name(newName)));
      return Outcome.said(called + " is " + name(newName) + " now.");
    }
  }

  @Command(
      name = "suspend",
      description = "Let nobody in by an account, and end its sessions, until resume.")
  @Needs(Right.KEEP_ACCOUNTS)
  static final class Suspend extends Deed {
    @Parameters(paramLabel = "NAME", description = "The account.")
    private String name;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Told to who signs in.")
    private String reason;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String called = name(name);
      String why = reason == null ? "" : remark(reason);
      ask(new Act.Suspend(caller().asker(), called, why));
      return Outcome.said(called + " is suspended.");
    }
  }

  @Command(name = "resume", description = "Let the suspended sign in again.")
  @Needs(Right.KEEP_ACCOUNTS)
  static final class Resume extends Deed {
    @Parameters(paramLabel = "NAME", description = "The account.")
    private String name;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      ask(new Act.Suspend(caller().asker(), name(name), null));
      return Outcome.said(name(name) + " may sign in again.");
    }
  }

  @Command(name = "sign-out", description = "End all sessions of an account.")
  @Needs(Right.KEEP_ACCOUNTS)
  static final class SignOut extends Deed {
    @Parameters(paramLabel = "NAME", description = "The account.")
    private String name;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String folded = Names.fold(name(name));
      ask(new Act.EndSessions(caller().asker(), name(name)));
      long tokens =
          controls().log().tokens().stream()
              .filter(t -> Names.fold(t.account()).equals(folded))
              .count();
      String still =
          tokens == 0
              ? ""
              : " Programs come back by its %s: token list %s, token revoke N."
                  .formatted(Counted.of(tokens, "token"), name(name));
      return Outcome.said(name(name) + " is signed out everywhere." + still);
    }
  }

  @Command(
      name = "reset",
      description = "Print what an account's new password is made with, once, within a day.",
      footer = {"", "The old password holds until then; an earlier line of this kind does not."})
  @Needs(Right.KEEP_ACCOUNTS)
  static final class Reset extends Deed {
    @Parameters(paramLabel = "NAME", description = "The account.")
    private String name;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      return reset(this, name(name), "");
    }
  }

  @Command(
      name = "delete",
      description = "Delete an account; nobody else gets its name.",
      footer = {
        "",
        "What it said stays, under that name; --erase takes it away for good, message after",
        "message, also of an account that is deleted already. The audit tells when it is done."
      })
  @Needs(Right.KEEP_ACCOUNTS)
  static final class Delete extends Deed {
    @Parameters(paramLabel = "NAME", description = "The account.")
    private String name;

    @Option(names = "--erase", description = "Erase what it said, with its files.")
    private boolean erase;

    @Mixin private Sure sure;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      Act act = new Act.DeleteAccount(caller().asker(), name(name), erase);
      if (erase) {
        sure.check(this, act, "all that " + name(name) + " said");
      }
      ask(act);
      return Outcome.said(
          name(name)
              + " has no account any more"
              + (erase ? ", and what it said is being erased." : "."));
    }
  }

  private static Outcome reset(Action command, String name, String before)
      throws Refusal, InterruptedException {
    String secret = Secret.fresh();
    long until = Until.end(Duration.ofDays(1));
    command.ask(
        Reply.AdminText.class,
        new Act.Invite(
            command.caller().asker(), Secret.hash(secret), null, name, null, List.of(), until, 1));
    return InviteCommands.told(command, secret, name, before, until);
  }
}
