package parley.server.sequence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.server.decide.Act;
import parley.server.decide.Decide;
import parley.server.decide.Decision;
import parley.server.decide.DecisionLimits;
import parley.server.decide.DecisionTime;
import parley.server.decide.Facts;
import parley.server.fanout.Committed;
import parley.server.fanout.Fanout;
import parley.server.log.Log;
import parley.server.log.OutcomeUnknownException;
import parley.server.log.RolledBackException;
import parley.server.logging.SparseLog;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.State;
import parley.server.stats.Counter;
import parley.server.stats.Stats;
import parley.server.stats.SteadyClock;

/**
 * Takes commands in order, decides each on the state, and commits what was decided in one
 * transaction; while that syncs, the next commands gather. Nothing is answered or told before it is
 * on disk. The state is confined to the thread that calls {@link #run}.
 */
public final class Sequencer {
  private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
  private static final SparseLog UNWRITTEN = new SparseLog(LOG, Level.ERROR, SparseLog.SELDOM);
  private static final SparseLog FAILED = new SparseLog(LOG, Level.ERROR, SparseLog.SELDOM);

  /** Commands that may wait to be decided; who asks then waits too. */
  private static final int WAITING = 1024;

  /** Commands in one transaction. */
  private static final int BATCH = 256;

  /** Between two steps of erasing what retention took. */
  private static final long PAUSE_MILLIS = 5;

  /** What a clock is set back in ordinary use. */
  private static final long LITTLE_MILLIS = TimeUnit.MINUTES.toMillis(1);

  /**
   * @param foreseen told what was decided and is not done; null where it is done
   */
  private record Submission(
      Act command, Consumer<Reply> replyTo, long since, Consumer<Decision> foreseen) {
    Submission(Act command, Consumer<Reply> replyTo, long since) {
      this(command, replyTo, since, null);
    }
  }

  /** The end of the queue. */
  private static final Submission STOP = new Submission(null, null, 0);

  private final ArrayBlockingQueue<Submission> queue = new ArrayBlockingQueue<>(WAITING);
  private final Log log;
  private final Fanout fanout;
  private final Supplier<DecisionLimits> rules;
  private final Stats stats;
  private final Runnable halt;
  private State state;

  /** No erasing before this time, by {@link System#nanoTime}: the last try failed. */
  private long eraseFrom = System.nanoTime();

  /**
   * @param state as the log's tables tell it
   * @param halt ends the process at once; called when it is unknown what is on disk
   */
  public Sequencer(
      State state,
      Log log,
      Fanout fanout,
      Supplier<DecisionLimits> rules,
      Stats stats,
      Runnable halt) {
    this.state = state;
    this.log = log;
    this.fanout = fanout;
    this.rules = rules;
    this.stats = stats;
    this.halt = halt;
  }

  /**
   * Asks for a decision; waits while too many wait already.
   *
   * @param replyTo told on the fan-out thread, once the decision is on disk; must not block
   */
  public void submit(Act command, Consumer<Reply> replyTo) throws InterruptedException {
    queue.put(new Submission(command, replyTo, System.nanoTime()));
  }

  /** Asks and waits until the decision is on disk and everything before it was handed out. */
  public Reply ask(Act command) throws InterruptedException {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    submit(command, answer::complete);
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** What would come of a command now: it is decided as others are, and nothing changes. */
  public Decision foresee(Act command) throws InterruptedException {
    AtomicReference<Decision> decided = new AtomicReference<>();
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    queue.put(new Submission(command, answer::complete, System.nanoTime(), decided::set));
    try {
      Reply reply = answer.get();
      Decision decision = decided.get();
      return decision == null ? new Decision(List.of(), reply) : decision;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Lets what waits before this call be decided, and then ends {@link #run}. */
  public void stop() throws InterruptedException {
    queue.put(STOP);
  }

  /** Runs until {@link #stop}. */
  public void run() throws InterruptedException {
    List<Submission> batch = new ArrayList<>(BATCH);
    while (true) {
      Submission first = next();
      if (first == null) {
        eraseSome();
        continue;
      }
      batch.add(first);
      queue.drainTo(batch, BATCH - 1);
      int stop = batch.indexOf(STOP);
      commit(stop < 0 ? batch : batch.subList(0, stop));
      if (stop >= 0) {
        return;
      }
      if (mayErase() && batch.stream().anyMatch(s -> s.command() instanceof Act.Tick)) {
        // A busy server erases a little every second.
        eraseSome();
      }
      batch.clear();
    }
  }

  /** What is to be done next; null where nothing waits and there is something to erase. */
  private Submission next() throws InterruptedException {
    return mayErase() ? queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS) : queue.take();
  }

  private boolean mayErase() {
    return log.erasureDue() && System.nanoTime() - eraseFrom >= 0;
  }

  private void eraseSome() {
    try {
      log.eraseSome();
    } catch (RolledBackException e) {
      eraseFrom = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      LOG.warn("what retention took could not be erased yet: {}", e.getMessage());
    } catch (OutcomeUnknownException e) {
      LOG.error("it is unknown what is on disk, so the server halts: {}", e.getMessage());
      halt.run();
    }
  }

  private void commit(List<Submission> batch) throws InterruptedException {
    Decided decided = decide(batch);
    try {
      if (!decided.entries.isEmpty()) {
        long began = System.nanoTime();
        log.append(decided.entries);
        stats.committed(System.nanoTime() - began);
        stats.count(Counter.COMMITS);
        stats.count(Counter.EVENTS, decided.entries.size());
        stats.count(Counter.MESSAGES, decided.messages);
      }
      fanout.publish(new Committed(decided.items, state.nextSeq() - 1));
    } catch (RolledBackException e) {
      stats.count(Counter.COMMITS_ROLLED_BACK);
      UNWRITTEN.log("{} events could not be written: {}", decided.entries.size(), e.getMessage());
      undo(batch, decided);
    } catch (OutcomeUnknownException e) {
      stats.count(Counter.COMMITS_UNKNOWN);
      LOG.error("it is unknown what is on disk, so the server halts: {}", e.getMessage());
      fanout.publish(
          refusals(
              batch,
              ErrorCode.OUTCOME_UNKNOWN,
              "It may or may not be done; ask again with its nonce."));
      halt.run();
    }
  }

  /** What a batch came to. */
  private static final class Decided {
    final List<Committed.Item> items = new ArrayList<>();
    final List<Entry> entries = new ArrayList<>();
    final Facts facts;
    int messages;

    Decided(Facts facts) {
      this.facts = facts;
    }
  }

  private Decided decide(List<Submission> batch) {
    Decided decided = new Decided(FactReader.read(log, batch.stream().map(Submission::command)));
    DecisionLimits current = rules.get();
    state.guestRooms(current.guestRooms());
    for (Submission submission : batch) {
      long now = now();
      Act command = submission.command();
      List<Committed.Effect> effects = new ArrayList<>(2);
      Reply reply;
      try {
        Decision decision =
            Decide.decide(
                state,
                command,
                decided.facts,
                new DecisionTime(now, SteadyClock.millis()),
                current);
        if (submission.foreseen() == null) {
          for (Change change : decision.changes()) {
            effects.add(apply(change, now, decided));
          }
        } else {
          submission.foreseen().accept(decision);
        }
        reply = decision.reply();
      } catch (RuntimeException e) {
        // A fault of one decision must not stop the server; its changes so far are consistent ones.
        stats.count(Counter.DECISIONS_FAILED);
        FAILED.log("a decision failed: {}", command, e);
        reply =
            refusal(command, ErrorCode.INTERNAL, "The server failed at this; its log says why.");
      }
      decided.items.add(
          new Committed.Item(effects, reply, submission.replyTo(), submission.since()));
    }
    return decided;
  }

  /**
   * Times go on from event to event, though the clock be set back a little. Where it was far ahead
   * and is right again, so are the times: else all that is said would be told the wrong ones until
   * the clock has come there.
   */
  private long now() {
    long clock = System.currentTimeMillis();
    long last = state.lastAt();
    return last - clock <= LITTLE_MILLIS ? Math.max(clock, last) : clock;
  }

  private Committed.Effect apply(Change change, long now, Decided decided) {
    return switch (change) {
      case Change.Lasting lasting -> {
        Entry entry = new Entry(state.nextSeq(), now, lasting);
        if (now < state.lastAt()) {
          LOG.warn(
              "event {} is of {}, but the one before it is of {}: this machine's clock was wrong,"
                  + " and was set back",
              entry.seq(),
              Instant.ofEpochMilli(now),
              Instant.ofEpochMilli(state.lastAt()));
        }
        state.apply(entry);
        decided.entries.add(entry);
        decided.facts.note(entry);
        if (lasting instanceof Change.Said) {
          decided.messages++;
        }
        yield new Committed.Numbered(entry);
      }
      case Change.Passing passing -> {
        state.apply(passing);
        yield new Committed.Unnumbered(passing);
      }
    };
  }

  /**
   * After a rollback: the state is what the file says again, who is connected is what it was before
   * the batch, and everyone who asked is refused. The ends of connections can't be refused; they
   * are decided again, as broken lines, which need no disk.
   */
  private void undo(List<Submission> batch, Decided decided) throws InterruptedException {
    State given = state;
    state = log.load();
    state.takeConnections(given);
    for (Committed.Item item : decided.items.reversed()) {
      for (Committed.Effect effect : item.effects().reversed()) {
        if (effect instanceof Committed.Unnumbered(Change.Passing passing)) {
          state.takeBack(passing);
        }
      }
    }
    fanout.publish(
        refusals(
            batch,
            ErrorCode.STORAGE,
            "The server could not write it down; nothing was done. Try again later."));
    List<Submission> ends = new ArrayList<>();
    for (Submission submission : batch) {
      if (submission.command() instanceof Act.Gone gone) {
        Act broken = new Act.Gone(gone.connection(), false);
        ends.add(new Submission(broken, submission.replyTo(), submission.since()));
      }
    }
    fanout.publish(new Committed(decide(ends).items, state.nextSeq() - 1));
  }

  private Committed refusals(List<Submission> batch, ErrorCode code, String sentence) {
    List<Committed.Item> items = new ArrayList<>();
    for (Submission submission : batch) {
      Reply refusal = refusal(submission.command(), code, sentence);
      items.add(new Committed.Item(List.of(), refusal, submission.replyTo(), submission.since()));
    }
    return new Committed(items, log.last());
  }

  private static Reply refusal(Act command, ErrorCode code, String sentence) {
    return new Reply.Refused(command.re(), code, sentence, null);
  }
}
