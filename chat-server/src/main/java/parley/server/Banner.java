package parley.server;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Optional;
import parley.server.config.Settings;
import parley.server.tls.ServerTls;

/** What a server says to whoever started it: where it listens and how to come in. */
final class Banner {
  private Banner() {}

  static void print(Server server, PrintWriter out) {
    Settings settings = server.settings().current();
    out.println("Parley " + Version.TEXT + " is ready. Ctrl-C stops it.");
    out.println();
    server.tlsAddress().ifPresent(at -> tls(at, settings, out));
    server
        .plainAddress()
        .ifPresent(at -> line(out, "plain", text(at), "nc " + here(at) + " " + at.getPort()));
    server
        .metricsAddress()
        .ifPresent(at -> line(out, "metrics", text(at), "curl http://" + text(at) + "/metrics"));
    line(out, "data", settings.data().dir().toString(), "");
    out.println();
    server.tls().ifPresent(tls -> certificate(tls, out));
    server.freshOperatorToken().ifPresent(token -> operator(token, out));
    out.flush();
  }

  private static void tls(InetSocketAddress at, Settings settings, PrintWriter out) {
    String host = at.getAddress().isAnyLocalAddress() ? settings.hostName() : here(at);
    String port = at.getPort() == 7443 ? "" : ":" + at.getPort();
    line(out, "TLS", text(at), "bin/chat YOU@" + host + port);
    line(out, "", "", "openssl s_client -quiet -crlf -connect " + host + ":" + at.getPort());
  }

  private static void certificate(ServerTls tls, PrintWriter out) {
    out.println("  certificate   " + tls.fingerprint());
    out.println("                Clients show this at their first visit; compare it there.");
    Optional.ofNullable(tls.authorityFingerprint())
        .ifPresent(
            _ ->
                out.println("                Or trust its authority: --ca " + tls.authorityFile()));
    if (tls.created()) {
      out.println("                Both were made just now, as this is the first start.");
    }
  }

  private static void operator(String token, PrintWriter out) {
    out.println("  operator      " + token);
    out.println(
        "                Shown only now. In the chat, /admin claim TOKEN makes an operator.");
  }

  private static void line(PrintWriter out, String what, String where, String how) {
    out.println("  %-8s  %-22s  %s".formatted(what, where, how).stripTrailing());
  }

  private static String here(InetSocketAddress at) {
    return at.getAddress().isAnyLocalAddress() ? "localhost" : at.getAddress().getHostAddress();
  }

  private static String text(InetSocketAddress at) {
    String host = at.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort();
  }
}
