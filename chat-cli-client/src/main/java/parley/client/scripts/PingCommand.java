package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import parley.client.net.Address;
import parley.client.net.CannotConnect;
import parley.client.net.ChatConnection;
import parley.client.net.ImplausibleMessage;
import parley.protocol.Limits;
import parley.protocol.Printable;
import parley.protocol.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code chat ping}: echo requests, every byte of every answer compared. */
@Command(
    name = "ping",
    description = "Send echo requests, compare every byte that comes back, and measure.",
    footer = {"", "Exit code: 0 all came back right, 1 some did not come, 5 some came back wrong."})
public final class PingCommand implements Callable<Integer> {
  @Mixin ServerOptions options;
  @Mixin ServerAddress.Alone server;
  @Spec CommandSpec command;

  @Option(
      names = {"-c", "--count"},
      paramLabel = "N",
      description = "How many (without: until ctrl-C; 1000 with --pipelined).")
  Long count;

  @Option(
      names = {"-z", "--size"},
      paramLabel = "BYTES",
      defaultValue = "56",
      description = "Bytes of text in each (${DEFAULT-VALUE}).")
  int size;

  @Option(
      names = {"-i", "--interval"},
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Between one and the next (${DEFAULT-VALUE}; 0 is none).")
  double interval;

  @Option(
      names = {"-p", "--pipelined"},
      description = "Do not wait for one answer before the next request.")
  boolean pipelined;

  @Option(
      names = {"-w", "--window"},
      paramLabel = "N",
      defaultValue = "64",
      description = "Requests on their way at once with --pipelined (${DEFAULT-VALUE}, the most).")
  int window;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the summary.")
  boolean quiet;

  @Override
  public Integer call() throws InterruptedException {
    check();
    EchoPayload payload = new EchoPayload(size);
    Address address = options.address(server.text());
    PingReport report =
        new PingReport(
            Console.OUT,
            new PingReport.Style(address.place(), size, !quiet && !pipelined, !quiet, pipelined));
    long sent = 0;
    try (ChatConnection clientSocket = options.dialer(address, Console::say).dial()) {
      EchoRun run = new EchoRun(clientSocket, payload, report::answer);
      Thread watch =
          Thread.ofVirtual().start(() -> run.watch(Duration.ofSeconds(options.timeoutSeconds)));
      Thread summary = new Thread(() -> report.summarize(run.sent()));
      Runtime.getRuntime().addShutdownHook(summary);
      try {
        run.greet();
        report.begin(clientSocket.protection());
        if (pipelined) {
          run.pipelined(count == null ? 1_000 : count, window);
        } else {
          long most = count == null ? Long.MAX_VALUE : count;
          run.oneByOne(most, Duration.ofNanos((long) (interval * 1e9)));
        }
        clientSocket.send(new Request.Bye(null));
      } finally {
        watch.interrupt();
        sent = run.sent();
        report.summarize(sent);
        forget(summary);
      }
    } catch (CannotConnect e) {
      Console.say(e.getMessage());
      return e.distrusted() ? ExitCode.DISTRUSTED : ExitCode.UNREACHABLE;
    } catch (EchoRun.TurnedAway e) {
      Console.say(e.getMessage());
      return ExitCode.REFUSED;
    } catch (ImplausibleMessage e) {
      Console.say(e.getMessage());
      return ExitCode.FAULT;
    } catch (IOException e) {
      Console.say("The connection ended: " + Printable.line(String.valueOf(e.getMessage())));
    }
    return report.wrong() > 0
        ? ExitCode.FAULT
        : report.right() < sent ? ExitCode.REFUSED : ExitCode.OK;
  }

  private void check() {
    String problem =
        size < 0 || size > Limits.FRAME_BYTES_MAX
            ? "--size goes from 0 to what fits in a frame."
            : count != null && count < 1
                ? "--count is at least 1."
                : interval < 0
                    ? "--interval can't be negative."
                    : window < 1 || window > Limits.OUTSTANDING
                        ? "--window goes from 1 to " + Limits.OUTSTANDING + "."
                        : null;
    if (problem != null) {
      throw new ParameterException(command.commandLine(), problem);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The end has begun: it finds that all was said.
    }
  }
}
