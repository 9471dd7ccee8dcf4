package parley.server;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;

/**
 * What the process does at signals besides those that end it. SIGHUP reads the settings and
 * certificates again, as for other servers; where the server has a terminal it says that the
 * terminal is gone, and ends it. What only stops a process would stop everybody's chat: it is
 * ignored.
 */
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /**
   * From now on they are taken.
   *
   * @param atTerminal whether somebody types commands at the server's own terminal now
   * @param notices tell of a reload
   */
  static void take(Server server, BooleanSupplier atTerminal, ServiceNotices notices) {
    on(
        "HUP",
        () -> {
          if (atTerminal.getAsBoolean()) {
            server.askToStop("its terminal is gone (SIGHUP)");
          } else {
            notices.reloading(() -> reload(server));
          }
        });
    on("TSTP", () -> LOG.warn("SIGTSTP (ctrl-Z) is ignored: it would stop the chat for everyone"));
    // A process in the background that touches its terminal gets one of these.
    List.of("TTIN", "TTOU").forEach(Signals::ignore);
  }

  /** Not by an empty action: the system would try again for ever what brought the signal. */
  private static void ignore(String name) {
    try {
      Object ignoring = Class.forName("sun.misc.SignalHandler").getField("SIG_IGN").get(null);
      org.jline.utils.Signals.unregister(name, ignoring);
    } catch (ReflectiveOperationException e) {
      LOG.debug("SIG{} can't be ignored", name, e);
    }
  }

  private static void on(String name, Runnable action) {
    if (org.jline.utils.Signals.register(name, action) == null) {
      LOG.warn("this Java can't take SIG{}: it does what it does to any process", name);
    }
  }

  private static void reload(Server server) {
    AdminResult result = server.admin().run("reload", Caller.console());
    if (result.ok()) {
      LOG.info("SIGHUP: {}", result.text().replace('\n', ' '));
    } else {
      LOG.warn("SIGHUP, nothing was reloaded: {}", result.text().replace('\n', ' '));
    }
  }
}
