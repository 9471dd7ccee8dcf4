package parley.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the server is held against in a room: relays of this program, and programs of others. */
final class Rivals {
  private Rivals() {}

  /** Whether a program is on the PATH, or where a system keeps its servers. */
  static boolean isInstalled(String program) {
    return Stream.concat(
            Pattern.compile(File.pathSeparator).splitAsStream(System.getenv("PATH")),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Those that can be started; a sentence for each of the others. */
  static List<Target.Kind> installed(List<Target.Kind> kinds, Consumer<String> missing) {
    List<Target.Kind> there = new ArrayList<>();
    for (Target.Kind kind : kinds) {
      if (kind.program == null || isInstalled(kind.program)) {
        there.add(kind);
      } else {
        missing.accept(kind.program + " is not installed; it is left out.");
      }
    }
    if (there.isEmpty()) {
      throw new Failure("None of the targets is installed.");
    }
    return there;
  }

  /** All but the server. */
  static Target start(Target.Kind kind, boolean tls, Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    return switch (kind) {
      case RELAY -> Target.relay(Relay.Form.BATCH, tls, folder);
      case QUEUES -> Target.relay(Relay.Form.QUEUES, tls, folder);
      case NODE -> node(tls, folder);
      case NATS -> nats(tls, folder);
      case NGIRCD -> ngircd(tls, folder);
      case SERVER -> throw new IllegalArgumentException("the server has settings");
    };
  }

  private static String found(String program) {
    Path server = Path.of("/usr/sbin", program);
    return Files.isExecutable(server) ? server.toString() : program;
  }

  /** NATS core: no JetStream, nothing on disk. */
  private static Target nats(boolean tls, Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    int port = Target.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(found("nats-server"), "--addr", "127.0.0.1", "--port", Integer.toString(port)));
    if (tls) {
      Identity identity = Identity.create(folder);
      command.addAll(
          List.of(
              "--tls",
              "--tlscert",
              identity.certificatePem().toString(),
              "--tlskey",
              identity.keyPem().toString()));
    }
    return Target.start(command, port, folder);
  }

  /** A broadcast server of the usual kind in Node.js: {@code broadcast.js} of this program. */
  private static Target node(boolean tls, Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    int port = Target.freePort();
    Path script = folder.resolve("broadcast.js");
    try (InputStream in = Rivals.class.getResourceAsStream("broadcast.js")) {
      Files.copy(in, script);
    }
    List<String> command =
        new ArrayList<>(List.of("node", script.toString(), Integer.toString(port)));
    if (tls) {
      Identity identity = Identity.create(folder);
      command.add(identity.certificatePem().toString());
      command.add(identity.keyPem().toString());
    }
    return Target.start(command, port, folder);
  }

  /** An IRC server in C; nothing is looked up or written down, no limit on connections. */
  private static Target ngircd(boolean tls, Path folder) throws IOException, InterruptedException {
    int port = Target.freePort();
    List<String> lines =
        new ArrayList<>(
            List.of(
                "[Global]",
                "Name = irc.bench.local",
                "Info = benchmark",
                "Listen = 127.0.0.1",
                "MotdPhrase = hello",
                "ServerUID = " + System.getProperty("user.name"),
                "[Limits]",
                "MaxConnections = 0",
                "MaxConnectionsIP = 0",
                "MaxNickLength = 16",
                "PingTimeout = 600",
                "[Options]",
                "DNS = no",
                "Ident = no",
                "PAM = no"));
    if (tls) {
      OpenSsl.identity(folder);
      lines.add("[SSL]");
      lines.add("Ports = " + port);
      lines.add("CertFile = " + folder.resolve("openssl.crt"));
      lines.add("KeyFile = " + folder.resolve("openssl.key"));
    } else {
      lines.add(1, "Ports = " + port);
    }
    Path configuration = Files.write(folder.resolve("ngircd.conf"), lines);
    return Target.start(
        List.of(found("ngircd"), "--nodaemon", "--config", configuration.toString()), port, folder);
  }
}
