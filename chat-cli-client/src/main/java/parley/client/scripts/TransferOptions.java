package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import parley.client.link.Link;
import parley.client.link.LinkEvent;
import parley.client.link.SavedSessionFile;
import parley.client.net.Address;
import parley.client.transfer.Transfer;
import parley.client.transfer.TransferFailure;
import parley.client.transfer.TransferRequests;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of carrying files, and the link by which they are asked for. */
public final class TransferOptions {
  @Mixin ServerOptions options;
  @Mixin SavedSessionOptions where;

  @Option(
      names = "--retry-for",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "For how long a server that is away is tried, at first and when the line broke"
              + " (${DEFAULT-VALUE}).")
  int retrySeconds;

  @Option(names = "--json", description = "Print a line of JSON for each file.")
  boolean json;

  private String room;
  private boolean make;
  private ScriptLink script;
  private Link link;
  private TransferRequests questions;
  private ProgressPrinter printer;
  private boolean turnedAway;

  /** Whether it came to its own end. */
  private volatile boolean over;

  /** What is carried. */
  interface Work {
    /** Answers the exit code. */
    int run(Transfer.Route route) throws TransferFailure;
  }

  /**
   * Does it, and answers the exit code.
   *
   * @param room is joined before; null for none
   * @param make whether it is made where it is not there
   * @param ended what is said where ctrl-C ends it
   */
  int run(String room, boolean make, String ended, Work work)
      throws IOException, InterruptedException {
    this.room = room;
    this.make = make;
    Address address = options.address(where.server.text);
    try (SavedSessionFile file = where.claim();
        ProgressPrinter opened = new ProgressPrinter()) {
      printer = opened;
      Duration patience = Duration.ofSeconds(Math.max(0, retrySeconds));
      script =
          new ScriptLink(options, address, file, patience, patience, printer::say, this::happened);
      link = script.link();
      questions = new TransferRequests(link);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ended)));
      link.start();
      int code = work(work, new Transfer.Route(questions, script.dialer(), patience));
      script.leave();
      script.keep();
      over = true;
      return code;
    }
  }

  /** At ctrl-C or a kind kill. */
  private void end(String ended) {
    if (!over) {
      printer.say(ended);
      script.giveUpUnlessKept();
    }
  }

  private int work(Work work, Transfer.Route route) {
    try {
      return work.run(route);
    } catch (TransferFailure e) {
      return failed(e);
    }
  }

  /** Shows one that begins, carries it, and shows it no more. */
  <T> T carry(String arrow, Transfer<T> transfer) throws TransferFailure {
    printer.show(arrow, transfer.progress());
    try {
      return transfer.run();
    } finally {
      printer.done();
    }
  }

  /** Says why, and answers the exit code. */
  int failed(TransferFailure failure) {
    boolean said = turnedAway || failure.kind() == TransferFailure.Kind.CANCELLED;
    if (said) {
      return ExitCode.REFUSED;
    }
    if (Console.bytes().isBroken()) {
      return ExitCode.OK; // the program's end says why, and what code it is
    }
    Console.say(failure.getMessage());
    return switch (failure.kind()) {
      case REFUSED, CANCELLED -> ExitCode.REFUSED;
      case UNREACHABLE -> ExitCode.UNREACHABLE;
      case DISTRUSTED -> ExitCode.DISTRUSTED;
      case EXISTS, LOCAL, WRONG -> ExitCode.FAULT;
      case UNCONFIRMED -> ExitCode.UNCONFIRMED;
    };
  }

  /** Whether a place is kept for another time, which is in the room then. */
  boolean isPlaceKept() {
    return where.sessionFile != null;
  }

  /** Whether nothing more can be asked. */
  boolean isOver() {
    return link.isEnded();
  }

  private void happened(LinkEvent event) {
    switch (event) {
      case LinkEvent.Connected _ when room != null ->
          link.ask(id -> new Request.Join(id, room, make ? null : false));
      case LinkEvent.Answered(Request.Join _, Reply.Refused no) -> {
        printer.say(Printable.line(String.valueOf(no.message())));
        turnedAway = true;
        Thread.ofVirtual().start(link::close);
      }
      case LinkEvent.PlaceLost lost -> printer.say(Printable.line(lost.why()));
      default -> {}
    }
    questions.take(event);
  }
}
