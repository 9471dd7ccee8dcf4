package parley.server.file;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import parley.protocol.ErrorCode;
import parley.protocol.Goodbye;
import parley.protocol.Reply;
import parley.server.decide.Act;
import parley.server.logging.SparseLog;
import parley.server.net.Network;
import parley.server.wire.Asked;

/** One connection that carries one file, from its ticket to its last byte. */
public final class Transfer {
  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
  private static final SparseLog FAULT = new SparseLog(LOG, Level.ERROR, SparseLog.SELDOM);

  private final Transfers transfers;
  private final Asked asked;
  private final Pipe pipe;
  private final Answers answers;
  private final Instant since = Instant.now();
  private final TransferProgress progress = new TransferProgress(System::nanoTime);
  private final String network;
  private final AtomicBoolean ending = new AtomicBoolean();

  /** Whether the right is being asked for. */
  private final AtomicBoolean asking = new AtomicBoolean();

  /** Null until it was admitted. */
  private volatile Job job;

  /** Whether what it holds was given back. Guarded by the lock of the transfers. */
  private boolean settled;

  /** What broke the connection; null where nothing did. */
  private volatile IOException broken;

  Transfer(Transfers transfers, Asked asked, Pipe pipe) {
    this.transfers = transfers;
    this.asked = asked;
    this.pipe = pipe;
    this.network = Network.of(pipe.address()).name();
    this.answers = new Answers(pipe.words(), pipe.out());
  }

  /**
   * Carries it out and answers it; what is written stays to be taken by the client. The work is
   * done on a platform thread, because a disk that blocks would hold a virtual one's carrier.
   *
   * @throws IOException where the connection broke
   */
  public void run() throws IOException, InterruptedException {
    Reply.Refused refusal = admission();
    if (refusal != null) {
      answers.ends(refusal);
      return;
    }
    pipe.admitted().run();
    Map<String, String> context = MDC.getCopyOfContextMap();
    Thread.ofPlatform()
        .name("transfer")
        .daemon()
        .start(
            () -> {
              if (context != null) {
                MDC.setContextMap(context);
              }
              Background.enter();
              carry();
            })
        .join();
    if (broken != null) {
      throw broken;
    }
  }

  private Reply.Refused admission() throws InterruptedException {
    return asked.fault() != null
        ? refused(ErrorCode.BAD_REQUEST, asked.fault())
        : transfers.admit(this, asked.request().id(), asked.request().ticket());
  }

  /** It was admitted. */
  void begins(Job what) {
    job = what;
    progress.from(offset());
  }

  /** Whether what it holds is to be settled: true once. Guarded by the lock of the transfers. */
  boolean settles() {
    boolean first = !settled;
    settled = true;
    return first;
  }

  private void carry() {
    try {
      Reply last =
          switch (job) {
            case Job.Incoming(Act.Say say) -> new Upload(this, say).run();
            case Job.Outgoing outgoing -> new Download(this, outgoing).run();
          };
      transfers.done(this);
      if (last != null) {
        answers.ends(last);
      }
    } catch (IOException e) {
      broken = e;
    } catch (InterruptedException e) {
      LOG.debug("a transfer was interrupted");
    } catch (RuntimeException e) {
      FAULT.log("a fault in the server ended this transfer", e);
      pipe.close().run();
    } finally {
      transfers.ended(this);
    }
  }

  // ---- for the two ways it goes ---------------------------------------------------------------

  Transfers transfers() {
    return transfers;
  }

  Pipe pipe() {
    return pipe;
  }

  Answers answers() {
    return answers;
  }

  TransferProgress progress() {
    return progress;
  }

  /** The request's id, which its answers carry back. */
  String re() {
    return asked.request().id();
  }

  /** The first byte that is carried. */
  long offset() {
    return asked.request().offset() == null ? 0 : asked.request().offset();
  }

  /** Asks for the right by which it runs. */
  Reply right() throws InterruptedException {
    Act right =
        switch (job) {
          case Job.Incoming(Act.Say say) -> new Act.Offer(say);
          case Job.Outgoing outgoing -> new Act.Fetch(null, outgoing.by(), outgoing.seq());
        };
    return mine(transfers.decision.ask(right));
  }

  /** Who has a ticket need not be on this connection, and is not asked for a hello here. */
  Reply mine(Reply decided) {
    return switch (decided) {
      case Reply.Refused gone when gone.code() == ErrorCode.HELLO_FIRST ->
          refused(ErrorCode.BAD_TICKET, "Whoever asked for this ticket has left. Ask for another.");
      case Reply.Refused no -> new Reply.Refused(re(), no.code(), no.message(), no.retryAfter());
      default -> decided;
    };
  }

  Reply.Refused refused(ErrorCode code, String sentence) {
    String re = asked.request() == null ? null : re();
    return new Reply.Refused(re, code, sentence, null);
  }

  // ---- any thread -----------------------------------------------------------------------------

  /** Null until it was admitted. */
  Job job() {
    return job;
  }

  /** Whether its bytes go to the client. */
  public boolean sends() {
    return job instanceof Job.Outgoing;
  }

  /** Whose file it is, an id; null until it was admitted. */
  public String person() {
    return job == null ? null : job.by().id();
  }

  /** Bytes of the file that were read or written so far. */
  public long carried() {
    return job == null ? 0 : progress.at() - offset();
  }

  /** Where the connection comes from. */
  String network() {
    return network;
  }

  Instant since() {
    return since;
  }

  /** Whether the client moves so slowly that others go first. */
  boolean slow(long now) {
    return progress.slow(now);
  }

  /** Whether its right was looked at, and its bytes may come or follow. */
  boolean begun() {
    return answers.begun();
  }

  /** Asks again for the right by which it runs, and ends it where that is gone. Does not block. */
  void recheck() {
    if (asking.getAndSet(true)) {
      return;
    }
    Thread.startVirtualThread(
        () -> {
          try {
            if (right() instanceof Reply.Refused refused && takesRight(refused.code())) {
              LOG.info("a transfer is ended, the right to it is gone: {}", refused.code().wire());
              end(refused);
            }
          } catch (InterruptedException e) {
            LOG.debug("the server stops");
          } finally {
            asking.set(false);
          }
        });
  }

  /** A server that can't decide takes nothing away. */
  private static boolean takesRight(ErrorCode code) {
    return switch (code) {
      case STORAGE, OUTCOME_UNKNOWN, INTERNAL, SHUTTING_DOWN -> false;
      default -> true;
    };
  }

  /** For how long the client has not moved, in nanoseconds. */
  public long idle(long now) {
    return progress.idle(now);
  }

  /**
   * Ends it from outside; what is there of an upload stays. Does not block.
   *
   * @param reason of the {@code bye} that is said, where it can be: not among a file's bytes
   */
  public void end(Goodbye reason, String sentence) {
    end(() -> answers.bye(reason, sentence));
  }

  /** As the other, with a refusal for the last word. */
  void end(Reply.Refused refusal) {
    end(() -> answers.ends(refusal));
  }

  private interface LastWords {
    void say() throws IOException;
  }

  private void end(LastWords words) {
    if (ending.getAndSet(true)) {
      return;
    }
    if (sends()) {
      pipe.abort().run();
      return;
    }
    Thread.startVirtualThread(
        () -> {
          try {
            words.say();
          } catch (IOException e) {
            LOG.debug("the last words could not be said: {}", e.toString());
          } finally {
            pipe.close().run();
          }
        });
  }

  TransferInfo info() {
    return new TransferInfo(
        job.person(),
        pipe.address(),
        !sends(),
        job.file().name(),
        job.file().size(),
        progress.at(),
        since);
  }
}
