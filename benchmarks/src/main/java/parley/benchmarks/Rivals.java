package parley.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The programs of others that a room is measured on, started as they are installed. */
final class Rivals {
  private Rivals() {}

  /** Whether a program is on the PATH, or where a system keeps its servers. */
  static boolean isInstalled(String program) {
    return Stream.concat(
            Pattern.compile(File.pathSeparator).splitAsStream(System.getenv("PATH")),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String found(String program) {
    Path server = Path.of("/usr/sbin", program);
    return Files.isExecutable(server) ? server.toString() : program;
  }

  /** NATS core: no JetStream, nothing on disk. */
  static Target nats(boolean tls, Path folder)
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
  static Target node(boolean tls, Path folder)
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
  static Target ngircd(boolean tls, Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
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
      Identity identity = Identity.create(folder);
      lines.add("[SSL]");
      lines.add("Ports = " + port);
      lines.add("CertFile = " + identity.certificatePem());
      lines.add("KeyFile = " + OpenSsl.rewritten(identity.keyPem()));
    } else {
      lines.add(1, "Ports = " + port);
    }
    Path configuration = Files.write(folder.resolve("ngircd.conf"), lines);
    return Target.start(
        List.of(found("ngircd"), "--nodaemon", "--config", configuration.toString()), port, folder);
  }
}
