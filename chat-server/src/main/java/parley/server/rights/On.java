package parley.server.rights;

import java.util.Collection;
import java.util.List;
import parley.server.net.AddressRange;
import parley.server.state.OldMessage;
import parley.server.state.Place;
import parley.server.state.Scope;
import parley.server.state.ServerRole;

/** What a right is asked for on. */
public sealed interface On {
  /** Nothing in particular: the server. */
  On SERVER = new Server();

  record Server() implements On {}

  /** A room, as the asker spells it, or a talk. */
  record At(Place place) implements On {}

  /**
   * A room that somebody wants to come into.
   *
   * @param networks where they come from, {@link parley.server.net.Network#name}s
   */
  record Into(Place.Room room, Collection<String> networks) implements On {}

  /**
   * Somebody who is in a room, or might be: to put them out of it, or to give them a role there.
   *
   * @param person an id
   */
  record Member(Place.Room room, String person) implements On {}

  /**
   * A message.
   *
   * @param seq the number that was asked for
   * @param found null where there is none of that number
   */
  record Message(long seq, OldMessage found) implements On {}

  /** A name that somebody wants to have, as they spell it. */
  record Name(String name) implements On {}

  /**
   * The way in.
   *
   * @param names what who comes wants to be called, and was called before
   * @param newcomer whether nobody knows them: neither an account nor an invitation, nor a guest
   *     who was here
   */
  record Door(AddressRange address, List<String> names, boolean newcomer) implements On {}

  /**
   * An account that somebody wants to make.
   *
   * @param open whether everybody may make one
   * @param invited whether they have shown an invitation that holds
   */
  record NewAccount(boolean open, boolean invited) implements On {}

  /**
   * A place as a guest.
   *
   * @param welcome whether people may come without an account
   */
  record Visit(boolean welcome) implements On {}

  /**
   * What is one's own, to have it erased.
   *
   * @param allowed whether the settings let people
   */
  record Own(boolean allowed) implements On {}

  /** Somebody's place on the server: to change it, or to put them out of it. */
  record Person(String id) implements On {}

  /** A role on the server that is to be given, or that an invitation gives. */
  record Giving(ServerRole role) implements On {}

  /**
   * A token of an account that somebody makes for it.
   *
   * @param person the account's id
   */
  record Lending(String person, Scope scope) implements On {}

  static On room(String name) {
    return new At(new Place.Room(name));
  }
}
