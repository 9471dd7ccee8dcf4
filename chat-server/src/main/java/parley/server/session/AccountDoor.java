package parley.server.session;

import java.net.InetAddress;
import java.util.function.Supplier;
import parley.protocol.ErrorCode;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.account.Checker;
import parley.server.account.PasswordRate;
import parley.server.account.Passwords;
import parley.server.config.Settings;
import parley.server.decide.Act;
import parley.server.fanout.Roster;
import parley.server.fanout.Subscriber;
import parley.server.net.Network;
import parley.server.rights.Rights;
import parley.server.rights.Rule;
import parley.server.state.Asker;

/**
 * Where a connection's secrets are looked at: passwords, and the invitations that accounts are made
 * by. What follows from them is decided elsewhere, by what was found here. Confined to the
 * connection's reader.
 */
final class AccountDoor {
  private static final String UNGUARDED =
      "Others could read a secret on this connection, so none is taken on it: come by TLS.";

  private final Subscriber subscriber;
  private final Supplier<ShownCertificate> certificate;
  private final Network network;
  private final Passwords passwords;
  private final PasswordRate rate;
  private final Checker checker;
  private final Decoys decoys;
  private final Roster roster;
  private final Supplier<Settings> settings;

  /**
   * @param certificate what the client's says
   */
  AccountDoor(Subscriber subscriber, Supplier<ShownCertificate> certificate, SessionParts parts) {
    this.certificate = certificate;
    this.subscriber = subscriber;
    this.network = subscriber.network();
    this.passwords = parts.rates().passwords();
    this.rate = parts.rates().passwordRate();
    this.checker = parts.rates().checker();
    this.decoys = parts.sources().decoys();
    this.roster = parts.sources().roster();
    this.settings = parts.settings();
  }

  /** What came of a secret: an act that needs it, or the answer. */
  sealed interface Found<T> {
    record Right<T>(T act) implements Found<T> {}

    /**
     * @param wrong whether a secret was wrong, or one too many of those that were
     */
    record No<T>(Reply.Refused answer, boolean wrong) implements Found<T> {
      No(Reply.Refused answer) {
        this(answer, false);
      }
    }
  }

  /** Whether nobody else can read what is said here: TLS, or this machine. */
  boolean guarded() {
    return subscriber.tls() != null
        || InetAddress.ofLiteral(subscriber.address()).isLoopbackAddress();
  }

  /** Signing in by the certificate that TLS has proved; null where it is not for that name. */
  Act.Proof certified(Request.Hello r) {
    boolean alone = r.session() == null && r.password() == null && r.token() == null;
    String name = alone ? certificate.get().name() : null;
    return name != null && Names.fold(name).equals(Names.fold(r.name()))
        ? new Act.Proof.Certificate(name, r.device())
        : null;
  }

  /** Signing in by a token: whether it is one is looked at where it is decided. */
  Found<Act.Proof> token(Request.Hello r) {
    Reply.Refused unguarded = unguarded(r.id());
    return unguarded == null
        ? new Found.Right<>(new Act.Proof.Token(Secret.hash(r.token())))
        : new Found.No<>(unguarded);
  }

  /** Signing in by a password. */
  Found<Act.Proof> signIn(Request.Hello r) throws InterruptedException {
    Reply.Refused unguarded = unguarded(r.id());
    if (unguarded != null) {
      return new Found.No<>(unguarded);
    }
    String person = roster.named(r.name());
    String verifier = person == null ? null : roster.verifier(person);
    if (verifier == null && checker.isThere()) {
      return checked(r);
    }
    Found.No<Act.Proof> no = tried(r.id(), Names.fold(r.name()), r.password(), verifier);
    return no == null
        ? new Found.Right<>(new Act.Proof.Password(person, verifier, r.device()))
        : no;
  }

  /** Signing in by what is kept elsewhere. */
  private Found<Act.Proof> checked(Request.Hello r) throws InterruptedException {
    String name = Names.fold(r.name());
    int wait = rate.begin(network, name);
    if (wait > 0) {
      return new Found.No<>(slower(r.id(), wait), true);
    }
    try {
      if (!checker.matches(name, r.password(), network)) {
        return new Found.No<>(Rights.unproven(Rule.NOT_YOURS).refusal(r.id()), true);
      }
    } catch (Checker.NoAnswerException e) {
      rate.right(network, name);
      return new Found.No<>(
          new Reply.Refused(
              r.id(),
              ErrorCode.RATE_LIMITED,
              "Passwords can't be checked just now. Try again in 5 s.",
              5));
    }
    rate.right(network, name);
    return new Found.Right<>(new Act.Proof.Checked(r.name(), r.device(), checkerMakes()));
  }

  private boolean checkerMakes() {
    return settings.get().accounts().checkerMakes() == Settings.Switch.ON;
  }

  /**
   * Who would be nobody here without an account, and may get one by a password, is asked for it.
   */
  Reply.Refused asking(Request.Hello r, Reply.Refused refused) {
    String fault = certificate.get().fault();
    if (refused.code() == ErrorCode.NAME_OWNED && fault != null) {
      return new Reply.Refused(r.id(), refused.code(), fault, null);
    }
    boolean nobody =
        refused.code() == ErrorCode.FORBIDDEN
            && r.password() == null
            && r.session() == null
            && r.token() == null;
    return nobody && checker.isThere() && checkerMakes()
        ? new Reply.Refused(
            r.id(),
            ErrorCode.NAME_OWNED,
            "Nobody is let in without an account here: sign in with your password.",
            null)
        : refused;
  }

  /** Making an account, or setting a password by an invitation. */
  Found<Act.Register> register(Request.Register r, Asker.Person guest) throws InterruptedException {
    Reply.Refused unguarded = unguarded(r.id());
    if (unguarded != null) {
      return new Found.No<>(unguarded);
    }
    if (guest != null && guest.byToken()) {
      // It is refused where it is decided, and tries no invitation.
      return new Found.Right<>(
          new Act.Register(
              r.id(), guest, r.name(), null, null, false, subscriber.connection(), null, null));
    }
    int wait = rate.beginAccount(network, r.invitation() == null);
    if (wait > 0) {
      return new Found.No<>(slower(r.id(), wait), true);
    }
    boolean open = settings.get().accounts().registration() == Settings.Registration.OPEN;
    // Who may not is refused before it costs anything.
    boolean hopeless = !open && r.invitation() == null;
    try {
      return new Found.Right<>(
          new Act.Register(
              r.id(),
              guest == null ? new Asker.Newcomer(subscriber.connection()) : guest,
              r.name(),
              hopeless ? null : passwords.verifier(r.password(), network),
              r.invitation() == null ? null : Secret.hash(r.invitation()),
              open,
              subscriber.connection(),
              Secret.hash(Secret.fresh()),
              subscriber.address()));
    } catch (Passwords.BusyException e) {
      rate.right(network);
      return new Found.No<>(busy(r.id()));
    }
  }

  /** An account was made, or was not: only who failed is counted. */
  void registered(Reply reply, String name) {
    if (!(reply instanceof Reply.Refused refused)) {
      rate.right(network);
    } else if (refused.code() == ErrorCode.BAD_INVITATION) {
      FailedSignIns.log(subscriber.address(), refused.code(), name);
    }
  }

  /** Changing one's own password. */
  Found<Act.SetPassword> change(Request.Password r, Asker.Person by) throws InterruptedException {
    Reply.Refused unguarded = unguarded(r.id());
    if (unguarded != null) {
      return new Found.No<>(unguarded);
    }
    if (by.byToken() || !roster.isAccount(by.id())) {
      // It is refused where it is decided, before it costs anything.
      return new Found.Right<>(new Act.SetPassword(r.id(), by, null, null, 0, false));
    }
    String verifier = roster.verifier(by.id());
    Found.No<Act.SetPassword> no = tried(r.id(), key(), r.old(), verifier);
    if (no != null) {
      return no;
    }
    return set(r.id(), by, verifier, r.password(), false);
  }

  /** What guesses are counted under, whichever request tries them: as a sign-in's are. */
  private String key() {
    return Names.fold(subscriber.name());
  }

  /** Having erased what is one's own: whether that is let is asked before anything is hashed. */
  Found<Act.ForgetOwn> forget(Request.Forget r, Asker.Person by) throws InterruptedException {
    Reply.Refused unguarded = unguarded(r.id());
    if (unguarded != null) {
      return new Found.No<>(unguarded);
    }
    boolean account = Boolean.TRUE.equals(r.account());
    Settings.Forgetting allowed = settings.get().accounts().forget();
    boolean let =
        allowed == Settings.Forgetting.ACCOUNT || allowed == Settings.Forgetting.WORDS && !account;
    String verifier = roster.verifier(by.id());
    if (let && !by.byToken() && verifier != null) {
      Found.No<Act.ForgetOwn> no = tried(r.id(), key(), r.password(), verifier);
      if (no != null) {
        return no;
      }
    }
    return new Found.Right<>(new Act.ForgetOwn(r.id(), by, verifier, account, let));
  }

  /** The same password as it is hashed now; null where it is so already, or nobody has time. */
  Act.SetPassword renewed(Asker.Person by, Act.Proof.Password signIn, String password)
      throws InterruptedException {
    return passwords.isOutdated(signIn.verifier())
            && set(null, by, signIn.verifier(), password, true)
                instanceof Found.Right<Act.SetPassword>(Act.SetPassword act)
        ? act
        : null;
  }

  private Found<Act.SetPassword> set(
      String re, Asker.Person by, String old, String password, boolean same)
      throws InterruptedException {
    try {
      String verifier = passwords.verifier(password, network);
      return new Found.Right<>(
          new Act.SetPassword(re, by, old, verifier, subscriber.connection(), same));
    } catch (Passwords.BusyException e) {
      return new Found.No<>(busy(re));
    }
  }

  /** The refusal of a password; null where it is the one. */
  private <T> Found.No<T> tried(String re, String account, String password, String verifier)
      throws InterruptedException {
    int wait = rate.begin(network, account);
    if (wait > 0) {
      return new Found.No<>(slower(re, wait), true);
    }
    try {
      if (!passwords.matches(password, verifier, decoys.of(account), network)) {
        String sentence = "The name and the password don't belong together.";
        return new Found.No<>(new Reply.Refused(re, ErrorCode.BAD_PASSWORD, sentence, null), true);
      }
    } catch (Passwords.BusyException e) {
      rate.right(network, account);
      return new Found.No<>(busy(re));
    }
    rate.right(network, account);
    return null;
  }

  private static Reply.Refused slower(String re, int seconds) {
    return new Reply.Refused(
        re,
        ErrorCode.RATE_LIMITED,
        "Too many passwords, invitations or new accounts came from your address. Try again in "
            + seconds
            + " s.",
        seconds);
  }

  private Reply.Refused unguarded(String re) {
    return guarded() ? null : new Reply.Refused(re, ErrorCode.NOT_PROTECTED, UNGUARDED, null);
  }

  private static Reply.Refused busy(String re) {
    return new Reply.Refused(
        re, ErrorCode.RATE_LIMITED, "Too many people sign in just now. Try again in 2 s.", 2);
  }
}
