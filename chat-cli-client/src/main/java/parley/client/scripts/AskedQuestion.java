package parley.client.scripts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import parley.client.link.Link;
import parley.client.link.LinkEvent;
import parley.protocol.Addressee;
import parley.protocol.Event;
import parley.protocol.InvalidRequest;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * A question to a room or a person, from being asked to the first answer that counts. Answers are
 * looked at in the order of the log: as they come, and read back where the stream may have left
 * some out. Guarded by the lock of its {@link Link}.
 */
final class AskedQuestion {
  /** How a question ended. */
  sealed interface Outcome {}

  /**
   * @param choice which one, from 0
   */
  record Answered(int choice, Event.Message answer) implements Outcome {}

  record TimedOut() implements Outcome {}

  /** It was withdrawn by who asked. */
  record Withdrawn() implements Outcome {}

  /**
   * @param code the program's exit code; never 0, which is the first choice
   */
  record Failed(int code, String sentence) implements Outcome {
    Failed {
      code = code == ExitCode.OK ? ExitCode.FAULT : code;
    }
  }

  /** What was decided just before the time was over may be on its way to the disk. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  /** For how long after its time the line is mended, to hear what was answered in time. */
  static final Duration MENDED = Duration.ofSeconds(60);

  private final Addressee target;
  private final String room;
  private final String person;
  private final Choices choices;
  private final Set<String> from;
  private final Duration timeout;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private Link link;

  /** The question's number; 0 until the server has it on its disk. */
  private long seq;

  /** By the server's clock; an answer that came later does not count. */
  private Instant deadline;

  private boolean overdue;

  /** The newest message that was looked at. */
  private long seen;

  /** Whether answers may be in the log that the stream does not bring. */
  private boolean owed;

  private boolean reading;

  /** Whether something came while the log was read, which may have been read too early for it. */
  private boolean again;

  /**
   * @param from whose answers count, empty for everybody's
   */
  AskedQuestion(Addressee target, Choices choices, List<String> from, Duration timeout) {
    this.target = target;
    this.person = target.person();
    this.room = target.room();
    this.choices = choices;
    this.from = from.stream().map(Names::fold).collect(Collectors.toUnmodifiableSet());
    this.timeout = timeout;
  }

  /**
   * Asks, as soon as there is a connection.
   *
   * @throws InvalidRequest where the text can't be sent
   */
  void ask(Link over, String text) {
    link = over;
    link.say(room, person, target.personId(), text, null, null);
  }

  /** Completed once; by then nothing more is looked at. */
  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  /** Says what became of the question where it was asked, and waits until that is confirmed. */
  boolean conclude(String sentence, Duration atMost) throws InterruptedException {
    link.say(room, person, target.personId(), sentence, null, seq);
    return link.awaitPending(0, atMost);
  }

  /**
   * Gives up. A question that is on its way just now is waited for, so that it can be taken back.
   *
   * @return whether there are people who were asked and are to be told
   */
  boolean withdraw(Duration atMost) throws InterruptedException {
    if (!outcome.complete(new Withdrawn()) || link.place() == null) {
      return false;
    }
    link.awaitPending(0, atMost);
    boolean[] asked = new boolean[1];
    link.exclusively(() -> asked[0] = seq > 0);
    return asked[0];
  }

  long seq() {
    return seq;
  }

  /** In its turn. */
  void happened(LinkEvent event) {
    switch (event) {
      case LinkEvent.PlaceLost lost -> Console.say(Printable.line(lost.why()));
      case LinkEvent.NotSent lost when seq > 0 ->
          Console.say(Printable.line(lost.refused().message()));
      case LinkEvent.Acknowledged(_, Reply.Sent ok) when seq == 0 -> asked(ok);
      case LinkEvent.Ended ended ->
          fail(ExitCode.of(ended.ending()), Printable.lines(ended.sentence()));
      case LinkEvent other when !outcome.isDone() -> whileOpen(other);
      default -> {}
    }
  }

  private void whileOpen(LinkEvent event) {
    switch (event) {
      case LinkEvent.Connected connected -> connected(connected);
      case LinkEvent.Answered(Request.Join _, Reply.Refused no) -> refused(no);
      case LinkEvent.Answered(Request.Join _, _) -> readWhatIsOwed();
      case LinkEvent.NotSent lost -> refused(lost.refused());
      case LinkEvent.Answered(Request.History _, Reply reply) -> read(reply);
      case LinkEvent.Unanswered(Request.History _) -> reading = false;
      case LinkEvent.Told(Event.Message message) when isHere(message) -> live(message);
      case LinkEvent.Told(Event.Gap _) -> {
        owed = true;
        readWhatIsOwed();
      }
      case LinkEvent.Told(Event.Deleted gone) when seq > 0 && gone.target() == seq ->
          fail(ExitCode.REFUSED, "The question was deleted.");
      case LinkEvent.Told(Event.Left left)
          when isRoom(left.room()) && left.id().equals(link.place().id()) ->
          fail(ExitCode.REFUSED, "No answer can be seen any more: " + left.reason() + ".");
      default -> {}
    }
  }

  private void connected(LinkEvent.Connected connected) {
    if (!connected.unsure().isEmpty()) {
      link.discardUnsure();
      fail(
          ExitCode.UNCONFIRMED,
          "The question went out before the place was lost and was not confirmed.");
    } else if (person != null && seq > 0 && !connected.resumed()) {
      fail(ExitCode.UNCONFIRMED, "The place was lost, and the talk with " + person + " with it.");
    } else {
      owed |= seq > 0 && !connected.resumed();
      // On every connection: the one before may have broken before this was answered.
      if (room == null || link.ask(id -> Request.Join.existing(id, room)) == null) {
        readWhatIsOwed();
      }
    }
  }

  /** Somebody may have answered before this program knows that it has asked. */
  private void asked(Reply.Sent ok) {
    seq = ok.seq();
    seen = seq;
    deadline = Instant.parse(ok.at()).plus(timeout);
    owed = true;
    readWhatIsOwed();
    later(timeout.plus(SLACK), this::due);
    later(
        timeout.plus(MENDED),
        () -> fail(ExitCode.UNREACHABLE, "The time is over, and there is no connection to tell."));
  }

  private void later(Duration delay, Runnable action) {
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> link.exclusively(action));
  }

  /** What the log holds now decides whether there was an answer. */
  private void due() {
    overdue = true;
    owed = true;
    again = true;
    readWhatIsOwed();
  }

  private void readWhatIsOwed() {
    if (owed && !reading && seq > 0 && !outcome.isDone()) {
      again = false;
      reading =
          link.ask(
                  id ->
                      new Request.History(
                          id, room, person, null, seen, Limits.HISTORY_MAX, target.personId()))
              != null;
    }
  }

  private void read(Reply reply) {
    reading = false;
    switch (reply) {
      case Reply.History(_, List<Event.Message> messages, boolean more, _) -> {
        messages.forEach(this::consider);
        readToTheEnd(more && !messages.isEmpty());
      }
      // Who left the server has said nothing since.
      case Reply.Refused _ when person != null -> readToTheEnd(false);
      case Reply.Refused no -> refused(no);
      default -> {}
    }
  }

  private void readToTheEnd(boolean more) {
    owed = more || again;
    readWhatIsOwed();
    if (!owed && overdue) {
      outcome.complete(new TimedOut());
    }
  }

  private void live(Event.Message message) {
    if (owed) {
      again = true;
    } else if (seq > 0) {
      consider(message);
    }
  }

  private boolean isHere(Event.Message message) {
    return room == null ? message.room() == null : isRoom(message.room());
  }

  private boolean isRoom(String name) {
    return room != null && name != null && Names.fold(name).equals(Names.fold(room));
  }

  private void consider(Event.Message message) {
    if (message.seq() <= seen) {
      return;
    }
    seen = message.seq();
    OptionalInt choice = choices.of(message.text(), link.place().name());
    if (choice.isEmpty() || !isAnswer(message)) {
      return;
    }
    String name = Printable.line(message.from());
    if (!from.isEmpty() && !from.contains(Names.fold(message.from()))) {
      Console.say(name + " answered too, and is not one of those asked.");
    } else if (Instant.parse(message.at()).isAfter(deadline)) {
      Console.say(name + " answered too late.");
    } else {
      outcome.complete(new Answered(choice.getAsInt(), message));
    }
  }

  /** What was edited is none: nobody can tell what it said when it was due. */
  private boolean isAnswer(Event.Message message) {
    return !message.fromId().equals(link.place().id())
        && (person == null || Names.fold(person).equals(Names.fold(message.from())))
        && (message.replyTo() == null || message.replyTo() == seq)
        && (message.kind() == null || message.kind() == Request.Kind.MESSAGE)
        && message.edited() == null
        && !Boolean.TRUE.equals(message.deleted());
  }

  private void refused(Reply.Refused no) {
    fail(ExitCode.REFUSED, Printable.line(no.message()));
  }

  private void fail(int code, String sentence) {
    outcome.complete(new Failed(code, sentence));
  }
}
