package parley.server;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import parley.server.decide.Command;
import parley.server.sequence.Sequencer;

/** Tells the sequencer once a second that time passed. */
record Clock(Sequencer sequencer, LongSupplier graceMillis) implements Runnable {
  @Override
  public void run() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(1);
        sequencer.submit(new Command.Tick(graceMillis.getAsLong()), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
