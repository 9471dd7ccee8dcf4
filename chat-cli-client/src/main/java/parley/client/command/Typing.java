package parley.client.command;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import parley.client.conversation.Talk;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Screen;
import parley.protocol.InvalidRequest;
import parley.protocol.Printable;
import parley.protocol.Request;

/**
 * What a person types and presses. Lines are read on a thread of their own; they and keys take the
 * link's lock, which guards all else here.
 */
final class Typing {
  /** How long messages on their way may take to be confirmed when their person leaves. */
  static final Duration PARTING = Duration.ofSeconds(2);

  private static final Set<Command> WITHOUT_LINK =
      EnumSet.of(
          Command.ROOM,
          Command.NUMBERS,
          Command.SET,
          Command.QUIET,
          Command.HELP,
          Command.CONNECT,
          Command.RECONNECT,
          Command.DISCONNECT,
          Command.SERVERS,
          Command.QUIT);

  private final ChatParts chat;
  private final Screen screen;
  private final LinkMessages messages;
  private final ReadMarks marks;
  private final CommandHandlers handlers;
  private final AskedLine asked;
  private final AtomicBoolean quitting;
  private final CompletableFuture<Boolean> stays;
  private volatile RuntimeException fault;

  /**
   * @param quitting set by the command that ends the typing
   * @param stays whether it goes on when the link has ended: known then
   */
  Typing(
      Screen screen,
      ChatParts chat,
      LinkMessages messages,
      ReadMarks marks,
      CommandHandlers handlers,
      AskedLine asked,
      AtomicBoolean quitting,
      CompletableFuture<Boolean> stays) {
    this.chat = chat;
    this.screen = screen;
    this.messages = messages;
    this.marks = marks;
    this.handlers = handlers;
    this.asked = asked;
    this.quitting = quitting;
    this.stays = stays;
  }

  /** Reads lines until the person leaves or the link ends. */
  void type() {
    try {
      while (!isOver()) {
        String line = screen.readLine();
        if (line != null && line.isEmpty() && isOver()) {
          break; // nobody gave it up: there is nothing to read for
        } else if (line == null) {
          end();
        } else {
          boolean turned = chat.requests().awaitTurn();
          chat.link().exclusively(() -> act(line, turned));
          handlers.account().talkOver();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // A client that nobody can type into any more is worse than none.
      fault = e;
    }
    leave();
  }

  /** Whether nothing is to be typed here any more. */
  private boolean isOver() {
    return quitting.get() || (chat.link().isEnded() && !stays.join());
  }

  /** What ended it that should not have; null for nothing. */
  RuntimeException fault() {
    return fault;
  }

  /** The end of a pipe comes when all that it asked for is done; ctrl-D is a wish to leave. */
  private void end() {
    if (screen.edits()) {
      chat.link().exclusively(handlers.servers()::quit);
      return;
    }
    try {
      handlers.files().awaitNone();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    quitting.set(true);
  }

  private void leave() {
    chat.link().exclusively(marks::tellAll);
    try {
      if (!chat.link().awaitPending(0, PARTING)) {
        chat.link().exclusively(() -> chat.link().pending().forEach(messages::unconfirmed));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    chat.link().close();
  }

  /**
   * Does a line, with the lock held.
   *
   * @param turned whether the talk that it may have been typed for was turned to
   */
  void act(String line, boolean turned) {
    chat.view().unpin();
    chat.conversation().looking(true);
    marks.tellAll();
    Typed typed = Typed.of(line);
    if (!(typed instanceof Typed.Blank)) {
      chat.view().toEnd(); // where what was typed, and its answer, comes to stand
    }
    try {
      if (asked.answered(line)) {
        chat.status().draw();
        return;
      }
      if (!turned && typed.isSaidHere()) {
        chat.view()
            .warn("Not said, because it was typed for another talk: " + Printable.line(line));
      } else if (chat.link().isEnded() && !isDoneHere(typed)) {
        chat.view()
            .warn(
                "Not done, because the connection is over: %s\n/reconnect begins a new one, /disconnect takes these talks away."
                    .formatted(Printable.line(line)));
      } else {
        act(typed);
      }
    } catch (InvalidRequest e) {
      chat.view().warn(e.getMessage());
      if (typed.isTurn()) {
        chat.requests().astray();
      }
    }
    chat.status().draw();
  }

  /** Whether it takes no connection. */
  private static boolean isDoneHere(Typed typed) {
    return switch (typed) {
      case Typed.Blank _, Typed.Unknown _ -> true;
      case Typed.Say _ -> false;
      case Typed.Run run -> WITHOUT_LINK.contains(run.command());
    };
  }

  private void act(Typed typed) {
    switch (typed) {
      case Typed.Blank _ -> chat.view().entered().ifPresent(handlers.reading()::goTo);
      case Typed.Unknown unknown -> chat.view().warn(unknown.hint());
      case Typed.Run run -> run(run.command(), Arguments.of(run.rest()));
      case Typed.Say say -> handlers.talks().say(say.text(), Request.Kind.MESSAGE);
    }
  }

  private void run(Command command, Arguments given) {
    if (given.count() < command.needed()) {
      chat.view().warn(Help.line(command));
    } else if (given.count() > command.most()) {
      String surplus = String.join(" ", given.words().subList(command.most(), given.count()));
      chat.view()
          .warn(
              "Not done: “%s” is more than /%s takes. %s"
                  .formatted(Printable.line(surplus), command.word(), Help.line(command)));
    } else {
      command.handler().accept(handlers, given);
    }
  }

  /** Reads on where somebody reads, with the lock held. */
  void readOn() {
    handlers.reading().readOn();
  }

  /** Whether this chat is seen from now on, with the lock held. */
  void looks(boolean seen) {
    chat.conversation().looking(seen && !handlers.figures().isBoarded());
  }

  /** A key, with the lock held. */
  void pressed(PressedKey key) {
    chat.conversation().looking(key != PressedKey.AWAY && !handlers.figures().isBoarded());
    if (chat.view().pressed(key)) {
      return;
    }
    switch (key) {
      case LOOKING, AWAY -> {}
      case NUMBERS -> chat.view().numbers();
      case REDRAW -> chat.view().redraw();
      case HELP -> handlers.help().show(Arguments.of(""));
      default -> turn(key);
    }
    chat.status().draw();
  }

  private void turn(PressedKey key) {
    List<Talk> open = chat.conversation().talks();
    Talk current = chat.conversation().current();
    int at = current == null ? -1 : open.indexOf(current);
    int n = open.size();
    if (n == 0) {
      return;
    }
    switch (key) {
      case NEXT -> chat.openTalks().turnTo(open.get((at + 1) % n));
      case PREVIOUS -> chat.openTalks().turnTo(open.get(at < 0 ? n - 1 : (at + n - 1) % n));
      case UNREAD ->
          open.stream().filter(t -> t.unread() > 0).findFirst().ifPresent(chat.openTalks()::turnTo);
      default -> {
        int wanted = key.ordinal() - PressedKey.TALK_1.ordinal();
        if (wanted < n) {
          chat.openTalks().turnTo(open.get(wanted));
        }
      }
    }
  }
}
