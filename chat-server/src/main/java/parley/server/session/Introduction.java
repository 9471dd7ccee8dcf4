package parley.server.session;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import parley.protocol.AccountToken;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.config.Settings;
import parley.server.decide.Act;
import parley.server.fanout.Subscriber;
import parley.server.log.Log;
import parley.server.logging.SparseLog;
import parley.server.net.Network;
import parley.server.state.Asker;

/**
 * How a connection says hello: who may try, what is asked of the sequencer, what a failure costs,
 * and what follows where it is accepted. Confined to the connection's reader.
 */
final class Introduction {
  private static final Logger LOG = LoggerFactory.getLogger(Introduction.class);
  private static final SparseLog HERE = new SparseLog(LOG, Level.INFO, SparseLog.OFTEN);
  private static final SparseLog NOT_HERE = new SparseLog(LOG, Level.INFO, SparseLog.SELDOM);

  private final Subscriber subscriber;
  private final Runnable spoke;
  private final Decisions decisions;
  private final RequestPace pace;
  private final Rates rates;
  private final Sources sources;
  private final Log log;
  private final Supplier<Settings> settings;
  private final Network network;
  private final AccountDoor door;
  private Asker.Person asker;

  /**
   * @param spoke told once hello was accepted
   */
  Introduction(
      Subscriber subscriber,
      Runnable spoke,
      Decisions decisions,
      RequestPace pace,
      AccountDoor door,
      SessionParts parts) {
    this.door = door;
    this.subscriber = subscriber;
    this.spoke = spoke;
    this.decisions = decisions;
    this.pace = pace;
    this.rates = parts.rates();
    this.sources = parts.sources();
    this.log = sources.log();
    this.settings = parts.settings();
    this.network = subscriber.network();
  }

  /** Who it is, an id; null before a hello was accepted. */
  String person() {
    return asker == null ? null : asker.id();
  }

  /** The same, as acts are asked for; null as above. */
  Asker.Person asker() {
    // Who makes an account is asked for by its session from then on.
    return asker == null ? null : subscriber.asker();
  }

  /** Answers a hello; a refusal takes the longer, the more of them this network had lately. */
  Reply hello(Request.Hello r) throws InterruptedException {
    boolean byToken = AccountToken.is(r.token());
    boolean operator = r.token() != null && !byToken;
    Reply.Refused guessed = operator ? guessed(r) : null;
    if (guessed != null) {
      return failed(r, guessed, true);
    }
    Act.Proof proof = null;
    if (byToken || r.password() != null) {
      switch (byToken ? door.token(r) : door.signIn(r)) {
        case AccountDoor.Found.No<Act.Proof>(Reply.Refused answer, boolean wrong) -> {
          return failed(r, answer, wrong);
        }
        case AccountDoor.Found.Right<Act.Proof>(Act.Proof shown) -> proof = shown;
      }
    }
    if (proof == null) {
      proof = door.certified(r);
    }
    boolean stranger = r.session() == null && proof == null && subscriber.person() == null;
    Reply reply = stranger ? comes(r, operator) : decide(r, operator, proof);
    return switch (reply) {
      case Reply.Welcome welcome -> {
        Reply told = here(r, welcome);
        renew(r, proof);
        yield told;
      }
      case Reply.Refused refused ->
          failed(r, door.asking(r, refused), byToken && refused.code() == ErrorCode.BAD_TOKEN);
      default -> throw new IllegalStateException("hello is answered by welcome or error");
    };
  }

  /** Null where the token is the right one. */
  private Reply.Refused guessed(Request.Hello r) throws InterruptedException {
    return switch (rates.guesses().test(r.token(), network, subscriber.person())) {
      case RIGHT -> null;
      case WRONG ->
          new Reply.Refused(r.id(), ErrorCode.BAD_TOKEN, "That is not the operator's token.", null);
      case TOO_MANY ->
          new Reply.Refused(
              r.id(),
              ErrorCode.RATE_LIMITED,
              "Too many wrong tokens came from you or your address. Try again in 5 s.",
              5);
    };
  }

  /** Someone wants to be a guest: the place they take is given back where nothing comes of it. */
  private Reply comes(Request.Hello r, boolean operator) throws InterruptedException {
    long wait = rates.guests().begin(network, settings.get().limits());
    if (wait > 0) {
      int seconds = Math.toIntExact(TimeUnit.NANOSECONDS.toSeconds(wait)) + 1;
      return new Reply.Refused(
          r.id(),
          ErrorCode.RATE_LIMITED,
          "Too many people come for the first time just now. Try again in " + seconds + " s.",
          seconds);
    }
    boolean came = false;
    try {
      Reply reply = decide(r, operator, null);
      came = reply instanceof Reply.Welcome;
      return reply;
    } finally {
      rates.guests().end(network, came);
    }
  }

  private Reply here(Request.Hello r, Reply.Welcome welcome) throws InterruptedException {
    MDC.put("name", welcome.name());
    HERE.log(
        "{} ({}) is here by {}{} from {}",
        welcome.name(),
        welcome.id(),
        subscriber.mode().toUpperCase(Locale.ROOT),
        subscriber.tls() == null ? "" : " over " + subscriber.tls(),
        subscriber.address());
    asker = Objects.requireNonNull(subscriber.asker(), "who is welcome is known");
    spoke.run();
    if (r.session() != null || AccountToken.is(r.token())) {
      pace.returned(welcome.id(), r);
    }
    return Unread.in(sources, network, welcome.id(), welcome);
  }

  /**
   * @param wrong whether a secret was wrong, or one too many of those that were
   */
  private Reply failed(Request.Hello r, Reply.Refused refused, boolean wrong)
      throws InterruptedException {
    if (wrong) {
      FailedSignIns.log(subscriber.address(), refused.code(), r.name());
    } else {
      NOT_HERE.log(
          network,
          line -> r.name() == null ? line : line.addKeyValue("as", r.name()),
          "hello from {} was refused: {}",
          subscriber.address(),
          refused.code().wire());
    }
    TimeUnit.NANOSECONDS.sleep(rates.guests().refused(network));
    return refused;
  }

  /** What the password costs was set otherwise when it was kept. */
  private void renew(Request.Hello r, Act.Proof proof) throws InterruptedException {
    Act.SetPassword renewed =
        proof instanceof Act.Proof.Password shown ? door.renewed(asker, shown, r.password()) : null;
    if (renewed != null) {
      decisions.await(renewed);
    }
  }

  private Reply decide(Request.Hello r, boolean operator, Act.Proof proof)
      throws InterruptedException {
    Long cursor = log.id().equals(r.log()) ? r.since() : null;
    String fresh = Secret.fresh();
    Act.Hello command =
        new Act.Hello(
            r.id(),
            subscriber.connection(),
            r.name(),
            r.session() == null ? null : Secret.hash(r.session()),
            r.session(),
            Secret.hash(fresh),
            fresh,
            subscriber.address(),
            operator,
            cursor,
            proof,
            door.guarded());
    return decisions.await(command);
  }
}
