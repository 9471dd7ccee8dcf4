package parley.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "relay",
    description = "Sends each frame that comes to every connection, and nothing else.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RelayCommand implements Callable<Integer> {
  private static final int BACKLOG = 1024;

  /** The one that the server chooses first, so that both pay for the same. */
  private static final String SUITE = "TLS_AES_128_GCM_SHA256";

  @Spec private CommandSpec spec;

  @Option(names = "--form", description = "${COMPLETION-CANDIDATES}", defaultValue = "batch")
  private Relay.Form form;

  @Option(names = "--port", description = "0 is a free one.", defaultValue = "0")
  private int port;

  @Option(names = "--tls", description = "With a certificate made for this run.")
  private boolean tls;

  @Option(
      names = "--gather",
      description = "The most bytes of one write, at least 16384.",
      defaultValue = "16384")
  private int gather;

  @Override
  public Integer call() throws Exception {
    Relay relay = Relay.open(form, listener(), Math.max(gather, 16 * 1024));
    spec.commandLine().getOut().println("127.0.0.1:" + relay.port());
    spec.commandLine().getOut().flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private ServerSocket listener() throws Exception {
    ServerSocket listener;
    if (tls) {
      Path folder = Files.createTempDirectory("relay");
      SSLContext context = Identity.create(folder).serving();
      SSLServerSocket secure =
          (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
      secure.setEnabledCipherSuites(new String[] {SUITE});
      listener = secure;
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    } else {
      listener = new ServerSocket();
    }
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    return listener;
  }
}
