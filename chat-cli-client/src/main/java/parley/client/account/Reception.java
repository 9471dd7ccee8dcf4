package parley.client.account;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import parley.client.link.SavedSession;
import parley.protocol.ErrorCode;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;
import parley.protocol.Printable;

/** Asks whoever comes for what an account needs, and asks again where that helps. */
public final class Reception {
  private static final int TRIES = 3;
  private static final int LONGEST_WAIT_SECONDS = 60;

  private final SignIn signIn;
  private final Questions person;

  public Reception(SignIn signIn, Questions person) {
    this.signIn = signIn;
    this.person = person;
  }

  /** What became of a name that belongs to an account. */
  public sealed interface Outcome {
    /** It is theirs. */
    record SignedIn(SavedSession session) implements Outcome {}

    /** They come by another name. */
    record OtherName(String name) implements Outcome {}

    record GivenUp() implements Outcome {}

    /** No password would be taken, such as of who is suspended. */
    record Refused(String why) implements Outcome {}
  }

  /** Asks for the password of an account. */
  public Outcome ask(String name) throws InterruptedException {
    String shown = Printable.line(name);
    for (int tries = 0; tries < TRIES; tries++) {
      String password =
          person.secret(
              tries == 0
                  ? shown + " belongs to an account. Password (Enter: another name): "
                  : "Password of " + shown + " (Enter: another name): ");
      if (password == null) {
        return new Outcome.GivenUp();
      }
      if (password.isEmpty()) {
        String other = name("Name: ", "");
        return other == null ? new Outcome.GivenUp() : new Outcome.OtherName(other);
      }
      try {
        return new Outcome.SignedIn(signIn.with(name, password));
      } catch (InvalidRequest | IOException e) {
        person.say(e.getMessage());
      } catch (RefusalException e) {
        if (e.code() == ErrorCode.BAD_PASSWORD) {
          person.say(e.getMessage());
        } else if (!isWorthWaiting(e)) {
          return new Outcome.Refused(e.getMessage());
        } else {
          person.say(e.getMessage());
          waited(e);
        }
      }
    }
    return new Outcome.GivenUp();
  }

  /**
   * Makes an account by an invitation, and signs in.
   *
   * @param wanted the name that somebody chose already, null for none
   * @param login what the name is where they choose none
   * @param password as {@code wanted}
   * @return empty where nothing came of it, which was told
   * @throws IOException where there is no connection
   */
  public Optional<SavedSession> accept(
      Invitation invitation, String wanted, String login, String password)
      throws IOException, InterruptedException {
    signIn.meet();
    String settled = invitation.address().name();
    String name = settled != null ? settled : wanted;
    String chosen = password;
    person.say(
        "You are invited to "
            + invitation.address().place()
            + (settled == null ? "" : " as " + Printable.line(settled))
            + ": choose "
            + (name == null ? "a name and " : "")
            + "a password.");
    boolean unsure = false;
    while (true) {
      name = name == null ? name("Name (Enter: " + login + "): ", login) : name;
      chosen = name == null || chosen != null ? chosen : NewPassword.ask(person);
      if (name == null || chosen == null) {
        person.say("Nothing was done; the invitation holds.");
        return Optional.empty();
      }
      try {
        return Optional.of(signIn.register(name, chosen, invitation.secret()));
      } catch (InvalidRequest e) {
        person.say(e.getMessage());
        if (password != null) {
          return Optional.empty();
        }
        chosen = null;
      } catch (IOException e) {
        if (unsure) {
          throw e;
        }
        // It may have been done: the next attempt tells.
        unsure = true;
      } catch (RefusalException e) {
        switch (e.code()) {
          case NAME_TAKEN, NAME_OWNED, BAD_NAME -> {
            person.say(e.getMessage());
            if (settled != null) {
              return Optional.empty();
            }
            name = null;
          }
          case BAD_INVITATION -> {
            return used(name, chosen, unsure, e);
          }
          default -> {
            person.say(e.getMessage());
            if (!waited(e)) {
              return Optional.empty();
            }
          }
        }
      }
    }
  }

  /** Perhaps by this person, who was not told that it was done. */
  private Optional<SavedSession> used(
      String name, String password, boolean unsure, RefusalException why) throws IOException {
    if (unsure) {
      try {
        return Optional.of(signIn.with(name, password));
      } catch (RefusalException e) {
        // It was somebody else.
      }
    }
    person.say(
        why.getMessage()
            + " Ask for another one; or if you have your account already: chat NAME@"
            + signIn.dialer().address().place());
    return Optional.empty();
  }

  private String name(String prompt, String otherwise) {
    while (true) {
      String typed = person.line(prompt);
      String name = typed == null || !typed.isBlank() ? typed : otherwise;
      if (name == null || name.isEmpty()) {
        return null;
      }
      try {
        return Names.check(name.strip());
      } catch (InvalidRequest e) {
        person.say(e.getMessage());
      }
    }
  }

  private static boolean isWorthWaiting(RefusalException e) {
    return e.retryAfter() > 0 && e.retryAfter() <= LONGEST_WAIT_SECONDS;
  }

  private static boolean waited(RefusalException e) throws InterruptedException {
    if (!isWorthWaiting(e)) {
      return false;
    }
    Thread.sleep(Duration.ofSeconds(e.retryAfter()));
    return true;
  }
}
