package parley.client;

import java.io.IOException;
import java.util.Optional;
import parley.client.account.Invitation;
import parley.client.account.Questions;
import parley.client.account.Reception;
import parley.client.account.RefusalException;
import parley.client.account.SignIn;
import parley.client.command.OpenServers;
import parley.client.command.TerminalQuestions;
import parley.client.config.LiveConfig;
import parley.client.conversation.Talk;
import parley.client.link.LinkEnding;
import parley.client.link.SavedSession;
import parley.client.link.SavedSessionFile;
import parley.client.net.Address;
import parley.client.net.CannotConnect;
import parley.client.net.Dialer;
import parley.client.scripts.ExitCode;
import parley.client.scripts.ServerOptions;
import parley.client.terminal.Completion;
import parley.client.terminal.ConversationView;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Screen;
import parley.client.terminal.Theme;
import parley.protocol.AccountToken;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Request;
import parley.text.Counted;
import parley.text.ShellWord;
import picocli.CommandLine.ParameterException;

/**
 * Somebody at one server, from the invitation or the password that lets them in to the end of the
 * chat. Confined to the thread that runs it, but for what says otherwise.
 */
final class Visit {
  private final ServerOptions options;
  private final Destination to;
  private final Address address;
  private final Invitation invitation;
  private final boolean keeps;
  private final Departure departure = new Departure();
  private final Place place;
  private final OpenServers servers;
  private final OpenServers.Server server;
  private final Chatting chatting;
  private Request.Hello guest;

  /** The name under which one comes, and whether it was chosen. */
  private String name;

  private boolean chosen;

  /** What was gained by an invitation or a password, and is not yet used; null for nothing. */
  private SavedSession signedIn;

  private String lastWords = "";

  /** Where it is seen, and how its person wants that. */
  record Place(
      Screen screen,
      ConversationView view,
      Theme theme,
      Completion completion,
      LiveConfig config) {}

  /**
   * How it ended.
   *
   * @param words why, where its person does not know; empty where they do
   * @param fault what ended it that should not have, null for nothing
   */
  record Outcome(String label, int code, String words, Exception fault) {}

  /**
   * @param keeps whether anything can be kept on this machine
   * @throws IllegalArgumentException with a sentence, where no more servers can be open
   */
  Visit(Destination to, boolean keeps, Place place, OpenServers servers) {
    this.to = to;
    this.options = to.options();
    this.address = to.address();
    this.invitation = to.invitation();
    this.keeps = keeps;
    this.place = place;
    this.servers = servers;
    chatting = new Chatting(place, options, departure, servers);
    server = servers.add(to.label(), to.text(), departure::leave);
    chatting.isAt(server);
  }

  Departure departure() {
    return departure;
  }

  String label() {
    return server.label();
  }

  ConversationView view() {
    return place.view();
  }

  boolean isShown() {
    return place.screen().isShown();
  }

  /** It is over, and others are not. */
  void leaves() {
    servers.remove(server);
    place.screen().close();
  }

  /** What became of another one; from any thread. */
  void tells(String label, Outcome other) {
    if (other.words().isEmpty()) {
      exclusively(() -> view().say(Printable.line(label) + " is left."));
    } else {
      chatting.warn(label + ": " + other.words());
    }
  }

  /** With nothing happening meanwhile; from any thread. */
  void exclusively(Runnable action) {
    chatting.exclusively(action);
  }

  /** A key; from any thread, and it may have to wait. */
  void pressed(PressedKey key) {
    chatting.pressed(key);
  }

  /** A line to be done as if it were typed; from any thread. */
  void go(String line) {
    chatting.go(line);
  }

  /** A talk that is to be turned to; from any thread, and it may have to wait. */
  void turnTo(Talk talk) {
    chatting.turnTo(talk);
  }

  /** Whether this server is seen from now on; as above. */
  void looks(boolean seen) {
    chatting.looks(seen);
  }

  /** Runs it. */
  Outcome run() {
    try {
      int code = begun();
      // What was given up because its person left is told to nobody.
      boolean left = departure.isWanted() && code != ExitCode.UNCONFIRMED && !chatting.stayed();
      return left
          ? new Outcome(label(), ExitCode.OK, chatting.isSignedOut() ? lastWords : "", null)
          : new Outcome(label(), code, lastWords, null);
    } catch (IOException | InterruptedException | RuntimeException e) {
      String why =
          e instanceof IOException || e instanceof ParameterException
              ? String.valueOf(e.getMessage())
              : "A fault of this program: " + e;
      return new Outcome(label(), ExitCode.FAULT, Printable.lines(why), e);
    }
  }

  private int begun() throws IOException, InterruptedException {
    guest = to.guest();
    name = guest.name();
    chosen = options.isNameChosen(address);
    Dialer dialer = to.dialer(chatting::trusts);
    Questions person =
        new TerminalQuestions(
            place.screen(), sentence -> place.view().say(Printable.lines(sentence)));
    try {
      if (invitation != null && !isAccepted(dialer, person)) {
        return ExitCode.REFUSED;
      }
      if (AccountToken.is(guest.token()) && !isKnown(dialer)) {
        return ExitCode.REFUSED;
      }
      return chat(dialer, person);
    } catch (CannotConnect e) {
      lastWords = Printable.lines(e.getMessage());
      if (e.distrusted()) {
        untilRead(person);
      }
      return e.distrusted() ? ExitCode.DISTRUSTED : ExitCode.UNREACHABLE;
    } catch (InterruptedException e) {
      if (!departure.isWanted()) {
        throw e;
      }
      return ExitCode.OK;
    }
  }

  /**
   * A server that is not who it was before may be somebody in between: it is said where it can't be
   * overlooked, and nothing but {@code q} leaves it.
   */
  private void untilRead(Questions person) {
    Screen screen = place.screen();
    if (!screen.vanishes()) {
      return;
    }
    place.view().noStatus();
    place.view().warn(lastWords);
    departure.asks(true);
    String typed = "";
    while (typed != null && !typed.strip().equalsIgnoreCase("q") && !departure.isWanted()) {
      typed = person.line("q leaves› ");
    }
    departure.asks(false);
  }

  private SignIn signIn(Dialer dialer, boolean kept) {
    return new SignIn(dialer, ServerOptions.client(), kept ? Device.name() : null);
  }

  private boolean isAccepted(Dialer dialer, Questions person)
      throws IOException, InterruptedException {
    departure.asks(true);
    signedIn =
        new Reception(signIn(dialer, keeps), person)
            .accept(invitation, chosen ? name : null, options.loginName(), options.password())
            .orElse(null);
    departure.asks(false);
    if (signedIn != null) {
      name = signedIn.name();
    }
    return signedIn != null;
  }

  /** A token says who comes. */
  private boolean isKnown(Dialer dialer) throws IOException {
    try {
      signedIn = signIn(dialer, false).byToken(guest.token());
      chosen = true;
      name = signedIn.name();
      return true;
    } catch (RefusalException e) {
      lastWords = e.getMessage();
      return false;
    }
  }

  /** Chats under one name after another until there is nothing to come in by any more. */
  private int chat(Dialer dialer, Questions person) throws IOException, InterruptedException {
    while (!departure.isWanted()) {
      try (SavedSessionFile file = claim(name).orElse(null)) {
        SignIn signIn = signIn(dialer, file != null);
        SavedSession before = place(file, signIn);
        Request.Hello hello =
            new Request.Hello(null, name, guest.token(), guest.client(), null, null, null);
        LinkEnding ending =
            chatting.run(new Chatting.Way(signIn, hello, before, !chosen, this::claim, name, file));
        lastWords = chatting.lastWords();
        boolean owned =
            ending == LinkEnding.OWNED
                || (ending == LinkEnding.SIGNED_OUT && !chatting.wasConnected());
        if (ending == LinkEnding.DISTRUSTED) {
          untilRead(person);
        }
        if (!owned) {
          return ended(ending);
        }
        place.view().noStatus();
        if (ending == LinkEnding.SIGNED_OUT) {
          person.say(lastWords);
        }
        if (!comesOtherwise(signIn, before, person)) {
          return ExitCode.REFUSED;
        }
      } catch (RefusalException e) {
        lastWords = e.getMessage();
        return ExitCode.REFUSED;
      }
    }
    return ExitCode.OK;
  }

  private int ended(LinkEnding ending) {
    if ((ending == LinkEnding.CLOSED || chatting.stayed()) && chatting.unsent() > 0) {
      lastWords = Counted.of(chatting.unsent(), "message") + " not confirmed by the server.";
      if (keeps) {
        lastWords += " What waits is kept, and goes out when you come again.";
      }
      return ExitCode.UNCONFIRMED;
    }
    // A token is not signed in again: its sentence says what is to be done.
    if (ending != LinkEnding.SIGNED_OUT || guest.token() != null) {
      return ExitCode.of(ending);
    }
    String account = Printable.line(chatting.account().orElse(name));
    String again =
        " chat %s signs in again.".formatted(ShellWord.of(account + "@" + address.place()));
    lastWords = (chatting.isSignedOut() ? "You are signed out." : lastWords) + again;
    return chatting.isSignedOut() ? ExitCode.OK : ExitCode.of(ending);
  }

  /** What to come back with; null for a guest who comes for the first time. */
  private SavedSession place(SavedSessionFile file, SignIn signIn)
      throws IOException, RefusalException {
    SavedSession before = file == null ? null : file.load();
    boolean needed = signedIn == null && (before == null || !before.ofAccount());
    String password = needed ? options.password() : null;
    if (password != null) {
      try {
        signedIn = signIn.with(name, password);
      } catch (InvalidRequest e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    if (signedIn == null) {
      return before;
    }
    SavedSession place = signedIn.after(before);
    signedIn = null;
    if (file != null) {
      file.save(place);
    }
    return place;
  }

  /** Asks for the password of the name, or for another one; false where that was given up. */
  private boolean comesOtherwise(SignIn signIn, SavedSession before, Questions person)
      throws InterruptedException {
    departure.asks(true);
    try {
      switch (new Reception(signIn, person).ask(name)) {
        case Reception.Outcome.SignedIn(SavedSession session) -> {
          signedIn = session.after(before);
          name = session.name();
        }
        case Reception.Outcome.OtherName(String other) -> {
          name = other;
          chosen = true;
        }
        case Reception.Outcome.GivenUp _ -> {
          lastWords += "\n" + ServerOptions.HOW_TO_SIGN_IN;
          return false;
        }
        case Reception.Outcome.Refused(String why) -> {
          lastWords = why;
          return false;
        }
      }
      return true;
    } finally {
      departure.asks(false);
    }
  }

  private Optional<SavedSessionFile> claim(String of) throws IOException {
    return keeps
        ? SavedSessionFile.claim(options.folders().place(address.place(), Names.fold(of)))
        : Optional.empty();
  }
}
