package parley.client.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import parley.client.link.Backoff;
import parley.client.net.CannotConnect;
import parley.client.net.Dialer;
import parley.client.net.FileConnection;
import parley.protocol.ErrorCode;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * One file on its way. It runs on one thread, a platform one, because disks block; any thread may
 * look at its progress and cancel it. A connection that breaks is followed by another, which goes
 * on where the last one was, until nothing has moved for too long.
 *
 * @param <T> what it comes to
 */
public abstract sealed class Transfer<T> permits Upload, Download {
  /**
   * How to get at a server.
   *
   * @param patience for how long it is tried in vain, without a byte that moves
   */
  public record Route(TransferRequests questions, Dialer dialer, Duration patience) {}

  /** An attempt came to nothing; another one may not, once some time has passed. */
  static final class NotNow extends Exception {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    NotNow(String why, Duration retryAfter) {
      super(why);
      this.retryAfter = retryAfter;
    }
  }

  final Route route;
  final Progress progress;
  private final Backoff backoff = new Backoff(new SplittableRandom());
  private Duration waited = Duration.ZERO;

  /** What {@link #cancel} ends; guarded by this transfer's monitor. */
  private FileConnection line;

  private Thread thread;
  private boolean cancelled;

  Transfer(Route route, String name) {
    this.route = route;
    this.progress = new Progress(name);
  }

  public Progress progress() {
    return progress;
  }

  /** Carries the file, however long that takes. Once. */
  public T run() throws TransferFailure {
    begin();
    try {
      prepare();
      while (true) {
        try {
          return attempt();
        } catch (NotNow e) {
          pause(e.getMessage(), e.retryAfter);
        } catch (CannotConnect e) {
          if (e.distrusted()) {
            throw new TransferFailure(TransferFailure.Kind.DISTRUSTED, e.getMessage(), e);
          }
          pause(e.getMessage(), Duration.ZERO);
        } catch (IOException e) {
          String why = Printable.line(String.valueOf(e.getMessage()));
          pause("The connection broke: " + why + ".", Duration.ZERO);
        }
      }
    } catch (InterruptedException e) {
      throw new TransferFailure(TransferFailure.Kind.CANCELLED, "Given up.", e);
    } finally {
      end();
    }
  }

  /** What is done once, before the server is asked. */
  abstract void prepare() throws TransferFailure, InterruptedException;

  /** Asks for a ticket and carries what is not there yet. */
  abstract T attempt() throws TransferFailure, NotNow, IOException, InterruptedException;

  /** Why it failed where no connection got anything through for too long. */
  abstract TransferFailure.Kind inVain();

  private void pause(String why, Duration atLeast) throws TransferFailure, InterruptedException {
    if (isCancelled()) {
      throw new InterruptedException();
    }
    Duration wait = backoff.next();
    wait = wait.compareTo(atLeast) < 0 ? atLeast : wait;
    waited = waited.plus(wait);
    if (waited.compareTo(route.patience()) > 0) {
      throw new TransferFailure(inVain(), why);
    }
    progress.phase(Progress.Phase.BROKEN);
    Thread.sleep(wait);
  }

  /** Bytes have moved: the next trouble is a new one. */
  void moved(int bytes) {
    progress.moved(bytes);
    waited = Duration.ZERO;
    backoff.reset();
  }

  /** Dials a connection for the bytes, and says which. It ends when the transfer is cancelled. */
  FileConnection open(String ticket, long offset) throws IOException, InterruptedException {
    FileConnection opened = route.dialer().dialForFile();
    synchronized (this) {
      line = opened;
      if (cancelled) {
        opened.close();
        throw new InterruptedException();
      }
    }
    opened.send(new Request.Transfer(null, ticket, offset));
    return opened;
  }

  /** As below, on the connection that carries: what is wrong there may be right on another. */
  <A extends Reply.Ok> A carried(Class<A> type, Reply reply)
      throws TransferFailure, NotNow, IOException {
    if (reply instanceof Reply.Refused refused && refused.code() == ErrorCode.BAD_REQUEST) {
      throw new NotNow(why(refused), Duration.ZERO);
    }
    return accepted(type, reply);
  }

  private static String why(Reply.Refused refused) {
    return Printable.line(String.valueOf(refused.message()));
  }

  /** An answer of this type, which a refusal is not. */
  <A extends Reply.Ok> A accepted(Class<A> type, Reply reply)
      throws TransferFailure, NotNow, IOException {
    if (reply instanceof Reply.Refused refused) {
      throw refusal(refused);
    }
    if (!type.isInstance(reply)) {
      throw new IOException("the server answered something else");
    }
    return type.cast(reply);
  }

  /** Throws what is for good, and answers what may go through later. */
  private static NotNow refusal(Reply.Refused refused) throws TransferFailure {
    String why = why(refused);
    Duration after =
        Duration.ofSeconds(refused.retryAfter() == null ? 0 : Math.max(0, refused.retryAfter()));
    boolean later =
        switch (refused.code()) {
          case BAD_TICKET, OUTCOME_UNKNOWN, SHUTTING_DOWN, RATE_LIMITED -> true;
          default -> after.isPositive();
        };
    if (later) {
      return new NotNow(why, after);
    }
    throw new TransferFailure(TransferFailure.Kind.REFUSED, why);
  }

  /** This machine failed; or it is the end that {@link #cancel} makes. */
  TransferFailure failed(String why, IOException e) {
    return isCancelled()
        ? new TransferFailure(TransferFailure.Kind.CANCELLED, "Given up.", e)
        : new TransferFailure(TransferFailure.Kind.LOCAL, why, e);
  }

  /** Ends it soon; what has arrived stays for another time. */
  public synchronized void cancel() {
    cancelled = true;
    if (line != null) {
      line.close();
    }
    if (thread != null) {
      thread.interrupt();
    }
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  private synchronized void begin() throws TransferFailure {
    if (cancelled) {
      throw new TransferFailure(TransferFailure.Kind.CANCELLED, "Given up.");
    }
    thread = Thread.currentThread();
  }

  private synchronized void end() {
    thread = null;
    if (line != null) {
      line.close();
    }
  }
}
