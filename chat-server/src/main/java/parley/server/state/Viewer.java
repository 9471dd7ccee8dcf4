package parley.server.state;

/**
 * Who is told what happens, on a connection of theirs.
 *
 * @param person an id
 * @param scope nothing beyond it is told
 */
public record Viewer(String person, Scope scope) {
  /** Somebody who sees all that they may. */
  public static Viewer of(String person) {
    return new Viewer(person, Scope.ALL);
  }
}
