package parley.client.command;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import parley.client.terminal.Completion;
import parley.protocol.Printable;
import parley.text.Counted;

/**
 * Servers beside this one: opened, listed, left; and leaving all of them. Guarded by the link's
 * lock.
 */
final class SeveralServers {
  private final ChatParts chat;
  private final OpenServers servers;
  private final OpenServers.Server own;
  private final BooleanSupplier mayLeave;
  private final AtomicBoolean quitting;

  /** For what its person was told that something waits, just now. */
  private List<OpenServers.Server> warned = List.of();

  /**
   * @param mayLeave whether this server may be left, or else its person is told why not
   * @param quitting set to leave it
   */
  SeveralServers(
      ChatParts chat,
      OpenServers servers,
      OpenServers.Server own,
      BooleanSupplier mayLeave,
      AtomicBoolean quitting,
      Completion completion) {
    this.chat = chat;
    this.servers = servers;
    this.own = own;
    this.mayLeave = mayLeave;
    this.quitting = quitting;
    completion.learnServers(servers::words);
  }

  /** {@code /connect SERVER}. */
  void connect(Arguments given) {
    open(given.first());
  }

  private void open(String text) {
    try {
      servers.open(text);
    } catch (IllegalArgumentException e) {
      chat.view().warn(Printable.lines(String.valueOf(e.getMessage())));
    }
  }

  /** {@code /servers}. */
  void list() {
    chat.view().answer(servers.table(own));
  }

  /** {@code /disconnect [SERVER]}. */
  void disconnect(Arguments given) {
    OpenServers.Server server = given.isEmpty() ? own : servers.find(given.first()).orElse(null);
    if (server == null) {
      String open =
          String.join(", ", servers.all().stream().map(OpenServers.Server::label).toList());
      chat.view().warn(Printable.line(given.first()) + " is not open. Open are: " + open + ".");
    } else if (servers.all().size() < 2) {
      chat.view().warn("No other server is open: /quit leaves this one.");
    } else if (server == own) {
      quitting.set(mayLeave.getAsBoolean());
    } else if (isSettled(server.state().isStuck() ? List.of(server) : List.of())) {
      servers.close(server);
    }
  }

  /** Once more, where this server's connection is over; or else at once, as it waits for that. */
  void reconnect() {
    if (chat.link().isEnded()) {
      open(own.text());
    } else {
      chat.link().hurry();
    }
  }

  /** Leaves all of them, unless something waits anywhere of which its person was not told. */
  void quit() {
    boolean here = mayLeave.getAsBoolean();
    boolean elsewhere = isSettled(servers.stuckBesides(own));
    if (here && elsewhere) {
      quitting.set(true);
      servers.closeBesides(own);
    }
  }

  /** Whether nothing waits there, or its person was told so before. */
  private boolean isSettled(List<OpenServers.Server> stuck) {
    boolean told = warned.containsAll(stuck);
    warned = told ? List.of() : stuck;
    if (told) {
      return true;
    }
    for (OpenServers.Server one : stuck) {
      chat.view()
          .warn(
              "%s: %s could not be sent yet; what waits is kept here and goes out when you come again. Leave once more to go."
                  .formatted(one.label(), Counted.of(one.state().unsent(), "message")));
    }
    return false;
  }
}
