package parley.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import parley.protocol.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "flood",
    description = "Sends many frames at once to a server on this machine; prints one JSON object.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class FloodCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PORT", description = "A plain one on 127.0.0.1.")
  private int port;

  @Option(names = "--frames", defaultValue = "10000")
  private int frames;

  @Option(names = "--size", defaultValue = "4000", description = "Bytes of a message's text.")
  private int size;

  @Option(names = "--wait", description = "Make each frame when the socket has room for it.")
  private boolean waits;

  @Override
  public Integer call() throws Exception {
    Flood.Figures figures =
        new Flood(frames, size, waits)
            .run(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    spec.commandLine().getOut().println(Json.MAPPER.writeValueAsString(figures));
    spec.commandLine().getOut().flush();
    return figures.answered() == frames ? 0 : 1;
  }
}
