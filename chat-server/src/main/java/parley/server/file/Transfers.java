package parley.server.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.Goodbye;
import parley.protocol.Reply;
import parley.server.config.Settings;
import parley.server.decide.Act;
import parley.server.filestore.Partial;
import parley.server.filestore.Partials;
import parley.server.filestore.Store;
import parley.server.log.Log;
import parley.server.net.Network;
import parley.server.rate.Buckets;
import parley.server.rate.Rate;
import parley.server.state.Asker;
import parley.server.stats.Figures;
import parley.server.stats.Stats;
import parley.server.stats.Units;
import parley.server.wire.Asked;

/**
 * The files of one server: who gets a ticket, and the transfers that run. Safe on any thread; its
 * lock is taken by nobody who carries messages.
 */
public final class Transfers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);

  /** When those may try again for whom there is no place, in seconds. */
  private static final int LATER = 5;

  /** How long an upload waits for the end of the broken one that it goes on with. */
  private static final long TAKE_OVER_SECONDS = 10;

  /** Networks of which it is remembered how much came from them. */
  private static final int NETWORKS = 10_000;

  private static final Duration DAY = Duration.ofDays(1);

  /** What stopping waits for the transfers' ends. */
  private static final long STOP_MILLIS = 2_000;

  /** Has a command decided, and waits until that is on disk. */
  @FunctionalInterface
  public interface Ask {
    Reply ask(Act act) throws InterruptedException;
  }

  final Store store;
  final Partials partials;
  final Log log;
  final Ask decision;
  final Supplier<Settings> settings;
  final Stats stats;
  final Sweep sweep;
  final RateLimit rateLimit;
  private final Predicate<Asker.Person> present;
  private final Thread sweeper;
  private final Thread gate;

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition ended = lock.newCondition();
  private final Tickets tickets = new Tickets();
  private final Reservations reservations = new Reservations();
  private final Set<Transfer> running = new HashSet<>();

  /** Bytes of files that came from each network. */
  private final Buckets<String> arrived = new Buckets<>(NETWORKS);

  private boolean closed;

  /**
   * @param settings those in force now
   * @param present whether somebody is there, connected or in their grace
   */
  public Transfers(
      Path dataDir,
      Log log,
      Ask decision,
      Supplier<Settings> settings,
      Predicate<Asker.Person> present,
      Stats stats) {
    this.store = new Store(dataDir);
    this.partials = new Partials(dataDir);
    this.log = log;
    this.decision = decision;
    this.settings = settings;
    this.present = present;
    this.stats = stats;
    rateLimit = new RateLimit(() -> settings.get().files().bytesPerSecond(), System.nanoTime());
    try {
      partials.all().forEach(partial -> reservations.here(partial, partials.received(partial)));
    } catch (IOException e) {
      LOG.warn("what broken uploads have left can't be seen: {}", e.toString());
    }
    sweep = new Sweep(store, partials, log, this);
    log.onRelease(sweep::look);
    stats.filesAre(this::figures);
    sweeper = Thread.ofPlatform().name("files").daemon().start(sweep);
    gate = Thread.ofPlatform().name("files-gate").daemon().start(new RightsWatch(this));
  }

  // ---- tickets --------------------------------------------------------------------------------

  /**
   * Answers who offers a file that they may send: with a ticket, or why there is none. The ticket
   * promises no room; the transfer that it begins gets it.
   *
   * @param say what is to be said when the file is there
   * @param from where who offers it comes from
   */
  public Reply offer(Act.Say say, Network from) {
    if (!settings.get().files().allowed()) {
      return none(say.re());
    }
    String network = from.name();
    Partial partial = partial(say);
    lock.lock();
    try {
      tickets.expire(System.nanoTime());
      if (!tickets.mayIssue(say.by().id(), network)) {
        return tooMany(say.re());
      }
      Reply.Refused refusal = refusal(say.re(), say, network);
      if (refusal != null) {
        return refusal;
      }
      String ticket = tickets.issue(new Job.Incoming(say), network, System.nanoTime());
      return Reply.Ticket.toSend(say.re(), ticket, offset(partial, say.content().file()));
    } finally {
      lock.unlock();
    }
  }

  private long offset(Partial partial, FileInfo file) {
    long here = partials.received(partial);
    // What is longer than the file is something else, and is written over.
    return here <= file.size() ? here : 0;
  }

  /** What a person has brought so far of the file that they want to say. */
  static Partial partial(Act.Say say) {
    return new Partial(say.content().file().sha256(), say.by().id());
  }

  /** Why there is no room for a file that comes from a network; null where there is. */
  private Reply.Refused refusal(String re, Act.Say say, String network) {
    FileInfo file = say.content().file();
    Partial partial = partial(say);
    long now = System.nanoTime();
    long here = offset(partial, file);
    long awaited = reservations.awaitedBut(partial, now);
    long near = reservations.awaitedFromBut(partial, network);
    Quota quota =
        new Quota(
            log.fileBytes(say.by().id()) + reservations.ofPersonBut(partial, say.by().id()),
            log.fileBytes() + reservations.hereBut(partial) + awaited,
            awaited,
            near,
            store.usable());
    Reply.Refused refusal = quota.refusal(re, file, here, settings.get());
    return refusal != null ? refusal : tooMuchToday(re, near + file.size() - here, network, now);
  }

  /** By network, because a goodbye and another hello make another person. */
  private Reply.Refused tooMuchToday(String re, long bytes, String network, long now) {
    long limit = settings.get().files().perAddressBytes();
    long wait = arrived.look(network, (double) bytes, Rate.of((double) limit, DAY), now);
    return wait == 0
        ? null
        : new Reply.Refused(
            re,
            ErrorCode.LIMIT_REACHED,
            "Files of %s may come from one address a day here, and this one would be more."
                .formatted(Units.bytes(limit)),
            bytes > limit ? null : Math.toIntExact(TimeUnit.NANOSECONDS.toSeconds(wait) + 1));
  }

  /** Bytes of a file came. */
  void arrived(String network, int bytes) {
    Rate rate = Rate.of((double) settings.get().files().perAddressBytes(), DAY);
    arrived.take(network, bytes, rate, System.nanoTime());
  }

  /** Answers who asks for a file that they may have: with a ticket, or why there is none. */
  public Reply fetch(String re, Asker.Person by, Network from, long seq, FileInfo file) {
    if (!settings.get().files().allowed()) {
      return none(re);
    }
    if (!store.has(file)) {
      return notFound(re);
    }
    String network = from.name();
    lock.lock();
    try {
      tickets.expire(System.nanoTime());
      if (!tickets.mayIssue(by.id(), network)) {
        return tooMany(re);
      }
      String ticket = tickets.issue(new Job.Outgoing(by, seq, file), network, System.nanoTime());
      return Reply.Ticket.toFetch(re, ticket, file);
    } finally {
      lock.unlock();
    }
  }

  private static Reply.Refused none(String re) {
    return new Reply.Refused(re, ErrorCode.FORBIDDEN, "This server keeps no files.", null);
  }

  private static Reply.Refused tooMany(String re) {
    return new Reply.Refused(
        re,
        ErrorCode.LIMIT_REACHED,
        "Too many tickets are out. Use one, or try again later.",
        LATER);
  }

  static Reply.Refused notFound(String re) {
    return new Reply.Refused(
        re, ErrorCode.NO_SUCH_FILE, "File not found: the server has it no more.", null);
  }

  private void settle(Job job) {
    if (job instanceof Job.Incoming(Act.Say say)) {
      Partial partial = partial(say);
      reservations.settle(partial, partials.received(partial));
    }
  }

  /**
   * Takes tickets back, ends transfers and removes what they left where the right to them is gone.
   */
  void recheck() {
    boolean allowed = settings.get().files().allowed();
    lock.lock();
    try {
      tickets.withdraw(job -> !allowed || !present.test(job.by()));
      for (Partial partial : reservations.all()) {
        if (!present.test(Asker.person(partial.person()))) {
          abandon(partial);
        }
      }
      for (Transfer transfer : running) {
        if (!transfer.begun()) {
          // It asks by itself, and has an answer to give yet.
          continue;
        }
        if (allowed) {
          transfer.recheck();
        } else {
          transfer.end(none(transfer.re()));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- transfers ------------------------------------------------------------------------------

  /** A connection's own transfer, which {@link Transfer#run} carries out. */
  public Transfer transfer(Asked asked, Pipe pipe) {
    return new Transfer(this, asked, pipe);
  }

  /**
   * Lets a transfer begin, with what its ticket is for; {@link #ended} tells its end.
   *
   * @return why it may not, null where it may
   */
  Reply.Refused admit(Transfer transfer, String re, String ticket) throws InterruptedException {
    lock.lock();
    try {
      tickets.expire(System.nanoTime());
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(TAKE_OVER_SECONDS);
      while (true) {
        Job job = tickets.look(ticket);
        Reply.Refused refusal = refusal(re, job);
        if (refusal != null) {
          return refusal;
        }
        Transfer same = runningLike(job);
        if (same == null && job instanceof Job.Incoming(Act.Say say)) {
          refusal = refusal(re, say, transfer.network());
          if (refusal != null) {
            return refusal;
          }
        }
        RunningTransfers places = new RunningTransfers(running, settings.get().files().transfers());
        boolean half = places.hasHalf(job.person());
        if (same == null && !half && places.free()) {
          tickets.use(ticket);
          begin(transfer, job);
          return null;
        }
        Optional<Transfer> other =
            same == null && !half
                ? places.givesWay(job.person(), transfer.network(), System.nanoTime())
                : Optional.empty();
        if (same == null && other.isEmpty() || System.nanoTime() - until > 0) {
          return new Reply.Refused(
              re,
              ErrorCode.LIMIT_REACHED,
              "Too many files are carried just now. The ticket stays good; try again.",
              LATER);
        }
        if (same != null) {
          // Its client has lost it, though the server has not noticed yet.
          same.end(Goodbye.REPLACED, "Another connection goes on with this file.");
        } else {
          other.get().end(givesWay(other.get().re()));
        }
        ended.await(1, TimeUnit.SECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Why a ticket is good for nothing now; null where it is. */
  private Reply.Refused refusal(String re, Job job) {
    if (job == null) {
      return new Reply.Refused(
          re,
          ErrorCode.BAD_TICKET,
          "This ticket is unknown, was used, or is too old. Ask for another.",
          null);
    }
    if (closed) {
      return new Reply.Refused(
          re, ErrorCode.SHUTTING_DOWN, "The server is stopping. Come back later.", null);
    }
    return settings.get().files().allowed() ? null : none(re);
  }

  private void begin(Transfer transfer, Job job) {
    transfer.begins(job);
    running.add(transfer);
    if (job instanceof Job.Incoming(Act.Say say)) {
      reservations.promise(partial(say), transfer);
    }
  }

  private static Reply.Refused givesWay(String re) {
    return new Reply.Refused(
        re,
        ErrorCode.LIMIT_REACHED,
        "Others waited for this place. Ask for another ticket and go on from there.",
        LATER);
  }

  /** The upload of the same file by the same person, null where there is none. */
  private Transfer runningLike(Job job) {
    return job instanceof Job.Incoming(Act.Say say)
        ? running.stream()
            .filter(
                t ->
                    t.job() instanceof Job.Incoming(Act.Say other)
                        && partial(other).equals(partial(say)))
            .findAny()
            .orElse(null)
        : null;
  }

  /** A transfer that was admitted is over. */
  void ended(Transfer transfer) {
    lock.lock();
    try {
      running.remove(transfer);
      if (transfer.settles()) {
        settle(transfer.job());
      }
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A transfer has done its work: what it held is free, or a message tells of it, before its client
   * hears so.
   */
  void done(Transfer transfer) {
    lock.lock();
    try {
      if (transfer.settles()) {
        settle(transfer.job());
      }
    } finally {
      lock.unlock();
    }
  }

  /** So much of a running upload is on the disk. */
  void here(Partial partial, long bytes) {
    lock.lock();
    try {
      reservations.here(partial, bytes);
    } finally {
      lock.unlock();
    }
  }

  /** Removes what a broken upload has left, unless somebody goes on with it. */
  public void abandon(Partial partial) {
    lock.lock();
    try {
      if (!reservations.held(partial)) {
        partials.remove(partial);
        reservations.forget(partial);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Removes what somebody's broken uploads have left: it is words of theirs, too. */
  public void forget(String person) {
    lock.lock();
    try {
      reservations.all().stream().filter(p -> p.person().equals(person)).forEach(this::abandon);
    } finally {
      lock.unlock();
    }
  }

  // ---- for those who look after the server ----------------------------------------------------

  /** The transfers that run, oldest first. */
  public List<TransferInfo> running() {
    lock.lock();
    try {
      return running.stream()
          .map(Transfer::info)
          .sorted(Comparator.comparing(TransferInfo::since))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private Figures.Stored figures() {
    Store.Tally tally = store.tally();
    lock.lock();
    try {
      return new Figures.Stored(running.size(), tally.files(), tally.bytes());
    } finally {
      lock.unlock();
    }
  }

  /** Ends what runs, which can be gone on with later, and waits for that. */
  @Override
  public void close() {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
    lock.lock();
    try {
      closed = true;
      running.forEach(t -> t.end(Goodbye.SHUTDOWN, "The server is stopping."));
      for (long left = 1; !running.isEmpty() && left > 0; left = until - System.nanoTime()) {
        ended.awaitNanos(until - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    sweeper.interrupt();
    gate.interrupt();
    try {
      sweeper.join(STOP_MILLIS);
      gate.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
