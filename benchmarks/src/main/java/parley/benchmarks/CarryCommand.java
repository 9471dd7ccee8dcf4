package parley.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The clients' end of many transfers, as a process of its own beside the measured chat. */
@Command(
    name = "carry",
    description =
        "Sends and fetches files again and again until its input ends; prints the bytes carried.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class CarryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PORT", description = "Of the server, at 127.0.0.1.")
  private int port;

  @Option(names = "--tls", description = "Connect with TLS; any certificate is taken.")
  private boolean tls;

  @Option(names = "--transfers", defaultValue = "10", description = "Every other one fetches.")
  private int transfers;

  @Option(names = "--mebibytes", defaultValue = "64", description = "Of each file.")
  private int mebibytes;

  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile boolean ended;

  @Override
  public Integer call() throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Freight freight = Freight.of(mebibytes);
    List<Carrier> carriers = new ArrayList<>();
    for (int i = 0; i < transfers; i++) {
      carriers.add(Carrier.open(address, tls));
    }
    long first = carriers.getFirst().upload(freight, "first.bin");
    carriers.forEach(carrier -> carrier.carried.set(0));
    long began = System.nanoTime();
    for (int i = 0; i < transfers; i++) {
      Carrier carrier = carriers.get(i);
      boolean fetches = i % 2 == 1;
      Thread.ofPlatform().daemon().start(() -> run(carrier, freight, fetches ? first : 0));
    }
    spec.commandLine().getOut().println("carrying");
    spec.commandLine().getOut().flush();
    while (System.in.read() >= 0) {
      // Whoever started it says when it ends.
    }
    ended = true;
    double seconds = (System.nanoTime() - began) / 1e9;
    if (failure.get() != null) {
      throw new Failure("A transfer failed: " + failure.get().getMessage());
    }
    spec.commandLine()
        .getOut()
        .println(sum(carriers, 0, seconds) + " " + sum(carriers, 1, seconds));
    return 0;
  }

  /** Mebibytes a second of every other one. */
  private static double sum(List<Carrier> carriers, int from, double seconds) {
    long bytes = 0;
    for (int i = from; i < carriers.size(); i += 2) {
      bytes += carriers.get(i).carried.get();
    }
    return bytes / 1048576.0 / seconds;
  }

  private void run(Carrier carrier, Freight freight, long seq) {
    try {
      for (int i = 0; !ended; i++) {
        if (seq == 0) {
          carrier.upload(freight, "file-" + i + ".bin");
        } else {
          carrier.download(seq, freight.size());
        }
      }
    } catch (IOException | GeneralSecurityException | Failure e) {
      if (!ended) {
        failure.compareAndSet(null, e);
      }
    }
  }
}
