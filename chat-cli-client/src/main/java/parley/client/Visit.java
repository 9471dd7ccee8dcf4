package parley.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import parley.client.account.Invitation;
import parley.client.account.Questions;
import parley.client.account.Reception;
import parley.client.account.RefusalException;
import parley.client.account.SignIn;
import parley.client.command.TerminalQuestions;
import parley.client.config.ChatConfig;
import parley.client.config.LiveConfig;
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
import parley.client.terminal.Screen;
import parley.client.terminal.Theme;
import parley.protocol.AccountToken;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Request;
import parley.text.Counted;
import parley.text.ShellWord;

/**
 * Somebody at the terminal, from the invitation or the password that lets them in to the end of the
 * chat. Confined to the thread that runs it.
 */
final class Visit {
  private final ServerOptions options;
  private final Address address;
  private final Invitation invitation;
  private final Request.Hello guest;
  private final boolean keeps;
  private final boolean inline;
  private final Chatting.Leaving leaving = new Chatting.Leaving();

  /** The name under which one comes, and whether it was chosen. */
  private String name;

  private boolean chosen;

  /** What was gained by an invitation or a password, and is not yet used; null for nothing. */
  private SavedSession signedIn;

  private String lastWords = "";

  /**
   * @param invitation null for none
   * @param guest who comes, where nothing else is known of them
   * @param keeps whether anything can be kept on this machine
   * @param inline whether the whole screen is not wanted
   */
  Visit(
      ServerOptions options,
      Address address,
      Invitation invitation,
      Request.Hello guest,
      boolean keeps,
      boolean inline) {
    this.options = options;
    this.address = address;
    this.invitation = invitation;
    this.guest = guest;
    this.keeps = keeps;
    this.inline = inline;
    name = guest.name();
    chosen = options.isNameChosen(address);
  }

  /** Why it ended, where its person does not know. */
  String lastWords() {
    return lastWords;
  }

  /**
   * Runs it and answers the exit code.
   *
   * @param history the file of typed lines, null to keep none
   */
  int run(Terminal terminal, Path history) throws IOException, InterruptedException {
    Integer colours = terminal.getNumericCapability(Capability.max_colors);
    Theme theme = Theme.of(colours == null ? 0 : colours, options.environment());
    Completion completion = new Completion();
    Chatting[] chatting = new Chatting[1];
    try (Face face =
        Face.open(
            terminal,
            keeps ? history : null,
            inline,
            theme,
            completion,
            key -> chatting[0].pressed(key),
            line -> chatting[0].go(line))) {
      Screen screen = face.screen();
      ConversationView view = face.view();
      LiveConfig config = new LiveConfig(options.config(), view::become);
      greet(config.now(), view);
      chatting[0] = new Chatting(screen, view, theme, completion, options, config, leaving);
      leaving.atSignals(screen::close, screen.edits());
      Dialer dialer =
          invitation == null
              ? options.dialer(address, chatting[0]::trusts)
              : options.dialer(invitation, chatting[0]::trusts);
      Questions person =
          new TerminalQuestions(screen, sentence -> view.say(Printable.lines(sentence)));
      try {
        if (invitation != null && !isAccepted(dialer, person)) {
          return leaving.code(ExitCode.REFUSED);
        }
        if (AccountToken.is(guest.token()) && !isKnown(dialer)) {
          return leaving.code(ExitCode.REFUSED);
        }
        int code = chat(chatting[0], dialer, person);
        if (leaving.code(0) != 0) {
          lastWords = "";
        }
        return leaving.code(code);
      } catch (CannotConnect e) {
        lastWords = Printable.lines(e.getMessage());
        return leaving.code(e.distrusted() ? ExitCode.DISTRUSTED : ExitCode.UNREACHABLE);
      } catch (InterruptedException e) {
        if (leaving.code(0) == 0) {
          throw e;
        }
        return leaving.code(0);
      }
    }
  }

  /** A file that is wrong keeps nobody out, and is told until something was typed. */
  private static void greet(ChatConfig config, ConversationView view) {
    if (!config.set().isEmpty()) {
      view.become(config.preferences());
    }
    config.sentences().forEach(view::pin);
    if (!config.openToOthers().isEmpty()) {
      view.pin(config.openToOthers());
    }
  }

  private SignIn signIn(Dialer dialer, boolean kept) {
    return new SignIn(dialer, ServerOptions.client(), kept ? Device.name() : null);
  }

  private boolean isAccepted(Dialer dialer, Questions person)
      throws IOException, InterruptedException {
    leaving.asks(true);
    signedIn =
        new Reception(signIn(dialer, keeps), person)
            .accept(invitation, chosen ? name : null, options.loginName(), options.password())
            .orElse(null);
    leaving.asks(false);
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
  private int chat(Chatting chatting, Dialer dialer, Questions person)
      throws IOException, InterruptedException {
    while (true) {
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
        if (!owned) {
          return ended(ending, chatting);
        }
        chatting.view().noStatus();
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
  }

  private int ended(LinkEnding ending, Chatting chatting) {
    if (ending == LinkEnding.CLOSED && chatting.unsent() > 0) {
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
    leaving.asks(true);
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
      leaving.asks(false);
    }
  }

  private Optional<SavedSessionFile> claim(String of) throws IOException {
    return keeps
        ? SavedSessionFile.claim(options.folders().place(address.place(), Names.fold(of)))
        : Optional.empty();
  }
}
