package parley.client.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.link.Link;
import parley.client.terminal.Key;
import parley.client.terminal.Screen;
import parley.client.terminal.View;
import parley.protocol.InvalidRequest;
import parley.protocol.Request;

/**
 * What a person types and presses. Lines are read on a thread of their own; they and keys take the
 * link's lock, which guards all else here.
 */
final class Typing {
  /** How long messages on their way may take to be confirmed when their person leaves. */
  static final Duration PARTING = Duration.ofSeconds(2);

  private final Screen screen;
  private final Link link;
  private final Conversation conversation;
  private final Desk desk;
  private final View view;
  private final Status status;
  private final LinkNews news;
  private final ReadMarks marks;
  private final Handlers handlers;
  private final AtomicBoolean quitting;

  /**
   * @param quitting set by the command that ends the typing
   */
  Typing(
      Screen screen,
      Link link,
      Conversation conversation,
      Desk desk,
      View view,
      Status status,
      LinkNews news,
      ReadMarks marks,
      Handlers handlers,
      AtomicBoolean quitting) {
    this.screen = screen;
    this.link = link;
    this.conversation = conversation;
    this.desk = desk;
    this.view = view;
    this.status = status;
    this.news = news;
    this.marks = marks;
    this.handlers = handlers;
    this.quitting = quitting;
  }

  /** Reads lines until the person leaves or the link ends. */
  void type() {
    while (!quitting.get() && !link.isEnded()) {
      String line = screen.readLine();
      if (line == null) {
        end();
      } else {
        link.exclusively(() -> act(line));
      }
    }
    leave();
  }

  /** The end of a pipe comes when all that it asked for is done; ctrl-D is a wish to leave. */
  private void end() {
    if (screen.hasBar()) {
      link.exclusively(() -> quitting.set(handlers.files().mayLeave()));
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
    link.exclusively(marks::tellAll);
    try {
      if (!link.awaitPending(0, PARTING)) {
        link.exclusively(() -> link.pending().forEach(news::unconfirmed));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    link.close();
  }

  private void act(String line) {
    conversation.looking(true);
    marks.tellAll();
    try {
      if (!handlers.files().answered(line)) {
        act(Typed.of(line));
      }
    } catch (InvalidRequest e) {
      view.warn(e.getMessage());
    }
    status.draw();
  }

  private void act(Typed typed) {
    switch (typed) {
      case Typed.Blank _ -> {}
      case Typed.Unknown unknown -> view.warn(unknown.hint());
      case Typed.Run run -> run(run.command(), Arguments.of(run.rest()));
      case Typed.Say say -> handlers.talks().say(say.text(), Request.Kind.MESSAGE);
    }
  }

  private void run(Command command, Arguments given) {
    if (given.count() < command.needed()) {
      view.warn(Help.line(command));
    } else {
      command.handler().accept(handlers, given);
    }
  }

  /** A key, with the lock held. */
  void pressed(Key key) {
    conversation.looking(key != Key.AWAY);
    switch (key) {
      case LOOKING, AWAY -> {}
      case NUMBERS -> view.numbers();
      case REDRAW -> view.redraw();
      default -> turn(key);
    }
    status.draw();
  }

  private void turn(Key key) {
    List<Talk> open = conversation.talks();
    int at = open.indexOf(conversation.current());
    int n = open.size();
    if (n == 0) {
      return;
    }
    switch (key) {
      case NEXT -> desk.turnTo(open.get((at + 1) % n));
      case PREVIOUS -> desk.turnTo(open.get((at + n - 1) % n));
      case UNREAD -> open.stream().filter(t -> t.unread() > 0).findFirst().ifPresent(desk::turnTo);
      default -> {
        int wanted = key.ordinal() - Key.TALK_1.ordinal();
        if (wanted < n) {
          desk.turnTo(open.get(wanted));
        }
      }
    }
  }
}
