package parley.client.scripts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import parley.client.link.Ending;
import parley.client.link.Endurance;
import parley.client.link.Happening;
import parley.client.link.Link;
import parley.client.link.Pending;
import parley.client.link.PlaceFile;
import parley.client.net.Address;
import parley.protocol.InvalidRequest;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chat send}: says something and answers when the server has it on its disk. */
@Command(
    name = "send",
    description =
        "Send a message, or standard input, one message a line. Ends when the server has"
            + " confirmed each of them; a broken line is mended meanwhile.",
    footer = {
      "",
      "Examples:",
      "  chat send lobby 'The build is green.'",
      "  tail -f app.log | chat send --server chat.example.org --name app ops"
    })
public final class SendCommand implements Callable<Integer> {
  /** Messages that may wait for their confirmation before more of the input is read. */
  private static final int AHEAD = 256;

  @Mixin ServerOptions options;

  @Mixin PlaceOptions where;

  @Option(names = "--me", description = "Send it as an action: * alice waves.")
  boolean action;

  @Option(
      names = "--reply-to",
      paramLabel = "SEQ",
      description = "The number of the message that this one answers.")
  Long replyTo;

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
      description = "For how long a broken line is mended (${DEFAULT-VALUE}).")
  int retrySeconds;

  @Parameters(index = "0", paramLabel = "ROOM", description = "A room, or @NAME for one person.")
  String target;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TEXT",
      description = "The message; standard input where there is none.")
  List<String> words;

  private Link link;
  private Acks notes;
  private boolean refused;
  private boolean unconfirmed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Address address = options.address(where.server);
    try (PlaceFile file = where.claim();
        Acks out = acks == null ? null : Acks.open(acks)) {
      notes = out;
      link =
          new Link(
              options.dialer(address, Console::say),
              options.hello(address),
              file == null ? null : file.load(),
              new Endurance(
                  Duration.ZERO, Duration.ofSeconds(retrySeconds), !options.isNameChosen(address)),
              this::happened);
      if (file == null) {
        Console.leaveAtEnd(link);
      }
      link.start();
      say();
      link.awaitPending(0, Endurance.FOR_EVER);
      List<Pending> left = link.pending();
      if (link.place() == null) {
        Console.say("Nothing was sent.");
      } else if (!left.isEmpty()) {
        String first = Printable.line(left.getFirst().text());
        Console.say(left.size() + " not confirmed, the first: " + first);
        unconfirmed = true;
      }
      if (file == null) {
        link.close();
      } else {
        link.abandon();
        if (link.place() != null) {
          file.save(link.place());
        }
      }
      return code(link.awaitEnd());
    }
  }

  private int code(Ending ending) {
    if (notes != null && notes.fault() != null) {
      Console.say(notes.fault());
      return ExitCode.FAULT;
    }
    if (ending != Ending.CLOSED && link.place() == null) {
      return ExitCode.of(ending);
    }
    return unconfirmed ? ExitCode.UNCONFIRMED : refused ? ExitCode.REFUSED : ExitCode.of(ending);
  }

  private void say() throws IOException, InterruptedException {
    if (words != null && !words.isEmpty()) {
      sayOne(String.join(" ", words));
      return;
    }
    // Not closed: standard input is not this command's own.
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    while (line != null && !link.isEnded()) {
      if (!line.isBlank()) {
        sayOne(line);
        link.awaitPending(AHEAD, Endurance.FOR_EVER);
      }
      line = in.readLine();
    }
  }

  private void sayOne(String text) {
    String to = target.startsWith("@") ? target.substring(1) : null;
    try {
      link.say(to == null ? target : null, to, text, action ? Request.Kind.ACTION : null, replyTo);
    } catch (InvalidRequest e) {
      Console.say(e.getMessage());
      refused = true;
    }
  }

  private void happened(Happening happening) {
    switch (happening) {
      case Happening.Connected connected -> {
        // On every connection: the one before may have broken before this was answered.
        if (!target.startsWith("@")) {
          link.ask(id -> new Request.Join(id, target));
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
      case Happening.Acknowledged done when notes != null -> notes.note(done.message(), done.ok());
      case Happening.NotSent lost -> {
        refused = true;
        Console.say(Printable.line(lost.refused().message()));
      }
      case Happening.Answered(Request.Join _, Reply.Refused no) -> {
        refused = true;
        Console.say(Printable.line(no.message()));
      }
      case Happening.Lost lost ->
          Console.say(
              Printable.line(lost.why()) + " Trying again in " + lost.delay().toMillis() + " ms.");
      case Happening.PlaceLost lost -> Console.say(Printable.line(lost.why()));
      case Happening.Ended ended when !ended.sentence().isEmpty() ->
          Console.say(Printable.lines(ended.sentence()));
      default -> {}
    }
  }
}
