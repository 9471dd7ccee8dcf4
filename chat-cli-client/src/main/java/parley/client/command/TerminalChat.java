package parley.client.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import parley.client.account.Questions;
import parley.client.account.SignIn;
import parley.client.config.LiveConfig;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.files.Drafts;
import parley.client.link.Link;
import parley.client.link.LinkEnding;
import parley.client.link.LinkEvent;
import parley.client.net.Dialer;
import parley.client.terminal.AdminWords;
import parley.client.terminal.Completion;
import parley.client.terminal.ConversationView;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Screen;
import parley.client.terminal.Theme;
import parley.client.transfer.Transfer;
import parley.client.transfer.TransferRequests;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * A person at the terminal: {@link LinkListener} shows what the link tells, {@link Typing} does
 * what is typed. Both are guarded by the lock of the {@link Link}.
 */
public final class TerminalChat {
  private static final long BAR_MILLIS = 200;

  /** As above, where nothing changes by itself but the time of day. */
  private static final long QUIET_MILLIS = 1_000;

  /** For how long a file that does not move is tried again while there is a connection. */
  private static final Duration TRANSFER_PATIENCE = Duration.ofMinutes(5);

  private final CountDownLatch ready = new CountDownLatch(1);
  private final Screen screen;
  private final ConversationView view;
  private final Drafts drafts;
  private final Link link;
  private final TransferRequests questions;
  private final Conversation conversation;
  private final OpenTalks openTalks;
  private final Completion completion;
  private final Requests requests;
  private final Status status;
  private final ReadMarks marks;
  private final RoomEntry entry;
  private final LinkListener listener;
  private final Typing typing;
  private final AccountCommands account;
  private final Absence absence;
  private final AtomicBoolean quitting = new AtomicBoolean();
  private volatile Thread reading;

  /** Whether what can be typed goes on after the link's end; known then. */
  private final CompletableFuture<Boolean> stays = new CompletableFuture<>();

  /** Lines that the screen gives. */
  private final ExecutorService going =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("go").factory());

  /**
   * @param signIn for who makes an account of a guest; its dialer also makes the connections that
   *     carry files
   * @param drafts null where none are kept
   * @param config what is set, which is set otherwise here
   * @param rooms to be in from the start
   * @param downloads the folder for files that are fetched
   * @param servers all that are open, this one among them
   * @param connect makes the link, not yet started, that tells this person what happens
   */
  public TerminalChat(
      Screen screen,
      ConversationView view,
      Theme theme,
      Completion completion,
      Drafts drafts,
      LiveConfig config,
      List<String> rooms,
      SignIn signIn,
      Path downloads,
      OpenServers servers,
      OpenServers.Server server,
      Function<Consumer<LinkEvent>, Link> connect) {
    this.screen = screen;
    this.view = view;
    this.drafts = drafts;
    conversation = new Conversation(() -> config.now().words());
    Dialer dialer = signIn.dialer();
    conversation.looking(screen.isShown());
    String place = dialer.address().place();
    link = connect.apply(this::happened);
    openTalks = new OpenTalks(conversation, view, completion);
    this.completion = completion;
    requests = new Requests(link, view, this::wentAstray);
    questions = new TransferRequests(link);
    RunningTransfers transfers = new RunningTransfers(link, theme.pending());
    status = new Status(screen, view, conversation, link, transfers, place, server);
    ChatParts chat = new ChatParts(conversation, link, view, openTalks, requests, status);
    LinkMessages messages = new LinkMessages(view, place);
    entry = new RoomEntry(chat, rooms, screen.edits(), ready::countDown);
    FiguresCommands figures = new FiguresCommands(chat, screen, theme, place);
    marks = new ReadMarks(chat);
    absence = new Absence(chat, screen, () -> config.now().awayAfter());
    listener =
        new LinkListener(
            chat,
            messages,
            entry,
            figures,
            absence,
            place,
            ready::countDown,
            // A person can leave, or wait; the lines of a pipe are for a room.
            screen.edits() ? ready::countDown : () -> {});
    AskedLine asked = new AskedLine();
    Transfer.Route route = new Transfer.Route(questions, dialer, TRANSFER_PATIENCE);
    FileCommands files = new FileCommands(chat, transfers, route, downloads, asked);
    account = new AccountCommands(chat, signIn, screen.edits() ? questions() : null);
    TalkCommands talks = new TalkCommands(chat);
    CommandHandlers handlers =
        new CommandHandlers(
            new RoomCommands(chat, entry),
            new RoomKeepingCommands(chat),
            talks,
            new MessageCommands(chat),
            files,
            new HistoryCommands(chat),
            new ServerCommands(chat),
            absence,
            account,
            new TokenCommands(chat),
            new OwnDataCommands(chat, place),
            figures,
            new SettingCommands(chat, config, servers, server, completion),
            new Help(view, () -> config.now().preferences().keys(), completion),
            new SeveralServers(
                chat,
                servers,
                server,
                () -> {
                  boolean sent = files.isSettled(); // of both its person is told at once
                  return (!screen.edits() || talks.isSettled()) && sent;
                },
                asked,
                quitting,
                completion),
            view::numbers);
    typing = new Typing(screen, chat, messages, marks, handlers, asked, quitting, stays);
  }

  /** Who types sees it, and turns elsewhere or not; the lines of a script just go on. */
  private void wentAstray() {
    if (!screen.edits()) {
      openTalks.turnAway();
    }
  }

  /** This person's link. */
  public Link link() {
    return link;
  }

  /** Reads lines until the person leaves or the link ends. */
  public LinkEnding run() throws InterruptedException {
    return run(_ -> false);
  }

  /**
   * The same.
   *
   * @param stays is told how the link ended, and answers whether the person still sees what was
   *     said, until they leave
   */
  public LinkEnding run(Stays stays) throws InterruptedException {
    if (drafts != null) {
      view.drafts(drafts.load());
    }
    link.start();
    Thread drawing = Thread.ofVirtual().name("bar").start(this::keepBar);
    // What is typed or piped in before there is a room to say it in would be lost.
    ready.await();
    reading = Thread.ofPlatform().daemon().name("typing").unstarted(typing::type);
    reading.start();
    LinkEnding ending = link.awaitEnd();
    this.stays.complete(stays.after(ending));
    if (this.stays.join()) {
      link.exclusively(() -> view.warn(partingWords()));
      reading.join();
    } else {
      reading.interrupt();
      reading.join(Typing.PARTING);
    }
    drawing.interrupt();
    drawing.join();
    going.shutdown();
    link.exclusively(() -> keepDrafts(true));
    if (typing.fault() != null) {
      throw typing.fault();
    }
    return ending;
  }

  private String partingWords() {
    String why = lastWords();
    return (why.isEmpty() ? "The connection is over." : why)
        + "\n"
        + "Your other servers go on. /reconnect begins anew here, /disconnect takes these talks"
        + " away.";
  }

  /** Lets the person leave, as if they wanted to; {@link #run} ends soon. From any thread. */
  public void leave() {
    quitting.set(true);
    screen.keepLine();
    Thread typing = reading;
    if (typing == null) {
      link.close();
    } else {
      typing.interrupt();
    }
  }

  /** What becomes of a chat whose link has ended. */
  @FunctionalInterface
  public interface Stays {
    /** Whether its person still sees what was said, until they leave. */
    boolean after(LinkEnding ending) throws InterruptedException;
  }

  /** Why it ended, to be said once the terminal is as it was; empty where its person knows. */
  public String lastWords() {
    return listener.lastWords();
  }

  /** Whether the server let this person in. */
  public boolean wasConnected() {
    return status.wasConnected();
  }

  /** Whether this person ended the session here. */
  public boolean isSignedOut() {
    return account.isSignedOut();
  }

  /** A word that must not be overlooked; from any thread. */
  public void warn(String sentence) {
    link.exclusively(() -> view.warn(sentence));
  }

  private Questions questions() {
    return new TerminalQuestions(
        screen, sentence -> link.exclusively(() -> view.say(Printable.lines(sentence))));
  }

  /** A key; it may have to wait. */
  public void pressed(PressedKey key) {
    link.exclusively(() -> typing.pressed(key));
  }

  /** Whether this person sees this chat from now on, or another server's; it may have to wait. */
  public void looks(boolean seen) {
    link.exclusively(
        () -> {
          typing.looks(seen);
          view.looked(seen);
        });
  }

  /** Turns to one of the talks, if it is still there; it may have to wait. */
  public void turnTo(Talk talk) {
    link.exclusively(
        () -> {
          if (conversation.talks().contains(talk)) {
            openTalks.turnTo(talk);
            status.draw();
          }
        });
  }

  /** Runs with nothing happening meanwhile. */
  public void exclusively(Runnable action) {
    link.exclusively(action);
  }

  /** Does a line as if it were typed: on a thread of its own, as above; one after another. */
  public void go(String line) {
    try {
      going.execute(() -> link.exclusively(() -> typing.act(line, true)));
    } catch (RejectedExecutionException e) {
      // This chat is over.
    }
  }

  /** A word that stands until its person has typed something; from any thread. */
  public void pin(String sentence) {
    link.exclusively(() -> view.pin(Printable.lines(sentence)));
  }

  private void happened(LinkEvent event) {
    listener.take(event);
    questions.take(event);
  }

  /** Asked for by whoever completes them first; who is no operator gets none. */
  private void learnAdmin() {
    if (completion.wantsAdmin()) {
      requests.quietly(
          id -> new Request.Admin(id, "help --json"),
          Reply.AdminText.class,
          told -> completion.learn(AdminWords.of(told.text())));
    }
  }

  private void keepDrafts(boolean last) {
    if (drafts != null) {
      drafts.keep(view.drafts(), last);
    }
  }

  private void keepBar() {
    try {
      while (!screen.isGone()) {
        link.exclusively(
            () -> {
              marks.tick(Instant.now());
              openTalks.tick();
              absence.tick();
              learnAdmin();
              status.redrawIfResized();
              status.tick();
              entry.tick();
              typing.readOn();
              view.draw();
              keepDrafts(false);
            });
        view.awaitChange(status.isQuiet() ? QUIET_MILLIS : BAR_MILLIS);
      }
      leave();
    } catch (InterruptedException e) {
      // The end.
    }
  }
}
