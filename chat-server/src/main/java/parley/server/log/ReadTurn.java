package parley.server.log;

/**
 * Who waits for the log. Questions are answered by turns: one of each asker, and then the next one
 * of each; see {@link Turns}.
 *
 * @param who those who share a turn: a network, or a person
 * @param owed how many events are missing to whoever asks; 0 for a question of another kind
 */
record ReadTurn(Object who, long owed) {
  /** The server itself. */
  static final ReadTurn SERVER = new ReadTurn("server", 0);
}
