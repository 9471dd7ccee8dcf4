package parley.server.admin;

import java.time.Duration;
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
  static final class Kick extends Action {
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
      ask(
          new parley.server.decide.Command.Kick(
              caller().name(), kicked, room(room), remark(reason)));
      return Outcome.said(kicked + " was kicked" + (room == null ? "." : " from " + room + "."));
    }
  }

  @Command(
      name = "mute",
      description = "Keep someone from speaking.",
      footer = {"", "They can still read. Example: mute mallory --for 10m"})
  static final class Mute extends Action {
    @Parameters(paramLabel = "NAME", description = "The person.")
    private String name;

    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = Until.class,
        description = "Such as 30s, 10m, 2h, 1d, 1w; else until unmute.")
    private Duration duration;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String muted = name(name);
      long end = Until.end(duration);
      ask(new parley.server.decide.Command.Mute(caller().name(), muted, end));
      return Outcome.said(muted + " is muted " + Until.text(end) + ".");
    }
  }

  @Command(name = "unmute", description = "Let someone speak again.")
  static final class Unmute extends Action {
    @Parameters(paramLabel = "NAME", description = "The person.")
    private String name;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String unmuted = name(name);
      ask(new parley.server.decide.Command.Unmute(caller().name(), unmuted));
      return Outcome.said(unmuted + " may speak.");
    }
  }
}
