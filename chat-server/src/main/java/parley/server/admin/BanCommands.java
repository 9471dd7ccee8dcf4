package parley.server.admin;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import parley.server.session.SessionInfo;
import parley.server.stats.SteadyClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about who may not come in. */
final class BanCommands {
  /**
   * What {@link InetAddress#ofLiteral} may see: it would take a mere number for an address, too.
   */
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|(?=.*:.*:)[0-9a-fA-F:.]+");

  private BanCommands() {}

  @Command(
      name = "ban",
      description = "Keep a name or an IP address out, and end its connections.",
      footer = {
        "",
        "A guest can come back under another name; a ban of the address (see whois) holds against",
        "that. Example: ban 192.0.2.7 --for 1d --reason \"adverts\""
      })
  static final class Ban extends Action {
    @Parameters(paramLabel = "NAME|ADDRESS", description = "Whom.")
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
      String address = address(target);
      String banned = address == null ? name(target) : address;
      long end = Until.end(duration);
      ask(
          new parley.server.decide.Command.Ban(
              caller().name(), banned, address != null, end, remark(reason)));
      int ended = address == null ? 0 : endAll(address);
      return Outcome.said(
          banned
              + " is banned "
              + Until.text(end)
              + (ended == 0 ? "." : "; " + ended + " connections were ended."));
    }

    private int endAll(String address) {
      String sentence =
          "Your address is banned from this server" + (reason == null ? "." : ": " + reason);
      int ended = 0;
      for (SessionInfo session : controls().sessions().list()) {
        if (address.equals(session.address())
            && controls().sessions().end(session.connection(), "banned", sentence)) {
          ended++;
        }
      }
      return ended;
    }
  }

  @Command(name = "unban", description = "End a ban.")
  static final class Unban extends Action {
    @Parameters(paramLabel = "NAME|ADDRESS", description = "As bans lists it.")
    private String target;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String address = address(target);
      String unbanned = address == null ? name(target) : address;
      ask(new parley.server.decide.Command.Unban(caller().name(), unbanned));
      return Outcome.said(unbanned + " may come in again.");
    }
  }

  @Command(
      name = "bans",
      description = "List who is banned.",
      footer = {"", "Names are listed in the form in which they are compared."})
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
            ban.target(),
            ban.until() == 0 ? "for ever" : Until.time(ban.until()),
            ban.by(),
            Until.time(ban.since()),
            ban.reason());
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("target", ban.target());
        if (ban.until() != 0) {
          entry.put("until", Until.time(ban.until()));
        }
        entry.put("by", ban.by());
        entry.put("since", Until.time(ban.since()));
        entry.put("reason", ban.reason());
        json.add(entry);
      }
      return new Outcome(json.isEmpty() ? "Nobody is banned." : table.toString(), json);
    }
  }

  /** The address in the form in which connections have it; null where it is a name. */
  static String address(String typed) {
    if (!ADDRESS.matcher(typed).matches()) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(typed).getHostAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
