package parley.server;

import java.io.PrintWriter;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.Settings;
import parley.server.tls.ServerTls;
import parley.text.Build;
import parley.text.Hosts;
import parley.text.ShellWord;

/** What a server says to whoever started it: where it listens and how to come in. */
final class Banner {
  private static final Logger LOG = LoggerFactory.getLogger(Banner.class);

  /** The client's own choice where no port is written. */
  private static final int USUAL_PORT = 7443;

  private Banner() {}

  static void print(Server server, PrintWriter out) {
    Settings settings = server.settings().current();
    out.println("Parley " + Build.THIS + " is ready. Ctrl-C stops it.");
    out.println();
    server.tlsAddress().ifPresent(at -> tls(at, settings, out));
    server
        .plainAddress()
        .ifPresent(at -> line(out, "plain", text(at), "nc " + here(at) + " " + at.getPort()));
    server
        .metricsAddress()
        .ifPresent(
            at ->
                line(
                    out,
                    "metrics",
                    text(at),
                    "curl http://" + Hosts.place(here(at), at.getPort()) + "/metrics"));
    line(out, "data", settings.data().dir().toString(), "");
    out.println();
    server.tls().ifPresent(tls -> certificate(tls, out));
    server.freshOperatorToken().ifPresent(token -> operator(token, out));
    server.ownerInvitation().ifPresent(line -> owner(line, out));
    if (out.checkError() && server.freshOperatorToken().isPresent()) {
      LOG.warn(
          "The operator's token was made, but standard output takes nothing, so nobody has seen it;"
              + " \"chat-server admin operator-token\" makes another one.");
    }
  }

  /** Standard output is kept, in a log or a journal, where a secret of a first start would stay. */
  static void withhold(Server server) {
    if (server.freshOperatorToken().isPresent()) {
      LOG.warn(
          "The operator's token and the owner's invitation of a first start are not shown, as what"
              + " is printed here is kept; make others: chat-server admin operator-token, and"
              + " chat-server admin invite --role owner.");
    }
  }

  private static void tls(InetSocketAddress at, Settings settings, PrintWriter out) {
    String place = PublicPlace.ofTls(at, settings);
    String usual = ":" + USUAL_PORT;
    String shorter =
        place.endsWith(usual) ? place.substring(0, place.length() - usual.length()) : place;
    line(out, "TLS", text(at), "bin/chat YOU@" + shorter);
    line(out, "", "", "openssl s_client -quiet -crlf -connect " + place);
  }

  private static void certificate(ServerTls tls, PrintWriter out) {
    out.println("  certificate   " + tls.fingerprint());
    out.println("                Clients show this at their first visit; compare it there.");
    Optional.ofNullable(tls.authorityFingerprint())
        .ifPresent(
            _ ->
                out.println(
                    "                Or trust its authority: --ca "
                        + ShellWord.of("" + tls.authorityFile())));
    if (tls.created()) {
      out.println("                Both were made just now, as this is the first start.");
    }
  }

  private static void operator(String token, PrintWriter out) {
    out.println("  operator      " + token);
    out.println(
        "                Shown only now. In the chat, /admin claim TOKEN makes an operator.");
  }

  private static void owner(String invitation, PrintWriter out) {
    out.println("  owner         bin/chat " + ShellWord.quoted(invitation));
    out.println("                Shown only now: whoever pastes it first has the owner's account.");
  }

  private static void line(PrintWriter out, String what, String where, String how) {
    out.println("  %-8s  %-24s  %s".formatted(what, where, how).stripTrailing());
  }

  private static String here(InetSocketAddress at) {
    return PublicPlace.here(at);
  }

  /** Where it listens: on all addresses means on those of both families, whichever was written. */
  private static String text(InetSocketAddress at) {
    if (!at.getAddress().isAnyLocalAddress()) {
      return Hosts.place(at);
    }
    String four = "0.0.0.0:" + at.getPort();
    return hasSix() ? four + " [::]:" + at.getPort() : four;
  }

  /** Whether this machine has IPv6 switched on, and Java uses it. */
  private static boolean hasSix() {
    try {
      return !Boolean.getBoolean("java.net.preferIPv4Stack")
          && NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .anyMatch(Inet6Address.class::isInstance);
    } catch (SocketException e) {
      return false;
    }
  }
}
