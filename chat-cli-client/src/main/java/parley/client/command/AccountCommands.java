package parley.client.command;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import parley.client.account.Invitation;
import parley.client.account.NewPassword;
import parley.client.account.Questions;
import parley.client.account.RefusalException;
import parley.client.account.SignIn;
import parley.protocol.ErrorCode;
import parley.protocol.InvalidRequest;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.SignedIn;

/**
 * One's own account. Guarded by the link's lock, but for what is talked over with the person: that
 * runs on the thread that reads lines, and holds the lock only where it asks the server or shows
 * something.
 */
final class AccountCommands {
  private static final long PATIENCE_SECONDS = 60;

  private final ChatParts chat;
  private final SignIn signIn;
  private final Questions person;

  /** What is to be talked over once the lock is free; null for nothing. */
  private Dialogue next;

  private volatile boolean signedOut;

  /** Questions and answers. */
  private interface Dialogue {
    void over() throws InterruptedException;
  }

  /**
   * @param person null where nothing can be asked that must not be seen
   */
  AccountCommands(ChatParts chat, SignIn signIn, Questions person) {
    this.chat = chat;
    this.signIn = signIn;
    this.person = person;
  }

  void register(Arguments given) {
    if (chat.link().place() != null && chat.link().place().ofAccount()) {
      chat.view().warn("You have an account, and are signed in to it. /sessions tells where.");
      return;
    }
    begin(Command.REGISTER, given, this::registerOver);
  }

  void password(Arguments given) {
    begin(Command.PASSWORD, given, this::passwordOver);
  }

  /** {@code /forget [account]}. */
  void forget(Arguments given) {
    boolean account = given.rest().equals("account");
    if (!given.isEmpty() && !account) {
      chat.view().warn(Help.line(Command.FORGET));
    } else {
      begin(Command.FORGET, Arguments.of(""), () -> forgetOver(account));
    }
  }

  private void forgetOver(boolean account) throws InterruptedException {
    person.say(
        account
            ? "Your account goes, and all that you said here. Nothing brings it back."
            : "All that you said here goes. Nothing brings it back.");
    String password = person.secret("Your password (not shown), or Enter alone to keep it: ");
    if (password == null || password.isEmpty()) {
      person.say("Nothing was erased.");
      return;
    }
    try {
      switch (asked(id -> new Request.Forget(id, password, account ? true : null))) {
        case Reply.Refused refused -> warn(refused);
        case Reply.Done _ -> person.say("What you said is being erased.");
        case null, default -> person.say("Whether it is being erased is not known.");
      }
    } catch (InvalidRequest e) {
      person.say(e.getMessage());
    }
  }

  private void begin(Command command, Arguments given, Dialogue dialogue) {
    if (person == null) {
      chat.view().warn("A password is asked for only at a terminal where nobody sees it.");
    } else if (!given.isEmpty()) {
      chat.view()
          .warn("Type /" + command.word() + " alone: what must not be seen is asked for then.");
    } else {
      next = dialogue;
    }
  }

  /** What the last line began; without the link's lock. */
  void talkOver() throws InterruptedException {
    Dialogue[] begun = new Dialogue[1];
    chat.link()
        .exclusively(
            () -> {
              begun[0] = next;
              next = null;
            });
    if (begun[0] != null) {
      begun[0].over();
    }
  }

  private void registerOver() throws InterruptedException {
    String password = NewPassword.ask(person);
    if (password == null) {
      person.say("You have no account, as before.");
      return;
    }
    Reply reply = asked(id -> new Request.Register(id, null, password, null));
    if (reply instanceof Reply.Refused refused && refused.code() == ErrorCode.BAD_INVITATION) {
      warn(refused);
      String typed = person.secret("Your invitation, if you have one (not shown): ");
      if (typed == null || typed.isBlank()) {
        person.say("You have no account, as before.");
        return;
      }
      try {
        String secret = Invitation.secretOf(typed);
        reply = asked(id -> new Request.Register(id, null, password, secret));
      } catch (IllegalArgumentException e) {
        person.say(e.getMessage());
        return;
      }
    }
    switch (reply) {
      case Reply.Registered made -> made(made.name(), password);
      case Reply.Refused refused -> warn(refused);
      case null, default -> person.say("Whether you have an account is not known: come anew.");
    }
  }

  /** The session of a guest is none of the account's: this place gets one that is. */
  private void made(String name, String password) {
    String shown = Printable.line(name);
    try {
      chat.link().comeBack(signIn.with(name, password));
      person.say(
          "You have an account now: " + shown + ". This device is signed in until /signout.");
    } catch (IOException | RefusalException e) {
      person.say(
          "You have an account now: %s. Come by its password the next time. (%s)"
              .formatted(shown, e.getMessage()));
    }
  }

  private void passwordOver() throws InterruptedException {
    String old = person.secret("Your password until now (not shown): ");
    String fresh = old == null || old.isEmpty() ? null : NewPassword.ask(person);
    if (fresh == null) {
      person.say("Your password is the one it was.");
      return;
    }
    try {
      switch (asked(id -> new Request.Password(id, old, fresh))) {
        case Reply.Refused refused -> warn(refused);
        case Reply.PasswordChanged changed ->
            person.say(
                "You have a new password; your other sessions have ended."
                    + (changed.tokens() == null
                        ? ""
                        : " Tokens that go on: " + changed.tokens() + "; /tokens lists them."));
        case null, default -> person.say("Whether your password is the new one is not known.");
      }
    } catch (InvalidRequest e) {
      person.say(e.getMessage());
    }
  }

  private void warn(Reply.Refused refused) {
    chat.link().exclusively(() -> chat.view().warn(Requests.sentence(refused)));
  }

  /** The server's answer, waited for; null where there is none. */
  private Reply asked(Function<String, Request> request) throws InterruptedException {
    CompletableFuture<Optional<Reply>> answer = new CompletableFuture<>();
    chat.link()
        .exclusively(
            () -> {
              String id = chat.requests().quietly(request, (_, reply) -> answer.complete(reply));
              if (id == null) {
                answer.complete(Optional.empty());
              }
            });
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS).orElse(null);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  void sessions() {
    ask(
        list -> {
          StringBuilder text = new StringBuilder();
          for (SignedIn one : list.sessions()) {
            text.append(text.isEmpty() ? "" : "\n").append(line(one));
          }
          chat.view().answer(text.isEmpty() ? "You are signed in nowhere." : text.toString());
        });
  }

  private static String line(SignedIn one) {
    String where =
        one.here() != null ? "here" : one.online() ? "connected" : "last used " + day(one.used());
    return "%6d  %-24s since %s, %s"
        .formatted(
            one.session(),
            one.device() == null ? "(ends with its visit)" : Printable.line(one.device()),
            day(one.since()),
            where);
  }

  private static String day(String time) {
    String shown = Printable.line(time);
    return shown.substring(0, Math.min(10, shown.length()));
  }

  private void ask(Consumer<Reply.SessionList> done) {
    chat.requests().ask(Request.Sessions::new, Reply.SessionList.class, done);
  }

  /** Whether the session here was ended by who uses it. */
  boolean isSignedOut() {
    return signedOut;
  }

  void signOut() {
    ask(
        list ->
            list.sessions().stream()
                .filter(one -> one.here() != null)
                .findFirst()
                .ifPresentOrElse(
                    here -> {
                      signedOut = true;
                      chat.requests().ask(id -> Request.Revoke.session(id, here.session()));
                    },
                    () -> chat.view().warn("You are signed in nowhere; /quit leaves.")));
  }
}
