package parley.server.admin;

import java.util.List;
import parley.protocol.Request;
import parley.server.decide.Command.Notify;
import parley.server.decide.Command.SetTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about rooms and what is said in them. */
final class TalkCommands {
  private TalkCommands() {}

  @Command(
      name = "say",
      description = "Tell everyone, or a room, something: a notice that is not kept.")
  static final class Say extends Action {
    @Option(names = "--room", paramLabel = "ROOM", description = "Only its members hear it.")
    private String room;

    @Parameters(arity = "1..*", paramLabel = "TEXT", description = "The rest of the line.")
    private List<String> text;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String said =
          Request.Send.toRoom(null, room == null ? "x" : room, String.join(" ", text)).text();
      ask(new Notify(caller().name(), room(room), said));
      return Outcome.said(room == null ? "Everyone was told." : "Told to " + room + ".");
    }
  }

  @Command(name = "topic", description = "Set a room's topic; without a text, take it away.")
  static final class Topic extends Action {
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
      Request.Topic wanted = new Request.Topic(null, room, String.join(" ", text));
      ask(new SetTopic(null, null, wanted.room(), wanted.text()));
      return Outcome.said(
          wanted.text().isEmpty()
              ? wanted.room() + " has no topic now."
              : "The topic of " + wanted.room() + " is set.");
    }
  }

  @Command(
      name = "close-room",
      description = "Close a room: everyone in it leaves, and it is no more.",
      footer = {"", "What was said in it stays in the log. A room of that name can be made again."})
  static final class CloseRoom extends Action {
    @Parameters(paramLabel = "ROOM", description = "The room.")
    private String room;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      String name = room(room);
      ask(new parley.server.decide.Command.CloseRoom(caller().name(), name));
      return Outcome.said(name + " is closed.");
    }
  }
}
