package parley.server.admin;

import java.util.List;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Request;
import parley.server.decide.Act;
import parley.server.decide.Act.Notify;
import parley.server.decide.Act.Retitle;
import parley.server.log.Log;
import parley.server.rights.Right;
import parley.text.Counted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about rooms and what is said in them. */
final class TalkCommands {
  private TalkCommands() {}

  @Command(
      name = "say",
      description = "Tell everyone, or a room, something: a notice that is not kept.")
  @Needs(Right.ANNOUNCE)
  static final class Say extends Deed {
    @Option(names = "--room", paramLabel = "ROOM", description = "Only its members hear it.")
    private String room;

    @Parameters(arity = "1..*", paramLabel = "TEXT", description = "The rest of the line.")
    private List<String> text;

    /** What is said is kept nowhere. */
    @Override
    String noted() {
      return room == null ? "say" : "say --room " + Printable.line(room);
    }

    @Override
    Outcome act() throws Refusal, InterruptedException {
      notTried(text);
      String said =
          Request.Send.toRoom(null, room == null ? "x" : room, String.join(" ", text)).text();
      ask(new Notify(caller().asker(), room(room), said));
      return Outcome.said(room == null ? "Everyone was told." : "Told to " + room(room) + ".");
    }
  }

  @Command(name = "topic", description = "Set a room's topic; without a text, take it away.")
  @Needs(Right.RETITLE)
  static final class Topic extends Deed {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room;

    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "TEXT",
        description = "The rest of the line.")
    private List<String> text = List.of();

    @Override
    Outcome act() throws Refusal, InterruptedException {
      notTried(text);
      Request.Topic wanted = new Request.Topic(null, room, String.join(" ", text));
      ask(new Retitle(caller().asker(), wanted.room(), wanted.text()));
      return Outcome.said(
          wanted.text().isEmpty()
              ? wanted.room() + " has no topic now."
              : "The topic of " + wanted.room() + " is set.");
    }
  }

  @Command(
      name = "close-room",
      description = "Close a room: everyone in it leaves, and it is no more.",
      footer = {
        "",
        "What was said in it stays, and whoever makes a room of that name reads it; --erase takes",
        "it away for good, also of a room that is closed already. Topics and names stay in the log."
      })
  @Needs(Right.CLOSE_ROOM)
  static final class CloseRoom extends Deed {
    @Parameters(paramLabel = "ROOM", description = "The room.")
    private String room;

    @Option(names = "--erase", description = "Erase what was said in it, with its files.")
    private boolean erase;

    @Mixin private Sure sure;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String name = room(room);
      Log log = controls().log();
      String folded = Names.fold(name);
      // What was erased before may not be gone from the file yet.
      long said = log.saidIn(folded, log.floorOf(folded), log.last());
      String messages = Counted.of(said, "message");
      Act act = new Act.CloseRoom(caller().asker(), name, erase, said > 0);
      if (erase && said > 0) {
        sure.check(this, act, messages + " of " + name);
      }
      ask(act);
      if (erase && said > 0) {
        foretell("erase %s of %s, with their files".formatted(messages, name));
      }
      if (said == 0) {
        return Outcome.said(name + " is closed; nothing is left of what was said in it.");
      }
      return Outcome.said(
          erase
              ? "%s is closed, and what was said in it is erased: %s.".formatted(name, messages)
              : "%s is closed. What was said in it stays: %s, which whoever makes a room of that name can read. To erase them: close-room %s --erase"
                  .formatted(name, messages, name));
    }
  }
}
