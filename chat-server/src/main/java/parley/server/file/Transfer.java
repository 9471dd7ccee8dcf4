package parley.server.file;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import parley.protocol.ErrorCode;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.server.decide.Command;

/** One connection that carries one file, from its ticket to its last byte. */
public final class Transfer {
  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);

  private final Transfers transfers;
  private final Asked asked;
  private final Pipe pipe;
  private final Answers answers;
  private final Instant since = Instant.now();
  private final Progress progress = new Progress();
  private final AtomicBoolean ending = new AtomicBoolean();

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
    this.answers = new Answers(asked.mode(), pipe.out());
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
    progress.at(offset());
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
            case Job.Incoming(Command.Say say) -> new Upload(this, say).run();
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
      LOG.error("a fault in the server ended this transfer", e);
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

  Progress progress() {
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

  Reply.Refused refused(ErrorCode code, String sentence) {
    String re = asked.request() == null ? null : re();
    return new Reply.Refused(re, code, sentence, null);
  }

  // ---- any thread -----------------------------------------------------------------------------

  public Mode mode() {
    return asked.mode();
  }

  /** Null until it was admitted. */
  Job job() {
    return job;
  }

  /** Whether its bytes go to the client. */
  public boolean sends() {
    return job instanceof Job.Outgoing;
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
  public void end(String reason, String sentence) {
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
            answers.bye(reason, sentence);
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
