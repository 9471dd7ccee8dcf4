package parley.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import parley.protocol.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "frames",
    description = {
      "Measures backpressure: a client sends many frames at once, with and without waiting for room"
          + " to write; prints the heaps of client and server.",
      "Exit code 1 where a frame had no ok."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class FramesCommand implements Callable<Integer> {
  private static final long GLANCE_MILLIS = 20;
  private static final double MIB = 1048576;

  /**
   * So that a heap after a collection holds what lives, and no garbage that was not worth moving.
   */
  private static final List<String> CLIENT_FLAGS =
      List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1");

  /**
   * The server's side of one flood, bytes.
   *
   * @param heapBefore in use after a collection, as is {@code heapAfter}
   * @param heapPeak the most seen in use, garbage included
   * @param outboxes the most seen waiting for all connections
   */
  record Server(long heapBefore, long heapPeak, long heapAfter, long outboxes, long resident) {}

  record Row(Flood.Figures client, Server server) {}

  record Report(Machine machine, int size, List<Row> rows) {}

  @Mixin private ServerOptions options;

  @Option(names = "--frames", defaultValue = "10000")
  private int frames;

  @Option(names = "--size", defaultValue = "4000", description = "Bytes of a message's text.")
  private int size;

  @Override
  public Integer call() throws Exception {
    options.require(size >= Text.LEAST && size <= 16_384, "A size is from 40 to 16384.");
    options.require(frames > 1, "At least two frames must be sent.");
    Machine machine = Machine.now();
    List<Row> rows = new ArrayList<>();
    for (boolean waits : new boolean[] {true, false}) {
      try (Subject subject = options.start(Subject.UNLIMITED, false)) {
        // Once to load and compile what a flood needs on either side.
        flood(subject, waits);
        Row row = flood(subject, waits);
        rows.add(row);
        options.progress(
            "%s: %d of %d answered in %.1f s",
            waits ? "waiting for room" : "not waiting",
            row.client.answered(),
            frames,
            row.client.seconds());
      }
    }
    Report report = new Report(machine, size, rows);
    options.print(report, text(report));
    return rows.stream().allMatch(row -> row.client.answered() == frames) ? 0 : 1;
  }

  private Row flood(Subject subject, boolean waits) throws IOException, InterruptedException {
    long before = collected(subject);
    List<String> command =
        Target.own(
            "flood",
            Integer.toString(subject.target().address().getPort()),
            "--frames=" + frames,
            "--size=" + size);
    command.addAll(1, CLIENT_FLAGS);
    if (waits) {
      command.add("--wait");
    }
    Path out = subject.folder().resolve("flood");
    Path errors = subject.folder().resolve("flood-errors");
    Process client =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    long peak = before;
    long outboxes = 0;
    long resident = 0;
    while (client.isAlive()) {
      JsonNode figures = subject.control().figures();
      peak = Math.max(peak, figures.at("/process/heapUsed").asLong());
      outboxes = Math.max(outboxes, figures.at("/outboxes/bytes").asLong());
      resident = Math.max(resident, figures.at("/process/resident").asLong());
      Thread.sleep(GLANCE_MILLIS);
    }
    String printed = Files.readString(out);
    if (!printed.startsWith("{")) {
      throw new Failure("The flood failed: " + Files.readString(errors));
    }
    return new Row(
        Json.MAPPER.readValue(printed, Flood.Figures.class),
        new Server(before, peak, collected(subject), outboxes, resident));
  }

  /** The server's heap after a collection that the JDK's own tool asks for. */
  private static long collected(Subject subject) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(subject.pid()), "GC.run")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new Failure("jcmd can't ask the server to collect garbage: " + said);
    }
    return subject.control().figures().at("/process/heapUsed").asLong();
  }

  private static String text(Report report) {
    Columns columns =
        new Columns(
            "",
            "frames",
            "answered",
            "seconds",
            "client: waiting MiB",
            "heap before",
            "in the flood",
            "peak",
            "after",
            "server: heap before",
            "peak",
            "after",
            "outboxes KiB",
            "resident MiB");
    for (Row row : report.rows) {
      Flood.Figures client = row.client;
      columns.row(
          client.waits() ? "waiting for room" : "not waiting",
          Columns.format("%,d", client.frames()),
          Columns.format("%,d", client.answered()),
          Columns.format("%.1f", client.seconds()),
          Columns.format("%.1f", client.waitingMost() / MIB),
          Columns.format("%.1f", client.heapBefore() / MIB),
          Columns.format("%.1f", client.heapFlood() / MIB),
          Columns.format("%.1f", client.heapPeak() / MIB),
          Columns.format("%.1f", client.heapAfter() / MIB),
          Columns.format("%.1f", row.server.heapBefore / MIB),
          Columns.format("%.1f", row.server.heapPeak / MIB),
          Columns.format("%.1f", row.server.heapAfter / MIB),
          Columns.format("%,.0f", row.server.outboxes / 1024.0),
          Columns.format("%.0f", row.server.resident / MIB));
    }
    return String.join(
        System.lineSeparator(),
        report.machine.sentence(),
        Columns.format(
            "Texts of %d bytes; heaps in MiB, after a collection but for the peaks.", report.size),
        columns.toString());
  }
}
