package parley.client.bot;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import parley.client.link.Backoff;
import parley.client.link.Place;
import parley.client.link.PlaceFile;
import parley.client.net.CannotConnect;
import parley.client.net.Dialer;
import parley.client.net.Line;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/**
 * Answers messages, each once, across broken lines and restarts of the server and of itself. Meant
 * for it are direct messages, and in a room those that begin with its name and a colon or a comma.
 * An answer goes where it was asked, as a reply, with the message's number as its nonce; the cursor
 * that is kept moves when an answer is confirmed, so that what is not comes again and, answered
 * again, is a duplicate. Confined to the thread that runs it.
 */
public final class Responder {
  private static final Place NOWHERE = new Place(null, null, null, null, 0);
  private static final Set<String> UNWANTED = Set.of("replaced", "kicked", "banned");

  /** What was refused for these may be accepted later. */
  private static final Set<ErrorCode> LATER =
      Set.of(
          ErrorCode.OUTCOME_UNKNOWN,
          ErrorCode.SHUTTING_DOWN,
          ErrorCode.STORAGE,
          ErrorCode.RATE_LIMITED);

  private final Dialer dialer;
  private final String name;
  private final List<String> rooms;
  private final PlaceFile file;
  private final UnaryOperator<String> answers;
  private final Consumer<String> says;
  private final Backoff backoff = new Backoff(new SplittableRandom());
  private Place place;

  /**
   * @param rooms are joined on every connection
   * @param file keeps the place; it stays its owner's
   * @param answers gets what somebody wrote, without the name before it, and answers it: a text
   *     that the protocol takes, always the same for the same question
   * @param says gets sentences for whoever runs this, nothing raw in them
   */
  public Responder(
      Dialer dialer,
      String name,
      List<String> rooms,
      PlaceFile file,
      UnaryOperator<String> answers,
      Consumer<String> says) {
    this.dialer = dialer;
    this.name = name;
    this.rooms = List.copyOf(rooms);
    this.file = file;
    this.answers = answers;
    this.says = says;
  }

  /**
   * Answers until the server wants this person no more: another program has taken its place, or
   * somebody sent it away.
   *
   * @throws IOException where the place can't be read
   */
  public void run() throws IOException, InterruptedException {
    place = file.load() == null ? NOWHERE : file.load();
    boolean wanted = true;
    while (wanted) {
      try (Line line = dialer.dial()) {
        wanted = talk(line);
      } catch (CannotConnect e) {
        says.accept(e.getMessage());
      } catch (IOException e) {
        says.accept("The connection broke: " + Printable.line(String.valueOf(e.getMessage())));
      }
      Thread.sleep(wanted ? backoff.next() : Duration.ZERO);
    }
  }

  /** One connection; false where there should be no other. */
  private boolean talk(Line line) throws IOException {
    line.send(hello());
    for (ServerMessage message = line.receive(); message != null; message = line.receive()) {
      switch (message) {
        case Reply.Welcome welcome -> arrived(line, welcome);
        case Event.Message asked when !asked.fromId().equals(place.id()) -> answer(line, asked);
        case Event.Ping ping -> line.send(new Request.Pong(null, ping.data()));
        case Event.Bye bye when UNWANTED.contains(bye.reason()) -> {
          says.accept(Printable.line(bye.message()));
          return false;
        }
        case Reply.Refused no when no.code() == ErrorCode.BAD_SESSION -> {
          says.accept(Printable.line(no.message()));
          place = NOWHERE;
          line.send(hello());
        }
        case Reply.Refused no when "hello".equals(no.re()) || LATER.contains(no.code()) ->
            throw new IOException(no.message());
        case Reply.Refused no when no.re() == null -> says.accept(Printable.line(no.message()));
        case Reply done when done.re() != null -> keep(Long.parseLong(done.re()));
        default -> {}
      }
    }
    return true;
  }

  private Request.Hello hello() {
    return new Request.Hello(
        "hello", name, null, "responder", place.session(), place.cursor(), place.log());
  }

  private void arrived(Line line, Reply.Welcome welcome) throws IOException {
    long cursor = welcome.log().equals(place.log()) ? place.cursor() : welcome.last();
    place = new Place(welcome.name(), welcome.id(), welcome.session(), welcome.log(), cursor);
    file.save(place);
    rooms.forEach(room -> line.send(new Request.Join(null, room)));
    backoff.reset();
    watch(line, Duration.ofSeconds(welcome.limits().idleSeconds()));
  }

  private void answer(Line line, Event.Message asked) {
    int length = place.name().length() + 1;
    String text = asked.text();
    boolean called =
        text.length() >= length
            && text.regionMatches(true, 0, place.name(), 0, length - 1)
            && ":,".indexOf(text.charAt(length - 1)) >= 0;
    if (called || asked.to() != null) {
      String seq = Long.toString(asked.seq());
      line.send(
          new Request.Send(
              seq,
              asked.room(),
              asked.to() == null ? null : asked.from(),
              answers.apply(called ? text.substring(length) : text),
              seq,
              null,
              asked.seq()));
    }
  }

  /** Answers are confirmed in the order of their questions. */
  private void keep(long answered) throws IOException {
    place = new Place(place.name(), place.id(), place.session(), place.log(), answered);
    file.save(place);
  }

  /** Ends a line from which not even a ping has come for as long as the server would wait. */
  private static void watch(Line line, Duration silence) {
    if (silence.isPositive()) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (line) {
                  while (System.nanoTime() - line.heardAt() < silence.toNanos()) {
                    Thread.sleep(Duration.ofSeconds(1));
                  }
                } catch (InterruptedException e) {
                  // Not by anybody.
                }
              });
    }
  }
}
