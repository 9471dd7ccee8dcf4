package parley.server.admin;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.protocol.Goodbye;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.server.net.AddressRange;
import parley.server.net.Network;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.session.SessionInfo;
import parley.server.stats.SteadyClock;
import parley.text.Counted;
import parley.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about who may not come in. */
final class BanCommands {
  private BanCommands() {}

  @Command(
      name = "ban",
      description = "Keep a name or IP addresses out, and end their connections.",
      footer = {
        "",
        "With a name, guests who come for the first time from where they were are kept out while"
            + " it",
        "lasts, or another name would undo it: the IPv4 address, the /64 of an IPv6 one. Accounts,",
        "invitations and guests who are here are not. Where many share an address the answer says",
        "who; --alone bans the name alone. An address or a range is everybody's who comes from"
            + " there:",
        "192.0.2.0/24, 2001:db8::/32 or 2001:db8::7/128; 2001:db8::7 stands for its /64.",
        "Example: ban 192.0.2.7 --for 1d --reason \"adverts\""
      })
  @Needs(Right.REMOVE)
  static final class Ban extends Deed {
    private static final int OTHERS_NAMED = 5;

    @Parameters(paramLabel = "NAME|ADDRESS|RANGE", description = "Whom.")
    private String target;

    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = Until.class,
        description = "Such as 30s, 10m, 2h, 1d, 1w; else for ever.")
    private Duration duration;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Told to them, and in bans.")
    private String reason;

    @Option(names = "--alone", description = "The name, and no newcomers from there.")
    private boolean alone;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      AddressRange range = AddressRange.meant(target).orElse(null);
      if (range == null && target.matches("[0-9./:]+")) {
        throw new Refusal(
            target + " is no address, no range of them and no name: 192.0.2.7, 192.0.2.0/24.");
      }
      if (range != null && range.isAll()) {
        throw new Refusal("That is everybody. To let nobody in, stop the server.");
      }
      String banned = range == null ? name(target) : range.toString();
      long end = Until.end(duration);
      List<SessionInfo> there =
          controls().sessions().list().stream()
              .filter(s -> range != null && range.contains(AddressRange.of(s.address())))
              .toList();
      String others = range == null && !alone ? others(banned) : "";
      String networks =
          ask(
                  Reply.AdminText.class,
                  new parley.server.decide.Act.Ban(
                      caller().asker(), banned, range != null, end, remark(reason), alone))
              .text();
      // Who was known to come from there was told by the decision; the others are told here.
      String sentence =
          "Your address is banned from this server"
              + Rights.until(end)
              + (reason == null ? "." : ": " + reason);
      if (isDryRun()) {
        there.stream()
            .filter(s -> s.person() == null)
            .forEach(s -> foretell("end connection " + s.connection() + ", which said no hello"));
        if (!networks.isEmpty() && !others.isEmpty()) {
          foretell("leave in " + others);
        }
        return foretold();
      }
      there.forEach(s -> controls().sessions().end(s.connection(), Goodbye.BANNED, sentence));
      return Outcome.said(
          banned
              + " is banned "
              + Until.text(end)
              + (there.isEmpty() ? "." : "; " + ended(there.size()))
              + (range == null && !alone ? covers(banned, networks, others) : ""));
    }

    private static String ended(int connections) {
      return Counted.of(connections, "connection was", "connections were") + " ended.";
    }

    /** What of the ban of a name holds against others, who may share an address with them. */
    private static String covers(String name, String networks, String others) {
      if (networks.isEmpty()) {
        return " From where " + name + " came is not known: another name lets them in.";
      }
      return " So are guests who come for the first time from "
          + networks.lines().map(PeopleCommands::shown).collect(joining(", "))
          + (others.isEmpty() ? "." : ", but not who is here already: " + others + ".")
          + " With --alone they may come.";
    }

    /** Who else is connected from where somebody is. */
    private String others(String name) {
      String folded = Names.fold(name);
      List<SessionInfo> all =
          controls().sessions().list().stream().filter(s -> s.name() != null).toList();
      Set<Network> from =
          all.stream()
              .filter(s -> Names.fold(s.name()).equals(folded))
              .map(s -> Network.of(s.address()))
              .collect(toSet());
      List<String> names =
          all.stream()
              .filter(s -> !Names.fold(s.name()).equals(folded))
              .filter(s -> from.contains(Network.of(s.address())))
              .map(SessionInfo::name)
              .distinct()
              .sorted()
              .toList();
      String some = names.stream().limit(OTHERS_NAMED).collect(joining(", "));
      return names.size() > OTHERS_NAMED
          ? some + " and " + (names.size() - OTHERS_NAMED) + " more"
          : some;
    }
  }

  @Command(name = "unban", description = "End a ban.")
  @Needs(Right.REMOVE)
  static final class Unban extends Deed {
    @Parameters(paramLabel = "NAME|ADDRESS|RANGE", description = "As bans lists it.")
    private String target;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String unbanned = AddressRange.meant(target).isPresent() ? target : name(target);
      ask(new parley.server.decide.Act.Unban(caller().asker(), unbanned));
      return Outcome.said(unbanned + " may come in again.");
    }
  }

  @Command(
      name = "bans",
      description = "List who is banned.",
      footer = {"", "Names are listed in the form in which they are compared."})
  @Needs(Right.WATCH)
  static final class Bans extends Action {
    @Override
    Outcome act() {
      Table table =
          new Table(DisplayWidth::of, "WHO", "NEWCOMERS FROM", "UNTIL", "BY", "SINCE", "REASON");
      List<Map<String, Object>> json = new ArrayList<>();
      long now = SteadyClock.millis();
      for (parley.server.state.Ban ban : controls().log().bans()) {
        if (ban.over(now)) {
          continue;
        }
        table.row(
            shown(ban),
            ban.networks().stream().map(PeopleCommands::shown).collect(joining(", ")),
            ban.until() == 0 ? "for ever" : Until.endTime(ban.until()),
            ban.by(),
            Until.time(ban.since()),
            ban.reason());
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("target", shown(ban));
        if (!ban.networks().isEmpty()) {
          entry.put("newcomersFrom", ban.networks().stream().map(PeopleCommands::shown).toList());
        }
        if (ban.until() != 0) {
          entry.put("until", Until.endTime(ban.until()));
        }
        entry.put("by", ban.by());
        entry.put("since", Until.time(ban.since()));
        entry.put("reason", ban.reason());
        json.add(entry);
      }
      return new Outcome(json.isEmpty() ? "Nobody is banned." : table.toString(), json);
    }
  }

  /** Earlier versions wrote addresses in their long form. */
  private static String shown(parley.server.state.Ban ban) {
    return ban.range().map(AddressRange::toString).orElse(ban.target());
  }
}
