package parley.client.scripts;

import java.io.PrintStream;

/**
 * What {@code chat ping} prints: a line for each answer, and what they come to in the end. The run
 * tells it of answers while ctrl-C may ask for the summary, so its own lock guards it.
 */
final class PingReport {
  /**
   * What is printed.
   *
   * @param place the server, as people write it
   * @param size bytes of text in each request
   * @param eachRight whether a line is printed for an answer that is right
   * @param eachWrong whether one is for an answer with other bytes
   * @param throughput whether the summary tells how much went through
   */
  record Style(String place, int size, boolean eachRight, boolean eachWrong, boolean throughput) {}

  private final PrintStream out;
  private final Style style;
  private final RoundTrips times = new RoundTrips();
  private long wrong;
  private long began;
  private boolean summarized;

  PingReport(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  /** The first line; the time runs from here. */
  synchronized void begin(String protection) {
    out.printf("PING %s (%s) %d bytes of text%n", style.place(), protection, style.size());
    out.flush();
    began = System.nanoTime();
  }

  /** Answers whether somebody still reads it: it would go on for ever. */
  synchronized boolean answer(EchoRun.Answer answer) {
    switch (answer) {
      case EchoRun.Answer.Right(var number, var nanos) -> {
        times.add(nanos);
        if (style.eachRight()) {
          print(measured(number, nanos));
        }
      }
      case EchoRun.Answer.Wrong(var number, var nanos) -> {
        wrong++;
        if (style.eachWrong()) {
          print(measured(number, nanos) + " WRONG CONTENT");
        }
      }
      case EchoRun.Answer.Refused(var why) -> print("refused: " + why);
      case EchoRun.Answer.Stray() -> {
        wrong++;
        print("an answer to nothing that was asked");
      }
    }
    return !out.checkError();
  }

  private String measured(String number, long nanos) {
    return "%d bytes from %s: seq=%s time=%.3f ms"
        .formatted(style.size(), style.place(), number, nanos / 1e6);
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }

  /** How many came back right. */
  synchronized int right() {
    return times.count();
  }

  /** How many came back with other bytes, or unasked. */
  synchronized long wrong() {
    return wrong;
  }

  /** Said once, at the end or at ctrl-C; nothing where it did not begin. */
  synchronized void summarize(long sent) {
    if (began == 0 || summarized) {
      return;
    }
    summarized = true;
    double seconds = (System.nanoTime() - began) / 1e9;
    long back = times.count();
    long lost = sent == 0 ? 0 : Math.round(100.0 * (sent - back - wrong) / sent);
    out.printf("%n--- %s echo statistics ---%n", style.place());
    out.printf(
        "%d sent, %d came back right, %d wrong, %d%% lost, time %.0f ms%n",
        sent, back, wrong, lost, seconds * 1000);
    if (style.throughput()) {
      out.printf(
          "%.0f round trips/s, %.1f MB/s each way%n",
          back / seconds, back * (double) style.size() / seconds / 1e6);
    }
    if (back > 0) {
      out.printf("round trip min/avg/p50/p90/p99/max = %s%n", times.summary());
    }
    out.flush();
  }
}
