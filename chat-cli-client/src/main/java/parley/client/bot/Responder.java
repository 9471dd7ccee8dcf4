package parley.client.bot;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import parley.client.link.Backoff;
import parley.client.link.SavedSession;
import parley.client.link.SavedSessionFile;
import parley.client.net.CannotConnect;
import parley.client.net.ChatConnection;
import parley.client.net.Dialer;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Goodbye;
import parley.protocol.NameInText;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/**
 * Answers messages, each once, across broken lines and restarts of the server and of itself. Meant
 * for it are direct messages, and in a room those that begin with its name and a colon or a comma;
 * a notice never is, as it is a program's word. An answer goes where it was asked, as a reply, with
 * the message's number as its nonce; the cursor that is kept moves when an answer is confirmed, so
 * that what is not comes again and, answered again, is a duplicate. Confined to the thread that
 * runs it.
 */
public final class Responder {
  private static final SavedSession NOWHERE = new SavedSession(null, null, null, null, 0);
  private static final Set<Goodbye> UNWANTED =
      Set.of(
          Goodbye.REPLACED,
          Goodbye.KICKED,
          Goodbye.SIGNED_OUT,
          Goodbye.SUSPENDED,
          Goodbye.DELETED,
          Goodbye.BANNED);

  /** What was refused for these may be accepted later. */
  private static final Set<ErrorCode> LATER =
      Set.of(
          ErrorCode.OUTCOME_UNKNOWN,
          ErrorCode.SHUTTING_DOWN,
          ErrorCode.STORAGE,
          ErrorCode.RATE_LIMITED);

  private final Dialer dialer;
  private final String name;
  private final String token;
  private final List<String> rooms;
  private final SavedSessionFile file;
  private final UnaryOperator<String> answers;
  private final Consumer<String> says;
  private final Backoff backoff = new Backoff(new SplittableRandom());
  private SavedSession place;

  /**
   * @param token an account's, by which the bot signs in; null for a guest
   * @param rooms are joined on every connection
   * @param file keeps the place; it stays its owner's
   * @param answers gets what somebody wrote, without the name before it, and answers it: a text
   *     that the protocol takes, always the same for the same question
   * @param says gets sentences for whoever runs this, nothing raw in them
   */
  public Responder(
      Dialer dialer,
      String name,
      String token,
      List<String> rooms,
      SavedSessionFile file,
      UnaryOperator<String> answers,
      Consumer<String> says) {
    this.dialer = dialer;
    this.name = name;
    this.token = token;
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
      try (ChatConnection clientSocket = dialer.dial()) {
        wanted = talk(clientSocket);
      } catch (CannotConnect e) {
        says.accept(e.getMessage());
      } catch (IOException e) {
        says.accept("The connection broke: " + Printable.line(String.valueOf(e.getMessage())));
      }
      Thread.sleep(wanted ? backoff.next() : Duration.ZERO);
    }
  }

  /** One connection; false where there should be no other. */
  private boolean talk(ChatConnection clientSocket) throws IOException {
    clientSocket.send(hello());
    for (ServerMessage message = clientSocket.receive();
        message != null;
        message = clientSocket.receive()) {
      switch (message) {
        case Reply.Welcome welcome -> arrived(clientSocket, welcome);
        case Event.Message asked when !asked.fromId().equals(place.id()) ->
            answer(clientSocket, asked);
        case Event.Ping ping -> clientSocket.send(new Request.Pong(null, ping.data()));
        case Event.Bye bye when Goodbye.of(bye.reason()).filter(UNWANTED::contains).isPresent() -> {
          says.accept(Printable.line(bye.message()));
          return false;
        }
        case Reply.Refused no when no.code() == ErrorCode.BAD_SESSION -> {
          says.accept(Printable.line(no.message()));
          place = NOWHERE;
          clientSocket.send(hello());
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
        "hello",
        name,
        token,
        "responder",
        token == null ? place.session() : null,
        place.cursor(),
        place.log());
  }

  private void arrived(ChatConnection clientSocket, Reply.Welcome welcome) throws IOException {
    long cursor = welcome.log().equals(place.log()) ? place.cursor() : welcome.last();
    place =
        new SavedSession(welcome.name(), welcome.id(), welcome.session(), welcome.log(), cursor);
    file.save(place);
    rooms.forEach(room -> clientSocket.send(new Request.Join(null, room)));
    backoff.reset();
    watch(clientSocket, Duration.ofSeconds(welcome.limits().idleSeconds()));
  }

  private void answer(ChatConnection clientSocket, Event.Message asked) {
    Optional<String> called = NameInText.saidTo(asked.text(), place.name());
    boolean meant = called.isPresent() || asked.to() != null;
    if (meant && asked.kind() != Request.Kind.NOTICE) {
      String seq = Long.toString(asked.seq());
      clientSocket.send(
          new Request.Send(
              seq,
              asked.room(),
              asked.to() == null ? null : asked.from(),
              answers.apply(called.orElse(asked.text())),
              seq,
              null,
              asked.seq(),
              asked.to() == null ? null : asked.fromId()));
    }
  }

  /** Answers are confirmed in the order of their questions. */
  private void keep(long answered) throws IOException {
    place = new SavedSession(place.name(), place.id(), place.session(), place.log(), answered);
    file.save(place);
  }

  /** Ends a line from which not even a ping has come for as long as the server would wait. */
  private static void watch(ChatConnection clientSocket, Duration silence) {
    if (silence.isPositive()) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (clientSocket) {
                  while (System.nanoTime() - clientSocket.heardAt() < silence.toNanos()) {
                    Thread.sleep(Duration.ofSeconds(1));
                  }
                } catch (InterruptedException e) {
                  // Not by anybody.
                }
              });
    }
  }
}
