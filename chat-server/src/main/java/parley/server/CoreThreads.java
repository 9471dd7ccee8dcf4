package parley.server;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.fanout.Fanout;
import parley.server.sequence.Sequencer;

/**
 * The threads without which the server can't go on: the sequencer's and the fan-out's. The failure
 * of one ends the process.
 */
final class CoreThreads {
  private static final Logger LOG = LoggerFactory.getLogger(CoreThreads.class);

  /** What stopping waits for each of them. */
  private static final long STOP_MILLIS = 5_000;

  /** What {@link #halt} leaves for what was said last to get out. */
  private static final long LAST_WORDS_MILLIS = 500;

  private final Sequencer sequencer;
  private final Fanout fanout;
  private final Thread sequencerThread;
  private final Thread fanoutThread;

  CoreThreads(Sequencer sequencer, Fanout fanout) {
    this.sequencer = sequencer;
    this.fanout = fanout;
    fanoutThread = start("fanout", fanout::run);
    sequencerThread = start("sequencer", sequencer::run);
  }

  /** What a core thread runs. */
  private interface Core {
    void run() throws InterruptedException;
  }

  private static Thread start(String name, Core core) {
    return Thread.ofPlatform()
        .name(name)
        .start(
            () -> {
              try {
                core.run();
              } catch (InterruptedException e) {
                LOG.error("the thread {} was interrupted", name);
                halt();
              } catch (RuntimeException | Error e) {
                LOG.error("the thread {} failed, so the server halts", name, e);
                halt();
              }
            });
  }

  /** Lets what was asked before this call be decided, written and handed out; then they end. */
  void stop() throws InterruptedException {
    sequencer.stop();
    sequencerThread.join(STOP_MILLIS);
    fanout.stop();
    fanoutThread.join(STOP_MILLIS);
  }

  /** Ends the process without closing the log: the next start repairs what is on disk. */
  static void halt() {
    try {
      TimeUnit.MILLISECONDS.sleep(LAST_WORDS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(70);
  }
}
