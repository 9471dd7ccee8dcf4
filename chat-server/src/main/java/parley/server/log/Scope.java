package parley.server.log;

/** Whose messages are read back. */
public sealed interface Scope {
  /** A room's, by any spelling of its name. */
  record Room(String room) implements Scope {}

  /** Those between the viewer and another person, given by id. */
  record With(String person) implements Scope {}
}
