package parley.client.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.link.Ending;
import parley.client.link.Happening;
import parley.client.link.Link;
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
  /** How long the terminal may take to give the line being edited up. */
  private static final Duration PARTING = Duration.ofSeconds(2);

  private static final long BAR_MILLIS = 200;

  private final Conversation conversation = new Conversation();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Screen screen;
  private final View view;
  private final String place;
  private final Link link;
  private final Asking asking;
  private final Desk desk;
  private final Status status;
  private final Arrival arrival;
  private final LinkNews news;
  private final FiguresCommands figures;
  private final TalkCommands talks;
  private final Handlers handlers;
  private volatile boolean quitting;
  private volatile String lastWords = "";

  /**
   * @param place host and port, as people write them
   * @param connect makes the link, not yet started, that tells this person what happens
   */
  public Interaction(
      Screen screen,
      View view,
      Bar bar,
      Completion completion,
      String place,
      Function<Consumer<Happening>, Link> connect) {
    this.screen = screen;
    this.view = view;
    this.place = place;
    link = connect.apply(this::happened);
    asking = new Asking(link, view);
    desk = new Desk(conversation, view, completion);
    status = new Status(screen, view, bar, conversation, link, place);
    arrival = new Arrival(conversation, desk, link);
    news = new LinkNews(view, place);
    figures = new FiguresCommands(view, link, asking, status);
    talks = new TalkCommands(conversation, desk, view, link, asking, status);
    handlers =
        new Handlers(
            new RoomCommands(conversation, desk, view, asking),
            talks,
            new ServerCommands(view, link, asking),
            figures,
            new Help(view),
            () -> quitting = true);
  }

  /** This person's link. */
  public Link link() {
    return link;
  }

  /** Reads lines until the person leaves or the link ends. */
  public Ending run() throws InterruptedException {
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

  /** A word that must not be overlooked; from any thread. */
  public void warn(String sentence) {
    link.exclusively(() -> view.warn(sentence));
  }

  /** Hands keys over to a thread of their own: they are pressed under the terminal's lock. */
  public Consumer<Screen.Key> keys() {
    return key -> Thread.ofVirtual().name("key").start(() -> link.exclusively(() -> pressed(key)));
  }

  private void type() {
    String line = screen.readLine();
    while (line != null && !link.isEnded()) {
      String typed = line;
      link.exclusively(() -> act(typed));
      line = quitting ? null : screen.readLine();
    }
    leave();
  }

  private void leave() {
    try {
      if (!link.awaitPending(0, PARTING)) {
        link.exclusively(() -> link.pending().forEach(news::unconfirmed));
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
        case Typed.Run run -> run(run.command(), Arguments.of(run.rest()));
        case Typed.Say say -> talks.say(say.text(), Request.Kind.MESSAGE);
      }
    } catch (InvalidRequest e) {
      view.warn(e.getMessage());
    }
    status.draw();
  }

  private void run(Command command, Arguments given) {
    if (given.count() < command.needed()) {
      view.warn(Help.line(command));
    } else {
      command.handler().accept(handlers, given);
    }
  }

  private void pressed(Screen.Key key) {
    List<Talk> open = conversation.talks();
    int at = open.indexOf(conversation.current());
    int n = open.size();
    if (n == 0) {
      return;
    }
    switch (key) {
      case NEXT -> desk.turnTo(open.get((at + 1) % n));
      case PREVIOUS -> desk.turnTo(open.get((at + n - 1) % n));
      case UNREAD -> open.stream().filter(t -> t.unread() > 0).findFirst().ifPresent(desk::turnTo);
      default -> {
        int wanted = key.ordinal() - Screen.Key.TALK_1.ordinal();
        if (wanted < n) {
          desk.turnTo(open.get(wanted));
        }
      }
    }
    status.draw();
  }

  /** What the link tells. */
  private void happened(Happening happening) {
    switch (happening) {
      case Happening.Connecting _ -> status.connecting();
      case Happening.Connected connected -> connected(connected);
      case Happening.Told told -> told(told.event());
      case Happening.Answered answered -> answered(answered.request(), answered.reply());
      case Happening.Unanswered unanswered -> unanswered(unanswered.request());
      case Happening.Acknowledged _ -> {}
      case Happening.NotSent lost -> news.notSent(lost);
      case Happening.Delayed later -> news.delayed(later);
      case Happening.PlaceLost lost -> news.placeLost(lost);
      case Happening.NameTaken taken -> news.nameTaken(taken);
      case Happening.Lost lost -> {
        status.lost(lost.delay());
        news.lost(lost);
      }
      case Happening.RoundTrip time -> status.roundTrip(time.time());
      case Happening.Ended ended -> {
        status.ended();
        lastWords = Printable.lines(ended.sentence());
        ready.countDown();
      }
    }
    status.draw();
  }

  private void connected(Happening.Connected connected) {
    Reply.Welcome welcome = connected.welcome();
    conversation.iAm(welcome.name(), welcome.id());
    status.connected(connected.protection());
    news.connected(connected);
    asking.forget();
    arrival.connected(connected);
    figures.watchAgain();
  }

  private void told(Event event) {
    switch (event) {
      case Event.Notice notice -> {
        String from = notice.from() == null ? place : Printable.line(notice.from());
        view.warn("-" + from + "- " + Printable.lines(notice.text()));
      }
      case Event.Stats stats -> figures.told(stats);
      case Event.Gap gap -> {
        view.warn("More was said than is replayed; the newest of it follows. /history reads more.");
        arrival.gap(gap);
      }
      default -> {
        Talk was = conversation.current();
        desk.show(conversation.told(event), was);
        if (!(event instanceof Event.Message)) {
          desk.learn();
        }
      }
    }
  }

  /** What a reply changes, whoever asked; then what is shown of it where a person did. */
  private void answered(Request request, Reply reply) {
    switch (request) {
      case Request.Join join -> {
        ready.countDown();
        if (reply instanceof Reply.Ok ok) {
          arrival.joined(join, ok);
        }
      }
      case Request.History history -> {
        ready.countDown();
        List<Event.Message> found =
            reply instanceof Reply.History(_, var messages, _) ? messages : List.of();
        desk.show(conversation.recalled(history.id(), found));
      }
      case Request.Rooms _ when reply instanceof Reply.Ok ok && ok.rooms() != null ->
          desk.know(ok.rooms());
      case Request.Members members when reply instanceof Reply.Ok ok ->
          conversation.find(members.room()).ifPresent(talk -> conversation.meet(talk, ok));
      case Request.Nick _ when reply instanceof Reply.Ok ok && ok.name() != null ->
          conversation.iAm(ok.name(), link.place().id());
      default -> {}
    }
    boolean typed = asking.answered(request, reply);
    if (!typed && request instanceof Request.Join && reply instanceof Reply.Refused refused) {
      view.warn(Asking.sentence(refused));
    }
  }

  private void unanswered(Request request) {
    desk.show(conversation.recalled(request.id(), List.of()));
    news.unanswered(request);
  }

  private void keepBar() {
    try {
      while (true) {
        link.exclusively(
            () -> {
              status.redrawIfResized();
              status.draw();
            });
        Thread.sleep(BAR_MILLIS);
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }
}
