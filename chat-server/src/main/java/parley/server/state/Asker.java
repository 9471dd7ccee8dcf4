package parley.server.state;

/**
 * Who asks for something. Whether they may, and what they are called, is looked at when it is
 * decided: a role can be taken, and a name can be somebody else's, by then.
 */
public sealed interface Asker {
  Console CONSOLE = new Console("console");
  Server SERVER = new Server();

  /** Somebody who said hello, by id. */
  record Person(String id) implements Asker {}

  /** A connection on which nobody said hello yet. */
  record Newcomer(long connection) implements Asker {}

  /**
   * Whoever can type where the server runs: may do everything.
   *
   * @param called what events are told to be done by
   */
  record Console(String called) implements Asker {}

  /** The server itself: time passed, a connection ended, something is too old. */
  record Server() implements Asker {}

  static Person person(String id) {
    return new Person(id);
  }
}
