package parley.benchmarks;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import parley.protocol.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "load",
    description = {
      "Fills a room, sends, and checks every delivery to every member.",
      "Exit code 1 where one was lost, repeated, out of order or harmed."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class LoadCommand implements Callable<Integer> {
  private static final int SIZE_MOST = 8192;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "HOST:PORT", description = "What is measured.")
  private String address;

  @Option(names = "--wire", description = "${COMPLETION-CANDIDATES}", defaultValue = "framed")
  private Wire.Kind wire;

  @Option(names = "--tls", description = "Connect with TLS; any certificate is taken.")
  private boolean tls;

  @Option(names = "--room", defaultValue = "bench", description = "A room or subject of its own.")
  private String room;

  @Option(
      names = "--members",
      defaultValue = "1000",
      description = "Connections, each a member of the room.")
  private int members;

  @Option(
      names = "--senders",
      defaultValue = "10",
      description = "How many of the members send, too.")
  private int senders;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Messages a second of all senders, due at fixed times; 0 is full load.")
  private double rate;

  @Option(
      names = "--outstanding",
      defaultValue = "32",
      description = "At full load: each sender's messages that not every member has yet.")
  private int outstanding;

  @Option(names = "--size", defaultValue = "100", description = "Bytes of a message's text.")
  private int size;

  @Option(names = "--warm-up", paramLabel = "SECONDS", defaultValue = "10")
  private double warmUp;

  @Option(names = "--duration", paramLabel = "SECONDS", defaultValue = "10")
  private double duration;

  @Option(
      names = "--pid",
      defaultValue = "0",
      description = "The process whose CPU and memory are measured; 0 is none.")
  private long pid;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Result result = new Load(plan(), pid).run();
    if (json) {
      spec.commandLine().getOut().println(Json.MAPPER.writeValueAsString(result));
    } else {
      print(result);
    }
    return result.faults().sum() == 0 ? 0 : 1;
  }

  private Plan plan() {
    int colon = address.lastIndexOf(':');
    require(colon > 0 && address.substring(colon + 1).matches("\\d{1,5}"), "HOST:PORT it must be.");
    require(size >= Text.LEAST && size <= SIZE_MOST, "A size is from 40 to 8192.");
    require(members > 0 && senders > 0 && senders <= members, "Senders are some of the members.");
    require(outstanding > 0, "At least one message must be on its way.");
    require(duration > 0 && warmUp >= 0 && rate >= 0, "A time and a rate can't be negative.");
    return new Plan(
        Wire.of(wire, room, tls),
        new InetSocketAddress(
            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
        tls,
        members,
        senders,
        rate,
        outstanding,
        new Text(size),
        Duration.ofMillis((long) (warmUp * 1000)),
        Duration.ofMillis((long) (duration * 1000)));
  }

  private void require(boolean so, String sentence) {
    if (!so) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }

  private void print(Result r) {
    StringBuilder out = new StringBuilder();
    out.append("%,.0f deliveries/s in %.1f s%n".formatted(r.deliveriesPerSecond(), r.seconds()));
    if (pid != 0) {
      out.append(
          "%.2f µs CPU a delivery (%.2f cores), %.1f deliveries a write, %.4f context switches a delivery, %d MiB resident%n"
              .formatted(
                  r.cpuMicros(),
                  r.cores(),
                  r.deliveriesPerWrite(),
                  r.switches(),
                  r.residentBytes() >> 20));
    }
    out.append(
        "%.0f bytes a delivery, %.1f deliveries a read; the load itself took %.2f cores%n"
            .formatted(r.bytesPerDelivery(), r.deliveriesPerRead(), r.loadCores()));
    Result.Latency l = r.latency();
    out.append(
        "latency %.2f ms (p50)  %.2f (p90)  %.2f (p99)  %.2f (p99.9)  %.2f (max)%n"
            .formatted(l.p50(), l.p90(), l.p99(), l.p999(), l.max()));
    if (rate > 0) {
      out.append("written at most %.2f ms after due%n".formatted(r.latestMillis()));
    }
    Result.Faults f = r.faults();
    out.append(
        "%,d messages: %d lost, %d repeated, %d out of order, %d harmed, %d unacknowledged%n"
            .formatted(
                r.sent(), f.lost(), f.repeated(), f.disordered(), f.corrupt(), f.unacknowledged()));
    if (r.suite() != null) {
      out.append(r.suite()).append(System.lineSeparator());
    }
    spec.commandLine().getOut().print(out);
    spec.commandLine().getOut().flush();
  }
}
