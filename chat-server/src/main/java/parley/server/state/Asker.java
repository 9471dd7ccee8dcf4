package parley.server.state;

/**
 * Who asks for something. Whether they may, and what they are called, is looked at when it is
 * decided: a role can be taken, and a name can be somebody else's, by then.
 */
public sealed interface Asker {
  Console CONSOLE = new Console("console");
  Server SERVER = new Server();

  /**
   * Somebody who said hello.
   *
   * @param token the number of the token that their connection is open by, 0 where they signed in
   *     themselves: they may as much of what they may as the token gives
   * @param session the number of the session of an account that it is open by: what was asked by
   *     one that has ended since is asked by nobody; 0 where there is none
   */
  record Person(String id, long token, long session) implements Asker {
    public boolean byToken() {
      return token != 0;
    }
  }

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

  /** Somebody whose connection is open by a token. */
  static Person byToken(String id, long token) {
    return new Person(id, token, 0);
  }

  /** Somebody signed in to their account. */
  static Person bySession(String id, long session) {
    return new Person(id, 0, session);
  }

  /** Somebody, however they came. */
  static Person person(String id) {
    return new Person(id, 0, 0);
  }
}
