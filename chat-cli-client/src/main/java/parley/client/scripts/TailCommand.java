package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import parley.client.link.Link;
import parley.client.link.LinkEvent;
import parley.client.link.RetryPolicy;
import parley.client.net.Address;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chat tail}: prints what is said in a room, each event once and in order. */
@Command(
    name = "tail",
    description =
        "Print what is said in a room: the last messages, then each new one, with edits,"
            + " deletions and reactions as they come. A broken line is mended and what was missed"
            + " is printed in its place.",
    footer = {"", "Example:", "  chat tail ops --json | jq -r 'select(.from==\"app\").text'"})
public final class TailCommand implements Callable<Integer> {
  /** Live messages kept while older ones are being read back; the older ones come by reading. */
  private static final int HELD = 10_000;

  @Mixin ServerOptions options;
  @Mixin ServerAddress.Named server;
  @Spec CommandSpec command;

  @Option(
      names = "--json",
      description = "Each message, and each change of one, as one line of JSON.")
  boolean json;

  @Option(
      names = {"-l", "--lines"},
      paramLabel = "COUNT",
      defaultValue = "10",
      description = "How many older messages are printed first (${DEFAULT-VALUE}, at most 500).")
  int lines;

  @Option(
      names = "--since",
      paramLabel = "SEQ",
      description = "Print all messages after this number first, however many.")
  Long since;

  @Option(names = "--no-follow", description = "End after the older messages.")
  boolean once;

  @Parameters(index = "0", paramLabel = "ROOM", converter = NameConverters.Room.class)
  String room;

  private Link link;
  private long seen;

  /** Whether messages are owed that only reading back brings. */
  private boolean toRead;

  /** Whether they are being read just now, so that live ones are held. */
  private boolean reading;

  private boolean finished;
  private boolean refused;
  private final Deque<Event.Logged> held = new ArrayDeque<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (lines < 0 || lines > Limits.HISTORY_MAX) {
      throw new ParameterException(
          command.commandLine(), "--lines goes from 0 to " + Limits.HISTORY_MAX + ".");
    }
    Address address = options.address(server.text);
    ScriptLink script =
        new ScriptLink(
            options,
            address,
            null,
            Duration.ZERO,
            RetryPolicy.FOR_EVER,
            Console::say,
            this::happened);
    link = script.link();
    script.leaveAtEnd();
    link.start();
    int code = ExitCode.of(link.awaitEnd());
    return refused ? ExitCode.REFUSED : code;
  }

  private void happened(LinkEvent happening) {
    switch (happening) {
      case LinkEvent.Connected connected -> {
        // Asked on every connection: the one before may have broken before this was answered.
        toRead |= !connected.resumed();
        link.ask(id -> new Request.Join(id, room));
      }
      case LinkEvent.Answered(Request.Join _, Reply reply) -> {
        if (reply instanceof Reply.Refused no) {
          stop(no);
        } else if (toRead) {
          readOn();
        }
      }
      case LinkEvent.Answered(Request.History asked, Reply reply) -> read(asked, reply);
      case LinkEvent.Told(Event.Message e) -> live(e.room(), e);
      case LinkEvent.Told(Event.Edited e) -> live(e.room(), e);
      case LinkEvent.Told(Event.Deleted e) -> live(e.room(), e);
      case LinkEvent.Told(Event.Reacted e) -> live(e.room(), e);
      case LinkEvent.Told(Event.Gap _) -> readOn();
      case LinkEvent.PlaceLost lost -> Console.say(Printable.line(lost.why()));
      case LinkEvent.Ended ended when !ended.sentence().isEmpty() ->
          Console.say(Printable.lines(ended.sentence()));
      default -> {}
    }
  }

  /** Reads what was said before or meanwhile; what comes until then is held. */
  private void readOn() {
    reading = true;
    toRead = true;
    Long after = seen > 0 ? (Long) seen : since;
    if (after == null && lines == 0) {
      caughtUp();
    } else if (after == null) {
      link.ask(id -> new Request.History(id, room, null, null, null, lines));
    } else {
      link.ask(id -> new Request.History(id, room, null, null, after, Limits.HISTORY_MAX));
    }
  }

  private void read(Request.History asked, Reply reply) {
    switch (reply) {
      case Reply.History(_, List<Event.Message> messages, boolean more, _) -> {
        messages.forEach(this::print);
        if (asked.after() != null && more && !messages.isEmpty()) {
          seen = Math.max(seen, messages.getLast().seq());
          readOn();
        } else {
          caughtUp();
        }
      }
      case Reply.Refused no -> stop(no);
      default -> {}
    }
    flush();
  }

  private void caughtUp() {
    reading = false;
    toRead = false;
    held.forEach(this::print);
    held.clear();
    if (once) {
      flush();
      finish();
    }
  }

  private void live(String in, Event.Logged event) {
    if (in == null || !Names.fold(in).equals(Names.fold(room))) {
      return;
    }
    if (reading) {
      held.addLast(event);
      if (held.size() > HELD) {
        held.removeFirst();
      }
    } else {
      print(event);
      flush();
    }
  }

  private void print(Event.Logged event) {
    if (event.seq() <= seen) {
      return;
    }
    seen = event.seq();
    Console.OUT.println(
        json ? MessageLines.json(event) : MessageLines.rows(MessageLines.text(event)));
  }

  private void flush() {
    if (!Console.flushed()) {
      finish();
    }
  }

  private void stop(Reply.Refused no) {
    Console.say(Printable.line(no.message()));
    refused = true;
    finish();
  }

  /** The link can't be closed from within what it tells. */
  private void finish() {
    if (!finished) {
      finished = true;
      Thread.ofVirtual().start(link::close);
    }
  }
}
