package parley.client;

import parley.client.command.TerminalChat;

/**
 * Lets a person leave one server wherever they are: asked for something, on their way in, or in the
 * chat. Guarded by its own lock.
 */
final class Departure {
  private TerminalChat chat;
  private Thread asking;
  private boolean wanted;

  /** Soon, from any thread. */
  synchronized void leave() {
    wanted = true;
    if (asking != null) {
      asking.interrupt();
    }
    if (chat != null) {
      chat.leave();
    }
  }

  /** Whether its person wants to leave, and so nothing else is to be begun. */
  synchronized boolean isWanted() {
    return wanted;
  }

  /** This chat is to be left; null where it is over. */
  synchronized void chats(TerminalChat chat) {
    this.chat = chat;
    if (wanted && chat != null) {
      chat.leave();
    }
  }

  /** The thread that says so asks for something, or does no more. */
  synchronized void asks(boolean begins) {
    asking = begins ? Thread.currentThread() : null;
    if (begins && wanted) {
      asking.interrupt();
    }
  }
}
