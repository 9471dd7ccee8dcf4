package parley.server.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.protocol.Goodbye;
import parley.server.net.AddressRange;
import parley.server.rights.Right;
import parley.server.session.SessionInfo;
import parley.server.stats.SteadyClock;
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
        "A guest can come back under another name; a ban of the address (see whois) holds against",
        "that. An IPv6 address stands for its /64 network, whose last bits are its holder's to",
        "choose; 192.0.2.0/24, 2001:db8::/32 or 2001:db8::7/128 is a range of your own.",
        "Example: ban 192.0.2.7 --for 1d --reason \"adverts\""
      })
  @Needs(Right.REMOVE)
  static final class Ban extends Deed {
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

    @Override
    Outcome act() throws Refusal, InterruptedException {
      AddressRange range = AddressRange.meant(target).orElse(null);
      if (range != null && range.isAll()) {
        throw new Refusal("That is everybody. To let nobody in, stop the server.");
      }
      String banned = range == null ? name(target) : range.toString();
      long end = Until.end(duration);
      List<SessionInfo> there =
          controls().sessions().list().stream()
              .filter(s -> range != null && range.contains(AddressRange.of(s.address())))
              .toList();
      ask(
          new parley.server.decide.Act.Ban(
              caller().asker(), banned, range != null, end, remark(reason)));
      // Who was known to come from there was told by the decision; the others are told here.
      String sentence =
          "Your address is banned from this server" + (reason == null ? "." : ": " + reason);
      if (isDryRun()) {
        there.stream()
            .filter(s -> s.person() == null)
            .forEach(s -> foretell("ended connection " + s.connection() + ", which said no hello"));
        return foretold();
      }
      there.forEach(s -> controls().sessions().end(s.connection(), Goodbye.BANNED, sentence));
      return Outcome.said(
          banned
              + " is banned "
              + Until.text(end)
              + (there.isEmpty() ? "." : "; " + there.size() + " connections were ended."));
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
      Table table = new Table("WHO", "UNTIL", "BY", "SINCE", "REASON");
      List<Map<String, Object>> json = new ArrayList<>();
      long now = SteadyClock.millis();
      for (parley.server.state.Ban ban : controls().log().bans()) {
        if (ban.over(now)) {
          continue;
        }
        table.row(
            shown(ban),
            ban.until() == 0 ? "for ever" : Until.endTime(ban.until()),
            ban.by(),
            Until.time(ban.since()),
            ban.reason());
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("target", shown(ban));
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
