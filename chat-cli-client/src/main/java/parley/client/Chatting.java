package parley.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import parley.client.account.SignIn;
import parley.client.command.OpenServers;
import parley.client.command.TerminalChat;
import parley.client.conversation.Talk;
import parley.client.files.Downloads;
import parley.client.files.Drafts;
import parley.client.link.Link;
import parley.client.link.LinkEnding;
import parley.client.link.Outbox;
import parley.client.link.RetryPolicy;
import parley.client.link.SavedSession;
import parley.client.link.SavedSessionFile;
import parley.client.scripts.ServerOptions;
import parley.client.terminal.ConversationView;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Screen;
import parley.protocol.Printable;
import parley.protocol.Request;

/** One chat after another at one server, each by a way of its own to come in. */
final class Chatting {
  private final Visit.Place place;
  private final ConversationView view;
  private final ServerOptions options;
  private final Departure departure;
  private final OpenServers servers;
  private volatile OpenServers.Server server;

  /** Null before the first one. */
  private volatile TerminalChat person;

  private boolean connected;
  private boolean stayed;
  private int unsent;

  Chatting(Visit.Place place, ServerOptions options, Departure departure, OpenServers servers) {
    this.place = place;
    this.view = place.view();
    this.options = options;
    this.departure = departure;
    this.servers = servers;
  }

  /** Which one it is of those that are open. */
  void isAt(OpenServers.Server server) {
    this.server = server;
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
    Screen screen = place.screen();
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
            place.theme(),
            place.completion(),
            drafts,
            place.config(),
            options.rooms(),
            way.signIn(),
            Downloads.folder(options.environment()),
            servers,
            server,
            happened ->
                new Link(
                    way.signIn().dialer(), way.hello(), way.before(), outbox, policy, happened));
    person = chat;
    if (!screen.isShown()) {
      chat.looks(false); // it may have been turned away from meanwhile
    }
    PlaceSaver keeper = new PlaceSaver(chat.link(), way.places(), way.name(), way.file());
    keeper.start();
    departure.chats(chat);
    LinkEnding ending =
        chat.run(
            how -> {
              end(chat, keeper, outbox, how);
              stayed = isOver(how) && servers.stays(server);
              return stayed;
            });
    departure.chats(null);
    return ending;
  }

  /** There is nothing to come back to by itself, and its person did not want that. */
  private boolean isOver(LinkEnding ending) {
    return switch (ending) {
      case CLOSED, OWNED -> false;
      case SIGNED_OUT -> connected && !person.isSignedOut();
      case REFUSED, SHUT_OUT, UNREACHABLE, DISTRUSTED, FAULT -> true;
    };
  }

  private void end(TerminalChat chat, PlaceSaver keeper, Outbox outbox, LinkEnding ending)
      throws InterruptedException {
    keeper.end(ending);
    if (outbox != null) {
      outbox.close();
    }
    unsent = chat.link().pending().size();
    connected = chat.wasConnected();
  }

  /** Whether the last chat's pages stayed after its end, until its person left. */
  boolean stayed() {
    return stayed;
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
    return person != null && person.isSignedOut();
  }

  /** As what account the last chat was; empty for a guest. */
  Optional<String> account() {
    return Optional.ofNullable(person.link().place())
        .filter(SavedSession::ofAccount)
        .map(SavedSession::name);
  }

  String lastWords() {
    return person.lastWords();
  }

  /** A key; it may have to wait. */
  void pressed(PressedKey key) {
    toChat(chat -> chat.pressed(key), () -> {});
  }

  /** A line to be done as if it were typed. */
  void go(String line) {
    toChat(chat -> chat.go(line), () -> {});
  }

  /** A talk to turn to; it may have to wait. */
  void turnTo(Talk talk) {
    toChat(chat -> chat.turnTo(talk), () -> {});
  }

  /** Whether its person sees this server from now on; as above. */
  void looks(boolean seen) {
    toChat(chat -> chat.looks(seen), () -> view.looked(seen));
  }

  /** With nothing happening meanwhile. */
  void exclusively(Runnable action) {
    toChat(chat -> chat.exclusively(action), action);
  }

  /** What is trusted from now on, which is to be compared by its person; from any thread. */
  void trusts(String sentence) {
    toChat(chat -> chat.pin(sentence), () -> view.pin(Printable.lines(sentence)));
  }

  /** A word that must not be overlooked; from any thread. */
  void warn(String sentence) {
    toChat(chat -> chat.warn(sentence), () -> view.warn(Printable.lines(sentence)));
  }

  /** Before the first chat there is none to ask. */
  private void toChat(Consumer<TerminalChat> done, Runnable otherwise) {
    TerminalChat now = person;
    if (now == null) {
      otherwise.run();
    } else {
      done.accept(now);
    }
  }
}
