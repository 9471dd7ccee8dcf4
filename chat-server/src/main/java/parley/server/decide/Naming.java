package parley.server.decide;

import java.util.Collections;
import java.util.Set;
import java.util.function.Consumer;
import parley.protocol.ErrorCode;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;
import parley.protocol.NewNames;
import parley.protocol.Skeleton;
import parley.server.state.KeptName;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.State;

/** Whether a name may be taken: by a person, or for a room that is not there yet. */
final class Naming {
  private static final Set<String> FIRST_ROOM = Skeleton.keys(Room.FIRST);

  private Naming() {}

  /**
   * The refusal of a person's new name, null where it may be taken.
   *
   * @param person who wants it, null for one who comes
   */
  static Decision person(State state, String re, String name, Person person) {
    Person has = state.named(name);
    if (has != null && has != person) {
      return has.isAccount()
          ? Decision.refused(
              re,
              ErrorCode.NAME_OWNED,
              "The name "
                  + has.name()
                  + " is an account's: its password is needed, or another name.")
          : taken(re, "The name " + name + " is taken. Choose another.");
    }
    KeptName kept = state.keptLike(name, person);
    if (kept != null) {
      return taken(re, "The name " + name + " was somebody else's. Choose another.");
    }
    Decision refused = refused(re, name, NewNames::checkPerson);
    if (refused != null) {
      return refused;
    }
    Person like = state.like(name, person);
    return like == null
        ? null
        : taken(
            re,
            "The name %s looks like %s, which is taken. Choose another."
                .formatted(name, like.name()));
  }

  /** The refusal of a new room's name, null where it may be given. */
  static Decision room(State state, String re, String name) {
    if (Names.fold(name).equals(Room.FIRST)) {
      return null; // nobody is kept out of it
    }
    Decision refused = refused(re, name, NewNames::checkRoom);
    if (refused != null) {
      return refused;
    }
    if (state.isKept(name)) {
      return Rooms.noSuchRoom(re, name);
    }
    Room like = state.roomLike(name);
    if (like != null && like.settings().forMembersAlone()) {
      // Which one it is like, is nobody's to know.
      return Rooms.noSuchRoom(re, name);
    }
    boolean first = !Collections.disjoint(Skeleton.keys(name), FIRST_ROOM);
    String other = first ? Room.FIRST : like == null ? null : like.name();
    return other == null
        ? null
        : taken(
            re,
            "There is no room %s, and a new one would look like %s. Choose another name."
                .formatted(name, other));
  }

  private static Decision refused(String re, String name, Consumer<String> check) {
    if (NewNames.isReserved(name)) {
      return taken(
          re, "The name " + name + " could be taken for the server's own. Choose another.");
    }
    try {
      check.accept(name);
      return null;
    } catch (InvalidRequest e) {
      return Decision.refused(re, e.code(), e.getMessage());
    }
  }

  static Decision taken(String re, String sentence) {
    return Decision.refused(re, ErrorCode.NAME_TAKEN, sentence);
  }
}
