package parley.server.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;
import parley.protocol.PersonInfo;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomBar;
import parley.protocol.RoomInfo;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.protocol.RoomWords;
import parley.server.decide.Act;
import parley.server.log.Log;
import parley.server.rights.Right;
import parley.text.Counted;
import parley.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Commands about what a room is like, and who is what in it. */
final class RoomCommands {
  private RoomCommands() {}

  /** A role in a room as it is typed. */
  static final class RoleName implements ITypeConverter<RoomRole> {
    @Override
    public RoomRole convert(String typed) {
      try {
        return RoomRole.of(typed);
      } catch (InvalidRequest e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** What is special about a room, without what it is for. */
  static String kind(RoomInfo room) {
    return room.settings() == null
        ? ""
        : RoomWords.sentence(room.settings().after(RoomWords.change("description", "-")));
  }

  @Command(
      name = "room",
      description = "Tell what a room is like; its commands change it.",
      synopsisSubcommandLabel = "[COMMAND]",
      footer = {"", "An operator need not be in the room. Example: room set ops private on"},
      subcommands = {Set.class, Role.class, Invite.class, Bar.class, Erase.class})
  @Needs(Right.KEEP_ROOMS)
  static final class Room extends Action {
    @Parameters(arity = "0..1", paramLabel = "ROOM", description = "The room.")
    private String room;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      if (room == null) {
        throw new Refusal("Name the room: room ops");
      }
      return told(this, room(room), null);
    }
  }

  @Command(
      name = "set",
      description = "Change a setting of a room.",
      footer = {"", "Example: room set ops slow 10"})
  @Needs(Right.KEEP_ROOMS)
  static final class Set extends Deed {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room;

    @Parameters(
        index = "1",
        paramLabel = "WORD",
        description =
            "private, guests, read-only, archived, slow, topic-by, invite-by, history, keep or"
                + " description.")
    private String word;

    @Parameters(
        index = "2..*",
        arity = "1..*",
        paramLabel = "VALUE",
        description = "on or off, a number, a role or a text.")
    private List<String> value;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      RoomSettings set = RoomWords.change(word, String.join(" ", value));
      return told(this, room(room), new Request.Room(null, room(room), set).set());
    }
  }

  @Command(
      name = "role",
      description = "Give a member of a room another role: member, moderator or owner.",
      footer = {"", "Example: room role ops alice owner"})
  @Needs(Right.KEEP_ROOMS)
  static final class Role extends Deed {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room;

    @Parameters(index = "1", paramLabel = "NAME", description = "Who is in it.")
    private String name;

    @Parameters(
        index = "2",
        paramLabel = "ROLE",
        converter = RoleName.class,
        description = "member, moderator or owner.")
    private RoomRole role;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String called = name(name);
      ask(new Act.GiveRoomRole(null, caller().asker(), room(room), called, role, false, true));
      return Outcome.said("%s is %s of %s now.".formatted(called, role.called(), room(room)));
    }
  }

  @Command(
      name = "invite",
      description = "Let somebody into a room.",
      footer = {"", "Example: room invite ops alice"})
  @Needs(Right.KEEP_ROOMS)
  static final class Invite extends Deed {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room;

    @Parameters(index = "1", paramLabel = "NAME", description = "Who may come in.")
    private String name;

    @Option(names = "--remove", description = "No longer.")
    private boolean remove;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String called = name(name);
      ask(new Act.InviteIn(null, caller().asker(), room(room), called, remove, true));
      return Outcome.said(
          called + (remove ? " is not invited into " : " may come into ") + room(room) + ".");
    }
  }

  /** What somebody is kept from, as it is typed. */
  static final class BarName implements ITypeConverter<RoomBar> {
    @Override
    public RoomBar convert(String typed) {
      try {
        return RoomBar.of(typed);
      } catch (InvalidRequest e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Command(
      name = "bar",
      description = "Keep somebody from speaking in a room, or from being in it.",
      footer = {"", "Example: room bar ops mallory ban --for 1d --reason \"no adverts, please\""})
  @Needs(Right.KEEP_ROOMS)
  static final class Bar extends Deed {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room;

    @Parameters(index = "1", paramLabel = "NAME", description = "Who.")
    private String name;

    @Parameters(
        index = "2",
        paramLabel = "BAR",
        converter = BarName.class,
        description = "mute or ban.")
    private RoomBar bar;

    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = Until.class,
        description = "Such as 30s, 10m, 2h, 1d, 1w; else until --remove.")
    private Duration duration;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Told to the room.")
    private String reason;

    @Option(names = "--remove", description = "No longer.")
    private boolean remove;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String called = name(name);
      String why = remark(reason) == null ? "" : remark(reason);
      String again = bar == RoomBar.BAN && remove ? again(this, room(room), called) : "";
      ask(
          new Act.BarFrom(
              null,
              caller().asker(),
              room(room),
              called,
              bar,
              Until.end(duration),
              why,
              remove,
              true));
      String may = bar == RoomBar.MUTE ? " speak in " : " come into ";
      return Outcome.said(called + (remove ? " may" : " may not") + may + room(room) + "." + again);
    }
  }

  @Command(
      name = "erase",
      description = "Erase for good what was said in a room, with its files; the room stays.",
      footer = {"", "It asks first. Example: room erase ops --archive"})
  @Needs(Right.CLOSE_ROOM)
  static final class Erase extends Deed {
    @Parameters(paramLabel = "ROOM", description = "The room.")
    private String room;

    @Option(names = "--archive", description = "Let nobody speak there any more, either.")
    private boolean archive;

    @Mixin private Sure sure;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String name = room(room);
      String folded = Names.fold(name);
      Log log = controls().log();
      long said = log.saidIn(folded, log.floorOf(folded), log.last());
      String messages = Counted.of(said, "message");
      Act act = new Act.EraseRoom(null, caller().asker(), name, archive, true);
      sure.check(this, act, messages + " of " + name);
      ask(act);
      foretell("erase " + messages + " of " + name + ", with their files");
      return Outcome.said("What was said in %s is erased: %s.".formatted(name, messages));
    }
  }

  /**
   * How somebody comes back who is put out of a room or was kept from it; empty where they just
   * come. Asked before it is done, which may be the room's end.
   */
  static String again(Action action, String room, String name) throws InterruptedException {
    try {
      Reply.RoomFound found =
          action.ask(
              Reply.RoomFound.class,
              new Act.SetRoom(null, action.caller().asker(), room, null, true));
      return found.settings().forMembersAlone()
          ? " It is private: they come back once they are invited, room invite %s %s."
              .formatted(found.room(), name)
          : "";
    } catch (Refusal noSuchRoom) {
      return "";
    }
  }

  private static Outcome told(Action action, String room, RoomSettings set)
      throws Refusal, InterruptedException {
    Reply.RoomFound found =
        action.ask(
            Reply.RoomFound.class, new Act.SetRoom(null, action.caller().asker(), room, set, true));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("room", found.room());
    json.put("topic", found.topic());
    json.put("members", found.count());
    json.put("settings", found.settings());
    Table table = new Table(DisplayWidth::of, "NAME", "ROLE");
    Map<String, String> ruled = new LinkedHashMap<>();
    for (PersonInfo person : found.ruled()) {
      table.row(person.name(), person.roomRole().wire());
      ruled.put(person.name(), person.roomRole().wire());
    }
    json.put("ruled", ruled);
    String text =
        "%s: %s, %s"
            .formatted(
                found.room(),
                Counted.of(found.count(), "member"),
                RoomWords.sentence(found.settings()));
    return new Outcome(ruled.isEmpty() ? text : text + "\n" + table, json);
  }
}
