package parley.client.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import parley.client.conversation.Conversation;
import parley.client.link.Ending;
import parley.client.link.Happening;
import parley.client.link.Link;
import parley.client.net.Dialer;
import parley.client.terminal.Bar;
import parley.client.terminal.Completion;
import parley.client.terminal.Key;
import parley.client.terminal.Screen;
import parley.client.terminal.View;
import parley.client.transfer.Questions;
import parley.client.transfer.Transfer;

/**
 * A person at the terminal: {@link Happenings} shows what the link tells, {@link Typing} does what
 * is typed. Both are guarded by the lock of the {@link Link}.
 */
public final class Interaction {
  private static final long BAR_MILLIS = 200;

  /** For how long a file that does not move is tried again while there is a connection. */
  private static final Duration TRANSFER_PATIENCE = Duration.ofMinutes(5);

  private final CountDownLatch ready = new CountDownLatch(1);
  private final View view;
  private final Link link;
  private final Questions questions;
  private final Desk desk;
  private final Status status;
  private final ReadMarks marks;
  private final Happenings happenings;
  private final Typing typing;

  /**
   * @param dialer for the connections that carry files
   * @param downloads the folder for files that are fetched
   * @param connect makes the link, not yet started, that tells this person what happens
   */
  public Interaction(
      Screen screen,
      View view,
      Bar bar,
      Completion completion,
      Dialer dialer,
      Path downloads,
      Function<Consumer<Happening>, Link> connect) {
    this.view = view;
    Conversation conversation = new Conversation();
    String place = dialer.address().place();
    link = connect.apply(this::happened);
    Asking asking = new Asking(link, view);
    desk = new Desk(conversation, view, completion);
    questions = new Questions(link);
    Transfers transfers = new Transfers(link, bar.progress());
    status = new Status(screen, view, bar, conversation, link, transfers, place);
    LinkNews news = new LinkNews(view, place);
    FiguresCommands figures = new FiguresCommands(view, link, asking, status);
    marks = new ReadMarks(conversation, link);
    happenings =
        new Happenings(
            conversation,
            link,
            view,
            desk,
            asking,
            status,
            news,
            marks,
            figures,
            place,
            ready::countDown);
    FileCommands files =
        new FileCommands(
            conversation,
            view,
            transfers,
            new Transfer.Route(questions, dialer, TRANSFER_PATIENCE),
            downloads);
    AtomicBoolean quitting = new AtomicBoolean();
    Handlers handlers =
        new Handlers(
            new RoomCommands(conversation, desk, view, asking),
            new TalkCommands(conversation, desk, view, link, status),
            new MessageCommands(conversation, view, link, asking),
            files,
            new ReadingBack(conversation, view, asking),
            new ServerCommands(view, link, asking),
            figures,
            new Help(view),
            view::numbers,
            () -> quitting.set(files.mayLeave()));
    typing =
        new Typing(screen, link, conversation, desk, view, status, news, marks, handlers, quitting);
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
    Thread reading = Thread.ofPlatform().daemon().name("typing").start(typing::type);
    Thread drawing = Thread.ofVirtual().name("bar").start(this::keepBar);
    Ending ending = link.awaitEnd();
    reading.interrupt();
    reading.join(Typing.PARTING);
    drawing.interrupt();
    drawing.join();
    return ending;
  }

  /** Why it ended, to be said once the terminal is as it was; empty where its person knows. */
  public String lastWords() {
    return happenings.lastWords();
  }

  /** A word that must not be overlooked; from any thread. */
  public void warn(String sentence) {
    link.exclusively(() -> view.warn(sentence));
  }

  /** Hands keys over to a thread of their own: they are pressed under the terminal's lock. */
  public Consumer<Key> keys() {
    return key ->
        Thread.ofVirtual().name("key").start(() -> link.exclusively(() -> typing.pressed(key)));
  }

  private void happened(Happening happening) {
    happenings.take(happening);
    questions.take(happening);
  }

  private void keepBar() {
    try {
      while (true) {
        link.exclusively(
            () -> {
              marks.tick(Instant.now());
              desk.learnMessages();
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
