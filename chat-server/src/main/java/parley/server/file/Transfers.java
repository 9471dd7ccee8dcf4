package parley.server.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.server.config.Settings;
import parley.server.decide.Command;
import parley.server.log.Log;
import parley.server.stats.Figures;
import parley.server.stats.Stats;

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

  /** What stopping waits for the transfers' ends. */
  private static final long STOP_MILLIS = 2_000;

  /** Has a command decided, and waits until that is on disk. */
  @FunctionalInterface
  public interface Ask {
    Reply ask(Command command) throws InterruptedException;
  }

  final Store store;
  final Partials partials;
  final Log log;
  final Ask decision;
  final Supplier<Settings> settings;
  final Stats stats;
  final Sweep sweep;
  final Pace pace;
  private final Thread sweeper;

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition ended = lock.newCondition();
  private final Tickets tickets = new Tickets();
  private final Claims claims = new Claims();
  private final Set<Transfer> running = new HashSet<>();
  private boolean closed;

  /**
   * @param settings those in force now
   */
  public Transfers(Path dataDir, Log log, Ask decision, Supplier<Settings> settings, Stats stats) {
    this.store = new Store(dataDir);
    this.partials = new Partials(dataDir);
    this.log = log;
    this.decision = decision;
    this.settings = settings;
    this.stats = stats;
    pace = new Pace(() -> settings.get().files().bytesPerSecond(), System.nanoTime());
    try {
      partials.all().forEach(partial -> claims.here(partial, partials.received(partial)));
    } catch (IOException e) {
      LOG.warn("what broken uploads have left can't be seen: {}", e.toString());
    }
    sweep = new Sweep(store, partials, log, this);
    log.onRelease(sweep::look);
    stats.filesAre(this::figures);
    sweeper = Thread.ofPlatform().name("files").daemon().start(sweep);
  }

  // ---- tickets --------------------------------------------------------------------------------

  /**
   * Answers who offers a file that they may send: with a ticket, or why there is none.
   *
   * @param say what is to be said when the file is there
   */
  public Reply offer(Command.Say say) throws InterruptedException {
    Settings.Files limits = settings.get().files();
    if (!limits.allowed()) {
      return none(say.re());
    }
    FileInfo file = say.file();
    long ofPerson = log.fileBytes(say.person());
    long ofAll = log.fileBytes();
    Partial partial = Partial.of(say);
    lock.lock();
    try {
      expire();
      if (!tickets.mayIssue(say.person())) {
        return tooMany(say.re());
      }
      long here = partials.received(partial);
      // What is longer than the file is something else, and is written over.
      long offset = here <= file.size() ? here : 0;
      Allowance allowance =
          new Allowance(
              ofPerson + claims.bytesBut(partial, say.person()),
              ofAll + claims.bytesBut(partial, null),
              claims.awaitedBut(partial),
              store.usable());
      Reply.Refused refusal = allowance.refusal(say.re(), file, offset, limits);
      if (refusal != null) {
        return refusal;
      }
      claims.promise(partial, file.size());
      claims.here(partial, here);
      String ticket = tickets.issue(new Job.Incoming(say), System.nanoTime());
      return Reply.Ok.expecting(say.re(), ticket, offset);
    } finally {
      lock.unlock();
    }
  }

  /** Answers who asks for a file that they may have: with a ticket, or why there is none. */
  public Reply fetch(String re, String person, long seq, FileInfo file) {
    if (!settings.get().files().allowed()) {
      return none(re);
    }
    if (!store.has(file)) {
      return notFound(re);
    }
    lock.lock();
    try {
      expire();
      if (!tickets.mayIssue(person)) {
        return tooMany(re);
      }
      String ticket = tickets.issue(new Job.Outgoing(person, seq, file), System.nanoTime());
      return Reply.Ok.offering(re, ticket, file);
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

  private void expire() {
    for (Job job : tickets.expire(System.nanoTime())) {
      settle(job);
    }
  }

  private void settle(Job job) {
    if (job instanceof Job.Incoming(Command.Say say)) {
      Partial partial = Partial.of(say);
      claims.settle(partial, partials.received(partial));
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
      expire();
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(TAKE_OVER_SECONDS);
      while (true) {
        Job job = tickets.look(ticket);
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
        Transfer same = runningLike(job);
        if (same == null && mayRun(job.person())) {
          tickets.use(ticket);
          transfer.begins(job);
          running.add(transfer);
          return null;
        }
        if (same == null || System.nanoTime() - until > 0) {
          return new Reply.Refused(
              re,
              ErrorCode.LIMIT_REACHED,
              "Too many files are carried just now. The ticket stays good; try again.",
              LATER);
        }
        // Its client has lost it, though the server has not noticed yet.
        same.end("replaced", "Another connection goes on with this file.");
        ended.await(1, TimeUnit.SECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The upload of the same file by the same person, null where there is none. */
  private Transfer runningLike(Job job) {
    return job instanceof Job.Incoming(Command.Say say)
        ? running.stream()
            .filter(
                t ->
                    t.job() instanceof Job.Incoming(Command.Say other)
                        && Partial.of(other).equals(Partial.of(say)))
            .findAny()
            .orElse(null)
        : null;
  }

  /** One person has at most half of the places. */
  private boolean mayRun(String person) {
    int places = settings.get().files().transfers();
    long own = running.stream().filter(t -> t.job().person().equals(person)).count();
    return running.size() < places && own < Math.max(1, places / 2);
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
      claims.here(partial, bytes);
    } finally {
      lock.unlock();
    }
  }

  /** Removes what a broken upload has left, unless somebody goes on with it. */
  void abandon(Partial partial) {
    lock.lock();
    try {
      expire();
      if (!claims.held(partial)) {
        partials.remove(partial);
        claims.forget(partial);
      }
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
      running.forEach(t -> t.end("shutdown", "The server is stopping."));
      for (long left = 1; !running.isEmpty() && left > 0; left = until - System.nanoTime()) {
        ended.awaitNanos(until - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    sweeper.interrupt();
    try {
      sweeper.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
