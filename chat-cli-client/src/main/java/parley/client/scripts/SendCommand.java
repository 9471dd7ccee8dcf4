package parley.client.scripts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import parley.client.link.Link;
import parley.client.link.LinkEnding;
import parley.client.link.LinkEvent;
import parley.client.link.PendingMessage;
import parley.client.link.RetryPolicy;
import parley.client.link.SavedSessionFile;
import parley.client.net.Address;
import parley.protocol.Addressee;
import parley.protocol.InvalidRequest;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chat send}: says something and answers when the server has it on its disk. */
@Command(
    name = "send",
    description =
        "Send a message, or standard input, one message a line. Ends when the server has"
            + " confirmed each of them; a broken line is mended meanwhile. Colours and what a line"
            + " was written over with are left out of standard input, and long lines become several"
            + " messages.",
    footer = {
      "",
      "Examples:",
      "  chat send lobby 'The build is green.'",
      "  tail -f app.log | chat send --server chat.example.org --name app ops",
      "  chat send --notice --name backup ops 'The backup is done.'"
    })
public final class SendCommand implements Callable<Integer> {
  /** Messages that may wait for their confirmation before more of the input is read. */
  private static final int AHEAD = 256;

  @Mixin ServerOptions options;

  @Mixin SavedSessionOptions where;

  /** Not both. */
  static final class Manner {
    @Option(names = "--me", description = "Send it as an action: * alice waves.")
    boolean action;

    @Option(names = "--notice", description = "Send it as a notice, which no bot answers.")
    boolean notice;

    Request.Kind kind() {
      return action ? Request.Kind.ACTION : notice ? Request.Kind.NOTICE : null;
    }
  }

  @ArgGroup Manner manner = new Manner();

  @Option(
      names = "--reply-to",
      paramLabel = "SEQ",
      description = "The number of the message that this one answers.")
  Long replyTo;

  @Option(names = "--create", description = "Make the room where there is none of that name.")
  boolean create;

  @Option(
      names = "--acks",
      paramLabel = "FILE",
      description =
          "Append a line of JSON for each confirmed message: seq, at, nonce, to, text."
              + " A - is standard output.")
  Path acks;

  @Option(
      names = "--retry-for",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "For how long a server that is away is tried, at first and when the line broke"
              + " (${DEFAULT-VALUE}).")
  int retrySeconds;

  @Parameters(
      index = "0",
      paramLabel = "ROOM",
      converter = NameConverters.Either.class,
      description = "A room, or @NAME for one person.")
  Addressee target;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TEXT",
      description = "The message; standard input where there is none.")
  List<String> words;

  /** Whether nobody is to see this program come and go; who keeps a place is in the room. */
  private Boolean passing;

  private MissingRoom missing;
  private Link link;
  private Acks notes;
  private boolean refused;
  private boolean unconfirmed;

  /** Whether some of the input was no text. */
  private boolean unreadable;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Address address = options.address(where.server.text);
    try (SavedSessionFile file = where.claim();
        Acks out = acks == null ? null : Acks.open(acks)) {
      notes = out;
      passing = file == null && !create && !target.isPerson() ? true : null;
      missing = new MissingRoom(target.room(), create ? "" : " To make it: --create.");
      Duration mended = Duration.ofSeconds(Math.max(0, retrySeconds));
      ScriptLink script =
          new ScriptLink(options, address, file, mended, mended, Console::say, this::happened);
      link = script.link();
      script.leaveAtEnd();
      link.start();
      say();
      link.awaitPending(0, RetryPolicy.FOR_EVER);
      missing.await(link);
      List<PendingMessage> left = link.pending();
      if (link.place() == null) {
        Console.say("Nothing was sent.");
      } else if (!left.isEmpty()) {
        String first = Printable.line(left.getFirst().text());
        Console.say(left.size() + " not confirmed, the first: " + first);
        unconfirmed = true;
      }
      script.leave();
      script.keep();
      return code(link.awaitEnd());
    }
  }

  private int code(LinkEnding ending) {
    if (notes != null && notes.fault() != null) {
      Console.say(notes.fault());
      return ExitCode.FAULT;
    }
    if (ending != LinkEnding.CLOSED && link.place() == null) {
      return ExitCode.of(ending);
    }
    if (unconfirmed) {
      return ExitCode.UNCONFIRMED;
    }
    return refused ? ExitCode.REFUSED : unreadable ? ExitCode.FAULT : ExitCode.of(ending);
  }

  private void say() throws InterruptedException {
    if (words != null && !words.isEmpty()) {
      sayOne(String.join(" ", words));
      return;
    }
    try {
      PipedText in = new PipedText(System.in);
      PipedText.Piece piece = in.next();
      while (piece != null && !link.isEnded()) {
        say(piece);
        piece = in.next();
      }
    } catch (IOException e) {
      unreadable("Standard input can't be read: " + e.getMessage() + ".");
    }
  }

  private void say(PipedText.Piece piece) throws InterruptedException {
    switch (piece) {
      case PipedText.Said said -> {
        sayOne(said.text());
        link.awaitPending(AHEAD, RetryPolicy.FOR_EVER);
      }
      case PipedText.Unreadable line -> unreadable(line.sentence());
    }
  }

  private void unreadable(String sentence) {
    Console.say(Printable.line(sentence));
    unreadable = true;
  }

  private void sayOne(String text) {
    try {
      link.say(
          target.room(), target.person(), target.personId(), text, manner.kind(), replyTo, passing);
    } catch (InvalidRequest e) {
      Console.say(e.getMessage());
      refused = true;
    }
  }

  private void refused(Reply.Refused no) {
    refused = true;
    if (MissingRoom.isMeant(no)) {
      missing.refused(link, no);
    } else if (!missing.isKnown()) {
      Console.say(Printable.line(no.message()));
    }
  }

  private void happened(LinkEvent event) {
    switch (event) {
      case LinkEvent.Connected connected -> {
        // On every connection: the one before may have broken before this was answered.
        if (!target.isPerson() && passing == null) {
          link.ask(id -> new Request.Join(id, target.room(), create ? null : false));
        }
        if (!connected.unsure().isEmpty()) {
          Console.say(
              connected.unsure().size()
                  + " messages went out before the place was lost and were not confirmed; they are"
                  + " not sent again, which could double them. The first: "
                  + Printable.line(connected.unsure().getFirst().text()));
          link.discardUnsure();
          unconfirmed = true;
        }
      }
      case LinkEvent.Acknowledged done when notes != null -> notes.note(done.message(), done.ok());
      case LinkEvent.NotSent(_, Reply.Refused no) -> refused(no);
      case LinkEvent.Answered(Request.Join _, Reply.Refused no) -> refused(no);
      case LinkEvent.Answered(Request.Rooms _, Reply rooms) -> missing.answered(rooms);
      case LinkEvent.PlaceLost lost -> Console.say(Printable.line(lost.why()));
      case LinkEvent.Ended ended when !ended.sentence().isEmpty() ->
          Console.say(Printable.lines(ended.sentence()));
      default -> {}
    }
  }
}
