package parley.server.admin;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.protocol.Reply;
import parley.server.log.MutedPerson;
import parley.server.net.AddressRange;
import parley.server.net.Network;
import parley.server.rights.Right;
import parley.server.stats.SteadyClock;
import parley.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands against one person. */
final class PeopleCommands {
  private PeopleCommands() {}

  @Command(
      name = "kick",
      description = "Put someone out of a room, or out of the server.",
      footer = {
        "",
        "Out of the server, a guest's name is free again and nothing keeps them from coming back;",
        "ban does. Example: kick mallory lobby --reason \"no adverts, please\""
      })
  @Needs(Right.REMOVE)
  static final class Kick extends Deed {
    @Parameters(index = "0", paramLabel = "NAME", description = "The person.")
    private String name;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "ROOM",
        description = "The room; else the server.")
    private String room;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Told to them.")
    private String reason;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String kicked = name(name);
      String again = room == null ? "" : RoomCommands.again(this, room(room), kicked);
      ask(new parley.server.decide.Act.Kick(caller().asker(), kicked, room(room), remark(reason)));
      return Outcome.said(
          kicked + " was kicked" + (room == null ? "." : " from " + room(room) + "." + again));
    }
  }

  @Command(
      name = "mute",
      description = "Keep someone from speaking.",
      footer = {
        "",
        "They can still read. While it lasts, guests who come for the first time from where they",
        "are may not speak either, or hello would undo it; --alone leaves those out, where",
        "everybody comes from one address. Example: mute mallory --for 10m"
      })
  @Needs(Right.MUTE)
  static final class Mute extends Deed {
    @Parameters(paramLabel = "NAME", description = "The person.")
    private String name;

    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = Until.class,
        description = "Such as 30s, 10m, 2h, 1d, 1w; else until unmute.")
    private Duration duration;

    @Option(names = "--alone", description = "Nobody else, whoever comes from there.")
    private boolean alone;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String muted = name(name);
      long end = Until.end(duration);
      String networks =
          ask(
                  Reply.AdminText.class,
                  new parley.server.decide.Act.Mute(caller().asker(), muted, end, alone))
              .text();
      String too =
          networks.isEmpty()
              ? "."
              : "; guests who come from %s while it lasts are muted too."
                  .formatted(networks.lines().map(PeopleCommands::shown).collect(joining(", ")));
      return Outcome.said(muted + " is muted " + Until.text(end) + too);
    }
  }

  @Command(
      name = "unmute",
      description = "Let someone speak again, or everyone who comes from an address.",
      footer = {"", "An address or a network is written as mutes lists it."})
  @Needs(Right.MUTE)
  static final class Unmute extends Deed {
    @Parameters(paramLabel = "NAME|ADDRESS", description = "Whom.")
    private String name;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String address = name.replaceFirst("/64$", "");
      if (AddressRange.parse(address).isPresent() && address.indexOf('/') < 0) {
        String network = Network.of(address).name();
        ask(new parley.server.decide.Act.UnmuteNetwork(caller().asker(), network));
        return Outcome.said("Whoever comes from " + shown(network) + " may speak.");
      }
      String unmuted = name(name);
      ask(new parley.server.decide.Act.Unmute(caller().asker(), unmuted));
      return Outcome.said(unmuted + " may speak.");
    }
  }

  /** A {@link Network#name} as people are shown addresses, in the short form. */
  static String shown(String network) {
    return AddressRange.parse(network).map(AddressRange::toString).orElse(network);
  }

  @Command(
      name = "mutes",
      description = "List who may not speak, and from where newcomers may not.")
  @Needs(Right.WATCH)
  static final class Mutes extends Action {
    @Override
    Outcome act() {
      Table table = new Table(DisplayWidth::of, "WHO", "UNTIL", "BY", "SINCE");
      List<Map<String, Object>> json = new ArrayList<>();
      long now = SteadyClock.millis();
      for (MutedPerson muted : controls().log().mutedPeople(now)) {
        boolean ends = muted.until() != Long.MAX_VALUE;
        String until = ends ? Until.endTime(muted.until()) : "for ever";
        // Who did it, and when, is in the audit.
        table.row(muted.name(), until, "", "");
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", muted.name());
        entry.put("id", muted.id());
        if (ends) {
          entry.put("until", until);
        }
        json.add(entry);
      }
      for (parley.server.state.Mute mute : controls().log().mutes()) {
        if (mute.over(now)) {
          continue;
        }
        String until = mute.until() == 0 ? "for ever" : Until.endTime(mute.until());
        table.row(
            "newcomers from " + shown(mute.network()), until, mute.by(), Until.time(mute.since()));
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("network", shown(mute.network()));
        if (mute.until() != 0) {
          entry.put("until", until);
        }
        entry.put("by", mute.by());
        entry.put("since", Until.time(mute.since()));
        json.add(entry);
      }
      return new Outcome(json.isEmpty() ? "Nobody is muted." : table.toString(), json);
    }
  }
}
