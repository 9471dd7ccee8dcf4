package parley.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program {@code openssl}: as the server to compare with, and as everyone's client. */
final class OpenSsl {
  private static final String SUITE = "TLS_AES_128_GCM_SHA256";
  private static final Pattern COUNT = Pattern.compile("(\\d+) connections in (\\d+) real seconds");

  private OpenSsl() {}

  /** Its version; fails with a sentence where it is not there. */
  static String version() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("openssl", "version").start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said.strip();
    } catch (IOException e) {
      throw new Failure("openssl is not on the PATH; it is the client here, so install it.");
    }
  }

  /**
   * A throw-away key and certificate in the form that GnuTLS reads; {@link Identity} is for all
   * others.
   *
   * @param folder for {@code openssl.key} and {@code openssl.crt}
   */
  static void identity(Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-days",
                "2",
                "-keyout",
                folder.resolve("openssl.key").toString(),
                "-out",
                folder.resolve("openssl.crt").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new Failure("openssl made no certificate: " + said);
    }
  }

  /** What {@code openssl s_server} is started with; it serves one connection after the other. */
  static List<String> server(int port, Path certificate, Path key) {
    return List.of(
        "openssl",
        "s_server",
        "-accept",
        "127.0.0.1:" + port,
        "-cert",
        certificate.toString(),
        "-cert_chain",
        certificate.toString(),
        "-key",
        key.toString(),
        "-tls1_3",
        "-ciphersuites",
        SUITE,
        "-groups",
        "X25519",
        "-www",
        "-quiet");
  }

  /**
   * Full handshakes, one after the other in each of so many processes.
   *
   * @return how many there were
   */
  static long handshakes(InetSocketAddress server, int clients, int seconds)
      throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      processes.add(
          new ProcessBuilder(
                  "openssl",
                  "s_time",
                  "-connect",
                  "127.0.0.1:" + server.getPort(),
                  "-new",
                  "-tls1_3",
                  "-ciphersuites",
                  SUITE,
                  "-time",
                  Integer.toString(seconds))
              .redirectErrorStream(true)
              .start());
    }
    long count = 0;
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher found = COUNT.matcher(said);
      if (process.waitFor() != 0 || !found.find()) {
        throw new Failure("openssl s_time failed: " + said.lines().limit(20).toList());
      }
      count += Long.parseLong(found.group(1));
    }
    return count;
  }
}
