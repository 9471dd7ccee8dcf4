package parley.client.command;

import java.util.ArrayList;
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
  private final BooleanSupplier isSettled;
  private final AskedLine asked;
  private final AtomicBoolean quitting;

  /** Where something is unsent of which its person was told when they wanted to leave. */
  private List<OpenServers.Server> told = List.of();

  /**
   * @param isSettled whether nothing here would wait or end, or else its person is told what
   * @param quitting set to leave it
   */
  SeveralServers(
      ChatParts chat,
      OpenServers servers,
      OpenServers.Server own,
      BooleanSupplier isSettled,
      AskedLine asked,
      AtomicBoolean quitting,
      Completion completion) {
    this.chat = chat;
    this.servers = servers;
    this.own = own;
    this.isSettled = isSettled;
    this.asked = asked;
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
    } else if (servers.isLast(server)) {
      chat.view().warn("No other server is open: /quit leaves this one.");
    } else if (server == own) {
      leave(true, List.of(), () -> quitting.set(true), Command.DISCONNECT);
    } else {
      List<OpenServers.Server> stuck = server.state().isStuck() ? List.of(server) : List.of();
      leave(false, stuck, () -> servers.close(server), Command.DISCONNECT);
    }
  }

  /** Once more, where this server's connection is over; or else at once, as it waits for that. */
  void reconnect() {
    if (chat.link().isEnded()) {
      open(own.text());
    } else if (chat.status().isConnected()) {
      chat.view().say("You are connected; /reconnect is for a connection that is lost.");
    } else {
      chat.link().hurry();
    }
  }

  /** Leaves all of them; where something waits anywhere, its person is asked. */
  void quit() {
    leave(
        true,
        servers.stuckBesides(own),
        () -> {
          quitting.set(true);
          servers.closeBesides(own);
        },
        Command.QUIT);
  }

  /**
   * Leaves, if nothing waits or its person was told so before; or else tells, and asks.
   *
   * @param here whether this server is left, too
   * @param stuck others that are left, where something waits
   */
  private void leave(
      boolean here, List<OpenServers.Server> stuck, Runnable leaving, Command command) {
    List<OpenServers.Server> waiting = new ArrayList<>(stuck);
    if (here && !told.contains(own) && !isSettled.getAsBoolean()) {
      waiting.add(own);
    }
    if (told.containsAll(waiting)) {
      told = List.of();
      leaving.run();
      return;
    }
    told = waiting;
    for (OpenServers.Server one : stuck) {
      chat.view()
          .warn(
              "%s: %s could not be sent yet; what waits is kept here and goes out when you come again."
                  .formatted(one.label(), Counted.of(one.state().unsent(), "message")));
    }
    chat.view()
        .warn(
            "Leave all the same? y leaves, n stays; /%s once more leaves, too."
                .formatted(command.word()));
    asked.ask(leaving, this::stay);
  }

  private void stay() {
    told = List.of();
    chat.view().say("You stay.");
  }
}
