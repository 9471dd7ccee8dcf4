package parley.client.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jline.utils.AttributedString;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.link.Ending;
import parley.client.link.Happening;
import parley.client.link.Link;
import parley.client.link.Pending;
import parley.client.terminal.Bar;
import parley.client.terminal.Completion;
import parley.client.terminal.Screen;
import parley.client.terminal.View;
import parley.protocol.Event;
import parley.protocol.InvalidRequest;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * A person at the terminal: shows what the link tells, and does what is typed. Everything here is
 * guarded by the lock of the {@link Link}, which is held while {@link #happened} runs; keys and
 * typed lines take it by {@link Link#exclusively}.
 */
public final class Interaction {
  /** Messages read back on coming into a room, and after a place was lost. */
  private static final int RECALLED = 20;

  private static final int MISSED = 200;

  /** Read lines repeated for context on turning to a talk. */
  private static final int CONTEXT = 10;

  /** How long the terminal may take to give the line being edited up. */
  private static final Duration PARTING = Duration.ofSeconds(2);

  private static final String FIRST_ROOM = "lobby";

  final Conversation conversation = new Conversation();
  final View view;
  private final Screen screen;
  private final Bar bar;
  private final Completion completion;
  private final String place;
  private final Commands commands;
  Link link;
  private String protection = "";
  private Duration roundTrip;
  private String trouble = "connecting";
  private volatile String lastWords = "";
  private final CountDownLatch ready = new CountDownLatch(1);
  private String drawnSize = "";
  private String lastSize = "";
  private String lastTrouble = "";
  private Instant retryAt;
  private List<String> rooms = List.of();
  private List<AttributedString> panel = List.of();

  public Interaction(Screen screen, View view, Bar bar, Completion completion, String place) {
    this.screen = screen;
    this.view = view;
    this.bar = bar;
    this.completion = completion;
    this.place = place;
    this.commands = new Commands(this);
  }

  /** Reads lines until the person leaves or the link ends. */
  public Ending run(Link link) throws InterruptedException {
    this.link = link;
    link.start();
    // What is typed or piped in before there is a room to say it in would be lost.
    ready.await();
    Thread typing = Thread.ofPlatform().daemon().name("typing").start(this::type);
    Thread drawing = Thread.ofVirtual().name("bar").start(this::keepBar);
    Ending ending = link.awaitEnd();
    typing.interrupt();
    typing.join(PARTING);
    drawing.interrupt();
    drawing.join();
    return ending;
  }

  /** Why it ended, to be said once the terminal is as it was; empty where its person knows. */
  public String lastWords() {
    return lastWords;
  }

  private void type() {
    String line = screen.readLine();
    while (line != null && !link.isEnded()) {
      String typed = line;
      link.exclusively(() -> act(typed));
      line = commands.quitting() ? null : screen.readLine();
    }
    leave();
  }

  private void leave() {
    try {
      if (!link.awaitPending(0, Duration.ofSeconds(2))) {
        link.exclusively(
            () ->
                link.pending()
                    .forEach(
                        p ->
                            view.warn(
                                "Not confirmed by the server: "
                                    + p.target()
                                    + ": "
                                    + Printable.line(p.text()))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    link.close();
  }

  private void act(String line) {
    try {
      switch (Typed.of(line)) {
        case Typed.Blank _ -> {}
        case Typed.Unknown unknown -> view.warn(unknown.hint());
        case Typed.Run run -> commands.run(run.command(), run.rest());
        case Typed.Say say -> say(say.text(), Request.Kind.MESSAGE);
      }
    } catch (InvalidRequest e) {
      view.warn(e.getMessage());
    }
    drawBar();
  }

  void say(String text, Request.Kind kind) {
    Talk talk = conversation.current();
    if (talk == null) {
      view.warn(
          trouble.isEmpty()
              ? "You are in no room. /join one, or /msg NAME TEXT."
              : "There is no connection yet; this was not sent: " + Printable.line(text));
      return;
    }
    String room = talk.direct() ? null : talk.name();
    String to = talk.direct() ? talk.name() : null;
    link.say(room, to, text, kind == Request.Kind.MESSAGE ? null : kind);
  }

  /** A key was pressed; runs on any thread but the terminal's own. */
  public void pressed(Screen.Key key) {
    link.exclusively(
        () -> {
          List<Talk> talks = conversation.talks();
          int at = talks.indexOf(conversation.current());
          int n = talks.size();
          if (n == 0) {
            return;
          }
          switch (key) {
            case NEXT -> turnTo(talks.get((at + 1) % n));
            case PREVIOUS -> turnTo(talks.get((at + n - 1) % n));
            case UNREAD ->
                talks.stream().filter(t -> t.unread() > 0).findFirst().ifPresent(this::turnTo);
            default -> {
              int wanted = key.ordinal() - Screen.Key.TALK_1.ordinal();
              if (wanted < n) {
                turnTo(talks.get(wanted));
              }
            }
          }
          drawBar();
        });
  }

  void turnTo(Talk talk) {
    if (talk != conversation.current()) {
      view.turnTo(talk, conversation.turnTo(talk, CONTEXT));
      learn();
    }
  }

  /** What the link tells. */
  public void happened(Happening happening) {
    switch (happening) {
      case Happening.Connecting _ -> trouble = "connecting";
      case Happening.Connected connected -> connected(connected);
      case Happening.Told told -> told(told.event());
      case Happening.Answered answered -> answered(answered.request(), answered.reply());
      case Happening.Unanswered unanswered -> unanswered(unanswered.request());
      case Happening.Acknowledged _ -> {}
      case Happening.NotSent lost ->
          view.warn(
              "Not sent to "
                  + lost.message().target()
                  + ": "
                  + Printable.line(lost.message().text())
                  + "\n"
                  + sentence(lost.refused()));
      case Happening.Delayed later ->
          view.say(
              sentence(later.refused())
                  + " It goes out again in "
                  + later.delay().toSeconds()
                  + " s.");
      case Happening.PlaceLost lost ->
          view.warn("Your place from before is gone: " + Printable.line(lost.why()));
      case Happening.NameTaken taken ->
          view.say(taken.name() + " is taken; trying " + taken.next() + ".");
      case Happening.Lost lost -> lost(lost);
      case Happening.RoundTrip time -> roundTrip = time.time();
      case Happening.Ended ended -> {
        trouble = "not connected";
        retryAt = null;
        lastWords = Printable.lines(ended.sentence());
        ready.countDown();
      }
    }
    drawBar();
  }

  /** Said once for as long as the reason is the same; the bar counts the attempts' seconds. */
  private void lost(Happening.Lost lost) {
    trouble = "not connected";
    protection = "";
    roundTrip = null;
    retryAt = Instant.now().plus(lost.delay());
    if (!lost.why().equals(lastTrouble)) {
      lastTrouble = lost.why();
      view.warn(Printable.line(lost.why()) + " Trying again until it works.");
    }
  }

  private void connected(Happening.Connected connected) {
    lastTrouble = "";
    Reply.Welcome welcome = connected.welcome();
    protection = connected.protection();
    trouble = "";
    retryAt = null;
    conversation.iAm(welcome.name(), welcome.id());
    if (connected.again() || connected.resumed()) {
      view.say(
          "Connected again as "
              + conversation.name()
              + (connected.resumed() ? ", in your place." : ", in a new place.")
              + (connected.resending() > 0
                  ? " Sending " + connected.resending() + " again that had no answer."
                  : ""));
    } else {
      view.say(
          "Connected to "
              + place
              + " ("
              + Printable.line(String.valueOf(welcome.server()))
              + ", "
              + protection
              + ") as "
              + Printable.line(welcome.name())
              + ". /help lists the commands.");
    }
    if (!connected.unsure().isEmpty()) {
      connected
          .unsure()
          .forEach(
              p -> view.warn("Not confirmed: " + p.target() + ": " + Printable.line(p.text())));
      view.warn(
          "The server may or may not have these. /resend sends them again, perhaps as"
              + " doubles; /discard gives them up.");
    }
    if (connected.resumed()) {
      takeRooms(welcome);
    } else {
      List<Talk> before = conversation.talks().stream().filter(t -> !t.direct()).toList();
      if (before.isEmpty()) {
        link.ask(id -> new Request.Join(id, FIRST_ROOM));
      }
      before.forEach(talk -> link.ask(id -> new Request.Join(id, talk.name())));
    }
    link.ask(id -> new Request.Rooms(id, null));
    commands.watchAgain();
  }

  private void takeRooms(Reply.Welcome welcome) {
    List<Reply.RoomInfo> member = welcome.rooms() == null ? List.of() : welcome.rooms();
    for (Reply.RoomInfo info : member) {
      if (conversation.find(info.room()).isEmpty()) {
        Talk talk = conversation.room(info);
        long before = link.place().cursor() + 1;
        talk.await(
            link.ask(id -> new Request.History(id, talk.name(), null, before, null, RECALLED)));
        link.ask(id -> new Request.Members(id, talk.name(), null));
        if (conversation.current() == null) {
          turnTo(talk);
        }
      }
    }
    if (conversation.talks().isEmpty()) {
      link.ask(id -> new Request.Join(id, FIRST_ROOM));
    }
  }

  private void told(Event event) {
    switch (event) {
      case Event.Notice notice ->
          view.warn(
              "-"
                  + (notice.from() == null ? place : Printable.line(notice.from()))
                  + "- "
                  + Printable.lines(notice.text()));
      case Event.Stats stats -> commands.figures(stats);
      case Event.Gap gap -> {
        view.warn("More was said than is replayed; the newest of it follows. /history reads more.");
        for (Talk talk : conversation.talks()) {
          if (!talk.direct()) {
            talk.await(
                link.ask(
                    id ->
                        new Request.History(id, talk.name(), null, gap.before(), null, RECALLED)));
          }
        }
      }
      default -> {
        Talk was = conversation.current();
        view.show(conversation.told(event), conversation.current());
        if (conversation.current() != was && conversation.current() != null) {
          view.turnTo(conversation.current(), conversation.turnTo(conversation.current(), CONTEXT));
        }
        if (!(event instanceof Event.Message)) {
          learn();
        }
      }
    }
  }

  private void answered(Request request, Reply reply) {
    if (request instanceof Request.Join || request instanceof Request.History) {
      ready.countDown();
    }
    switch (request) {
      case Request.Join join when reply instanceof Reply.Ok ok -> joined(join, ok);
      case Request.History history -> {
        List<Event.Message> found =
            reply instanceof Reply.History(_, var messages, _) ? messages : List.of();
        view.show(conversation.recalled(history.id(), found), conversation.current());
        commands.answered(request, reply);
      }
      case Request.Rooms _ when reply instanceof Reply.Ok ok && ok.rooms() != null -> {
        rooms = ok.rooms().stream().map(room -> Printable.line(room.room())).toList();
        learn();
        commands.answered(request, reply);
      }
      default -> commands.answered(request, reply);
    }
  }

  private void joined(Request.Join join, Reply.Ok ok) {
    Talk talk = conversation.room(ok.room() == null ? join.room() : ok.room());
    conversation.describe(talk, ok);
    long seen = talk.lastSeq();
    long before =
        ok.seq() != null ? ok.seq() : (ok.last() == null ? Long.MAX_VALUE - 1 : ok.last()) + 1;
    talk.await(
        link.ask(
            id ->
                seen > 0
                    ? new Request.History(id, talk.name(), null, null, seen, MISSED)
                    : new Request.History(id, talk.name(), null, before, null, RECALLED)));
    if (conversation.current() == null || commands.wanted(join)) {
      turnTo(talk);
    }
    learn();
  }

  private void unanswered(Request request) {
    view.show(conversation.recalled(request.id(), List.of()), conversation.current());
    switch (request) {
      case Request.Topic _, Request.Nick _, Request.Leave _, Request.Admin _ ->
          view.warn("The connection broke before the server answered; look whether it was done.");
      case Request.Join join -> view.warn("Not confirmed: /join " + join.room());
      default -> {}
    }
  }

  static String sentence(Reply.Refused refused) {
    return Printable.line(String.valueOf(refused.message()));
  }

  void panel(List<AttributedString> lines) {
    panel = lines;
    drawBar();
  }

  int panelHeight() {
    return Math.max(1, screen.height() / 2 - 2);
  }

  int width() {
    return screen.width();
  }

  private void learn() {
    List<String> people = new ArrayList<>();
    Optional.ofNullable(conversation.current()).ifPresent(talk -> people.addAll(talk.people()));
    conversation.talks().stream()
        .flatMap(t -> t.people().stream())
        .filter(p -> !people.contains(p))
        .forEach(people::add);
    people.remove(conversation.name());
    List<String> known = new ArrayList<>(rooms);
    conversation.talks().stream()
        .filter(t -> !t.direct())
        .map(Talk::name)
        .filter(r -> !known.contains(r))
        .forEach(known::add);
    completion.learn(
        new Completion.Vocabulary(
            Command.words(), known,
            conversation.talks().stream().map(Talk::title).toList(), people));
  }

  private void keepBar() {
    try {
      while (true) {
        link.exclusively(
            () -> {
              redrawIfResized();
              drawBar();
            });
        Thread.sleep(200);
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  /** Once the size has stayed the same for a moment, and not at each step of a window's edge. */
  private void redrawIfResized() {
    String size = screen.width() + "x" + screen.height();
    if (!size.equals(drawnSize) && size.equals(lastSize)) {
      boolean first = drawnSize.isEmpty();
      drawnSize = size;
      if (!first && screen.hasBar()) {
        view.redraw();
      }
    }
    lastSize = size;
  }

  private void drawBar() {
    if (link == null) {
      return;
    }
    Instant now = Instant.now();
    String shown = trouble;
    if (retryAt != null) {
      shown += ", retry in " + Math.max(0, Duration.between(now, retryAt).toSeconds()) + " s";
    }
    List<Pending> pending = link.pending();
    List<AttributedString> lines = new ArrayList<>(panel);
    lines.addAll(
        bar.lines(
            conversation,
            new Bar.Connection(place, protection, roundTrip, shown),
            pending,
            link.unsure(),
            now,
            screen.width()));
    screen.bar(lines);
  }

  /** Hands keys over to a thread of their own: they are pressed under the terminal's lock. */
  public Consumer<Screen.Key> keys() {
    return key -> Thread.ofVirtual().name("key").start(() -> pressed(key));
  }
}
