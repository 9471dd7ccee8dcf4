package parley.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import parley.client.account.SignIn;
import parley.client.command.TerminalChat;
import parley.client.config.LiveConfig;
import parley.client.files.Downloads;
import parley.client.files.Drafts;
import parley.client.link.Link;
import parley.client.link.LinkEnding;
import parley.client.link.Outbox;
import parley.client.link.RetryPolicy;
import parley.client.link.SavedSession;
import parley.client.link.SavedSessionFile;
import parley.client.scripts.ExitCode;
import parley.client.scripts.ServerOptions;
import parley.client.terminal.Completion;
import parley.client.terminal.ConversationView;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Screen;
import parley.client.terminal.SureEnd;
import parley.client.terminal.Theme;
import parley.protocol.Printable;
import parley.protocol.Request;

/** One chat after another at one screen, each by a way of its own to come in. */
final class Chatting {
  private final Screen screen;
  private final ConversationView view;
  private final Theme theme;
  private final Completion completion;
  private final ServerOptions options;
  private final LiveConfig config;
  private final Leaving leaving;

  /** Null before the first one. */
  private volatile TerminalChat person;

  private boolean connected;
  private int unsent;

  Chatting(
      Screen screen,
      ConversationView view,
      Theme theme,
      Completion completion,
      ServerOptions options,
      LiveConfig config,
      Leaving leaving) {
    this.screen = screen;
    this.view = view;
    this.theme = theme;
    this.completion = completion;
    this.options = options;
    this.config = config;
    this.leaving = leaving;
  }

  /**
   * A way to come in.
   *
   * @param before the place to take back, null for none
   * @param otherNames whether the name may be changed where it is taken
   * @param places where places are kept
   * @param name under which this one is
   * @param file null where it is not kept
   */
  record Way(
      SignIn signIn,
      Request.Hello hello,
      SavedSession before,
      boolean otherNames,
      PlaceSaver.Places places,
      String name,
      SavedSessionFile file) {}

  /** Chats until that is over, and answers why it is. */
  LinkEnding run(Way way) throws IOException, InterruptedException {
    // Who was here before finds the server where it was, and waits for it as for one that was lost.
    boolean returns = screen.edits() && way.before() != null;
    RetryPolicy policy =
        new RetryPolicy(
            returns ? RetryPolicy.FOR_EVER : Duration.ZERO,
            RetryPolicy.FOR_EVER,
            way.otherNames(),
            screen.edits());
    Outbox outbox = way.file() == null ? null : new Outbox(way.file().outbox(), this::warn);
    Drafts drafts = way.file() == null ? null : new Drafts(way.file().drafts());
    TerminalChat chat =
        new TerminalChat(
            screen,
            view,
            theme,
            completion,
            drafts,
            config,
            options.rooms(),
            way.signIn(),
            Downloads.folder(options.environment()),
            happened ->
                new Link(
                    way.signIn().dialer(), way.hello(), way.before(), outbox, policy, happened));
    person = chat;
    PlaceSaver keeper = new PlaceSaver(chat.link(), way.places(), way.name(), way.file());
    keeper.start();
    leaving.chats(chat);
    LinkEnding ending = chat.run();
    keeper.end(ending);
    if (outbox != null) {
      outbox.close();
    }
    unsent = chat.link().pending().size();
    connected = chat.wasConnected();
    return ending;
  }

  /** How many messages the last chat left without acknowledgement. */
  int unsent() {
    return unsent;
  }

  /** Whether the last chat had a connection. */
  boolean wasConnected() {
    return connected;
  }

  /** Whether the last chat ended because its person signed out. */
  boolean isSignedOut() {
    return person.isSignedOut();
  }

  /** As what account the last chat was; empty for a guest. */
  Optional<String> account() {
    return Optional.ofNullable(person.link().place())
        .filter(SavedSession::ofAccount)
        .map(SavedSession::name);
  }

  ConversationView view() {
    return view;
  }

  String lastWords() {
    return person.lastWords();
  }

  /** A key, under the terminal's lock. */
  void pressed(PressedKey key) {
    TerminalChat now = person;
    if (now != null) {
      now.keys().accept(key);
    }
  }

  /** A line to be done as if it were typed, under the terminal's lock. */
  void go(String line) {
    TerminalChat now = person;
    if (now != null) {
      now.go(line);
    }
  }

  /** What is trusted from now on, which is to be compared by its person; from any thread. */
  void trusts(String sentence) {
    TerminalChat now = person;
    if (now == null) {
      view.pin(Printable.lines(sentence));
    } else {
      now.pin(sentence);
    }
  }

  /** A word that must not be overlooked; from any thread. */
  void warn(String sentence) {
    TerminalChat now = person;
    if (now == null) {
      view.warn(Printable.lines(sentence));
    } else {
      now.warn(sentence);
    }
  }

  /** Lets a person leave at a signal: the terminal is as it was, and the name is free at once. */
  static final class Leaving {
    private final AtomicInteger signal = new AtomicInteger();
    private TerminalChat chat;
    private Thread asking;

    /**
     * @param givesBack leaves the terminal as it was found
     * @param edits whether lines are given up by a key, and not by a signal
     */
    void atSignals(Runnable givesBack, boolean edits) {
      at("HUP", 1, givesBack);
      at("TERM", 15, givesBack);
      if (!edits) {
        at("INT", 2, givesBack);
      }
    }

    private void at(String name, int number, Runnable givesBack) {
      SureEnd.at(
          name,
          ExitCode.SIGNALLED + number,
          givesBack,
          () -> {
            signal.set(number);
            leave();
          });
    }

    private synchronized void leave() {
      if (asking != null) {
        asking.interrupt();
      }
      if (chat != null) {
        chat.leave();
      }
    }

    /** This chat is to be left. */
    synchronized void chats(TerminalChat chat) {
      this.chat = chat;
      if (signal.get() != 0) {
        chat.leave();
      }
    }

    /** The thread that says so asks for something, or does no more. */
    synchronized void asks(boolean begins) {
      asking = begins ? Thread.currentThread() : null;
    }

    /** The exit code, where there was no signal. */
    int code(int otherwise) {
      int number = signal.get();
      return number == 0 ? otherwise : ExitCode.SIGNALLED + number;
    }
  }
}
