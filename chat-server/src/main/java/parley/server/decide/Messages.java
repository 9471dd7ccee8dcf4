package parley.server.decide;

import java.util.List;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Away;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.Leaving;
import parley.protocol.Reply;
import parley.protocol.ReplyTo;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Change;
import parley.server.state.ContentHash;
import parley.server.state.Entry;
import parley.server.state.OldMessage;
import parley.server.state.Person;
import parley.server.state.Place;
import parley.server.state.Sent;
import parley.server.state.State;

/** What is said, to a room or to a person. */
final class Messages {
  private Messages() {}

  static Decision say(
      State state, Act.Say c, Person person, Facts facts, DecisionTime now, DecisionLimits limits) {
    Addressee to = meant(state, c.to());
    Sent earlier = facts.sent(person.id(), c.nonce());
    if (earlier != null) {
      // Before any other check: what was once accepted gets its first answer again.
      return again(c, to, earlier);
    }
    if (limits.noSpace()) {
      return Decision.noSpace(c.re());
    }
    if (c.to() instanceof Addressee.Person) {
      // Who may not at all learns nothing of who is there.
      Verdict talks = Rights.mayTalk(state, c.by(), Right.SPEAK, now.steady());
      if (!talks.allowed()) {
        return Decision.refused(c.re(), talks);
      }
    }
    if (c.to() instanceof Addressee.Person meant && to == null) {
      return gone(state, c, meant);
    }
    Place place = Place.of(to, person.id());
    Verdict may =
        c.passing() && place instanceof Place.Room room
            ? Rights.maySpeakInPassing(state, c.by(), room, Bars.networks(person), now.steady())
            : Rights.may(state, c.by(), Right.SPEAK, new On.At(place), now.steady());
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    if (place instanceof Place.Room first && state.room(first.name()) == null) {
      return opening(state, c, person, now);
    }
    if (place instanceof Place.Room its) {
      Verdict paced =
          Rights.pace(state, c.by(), place, state.room(its.name()).saidAt(person), now.at());
      if (!paced.allowed()) {
        return Decision.refused(c.re(), paced);
      }
    } else if (!Rooms.sees(state, c.by(), state.person(to.personId()), now.steady())) {
      return Rooms.noSuchPerson(c.re(), (Addressee.Person) c.to());
    }
    Content content = c.content();
    if (content.replyTo() != null) {
      OldMessage answered = facts.message(content.replyTo().seq());
      if (!isHere(answered, place)
          || !Rights.sight(state, person.id(), place).holds(place, answered.seq())) {
        return Decision.refused(c.re(), Rights.unknown(Right.REACT, content.replyTo().seq()));
      }
      content = content.with(new ReplyTo(answered.seq(), answered.said().name()));
    } else if (c.byName()) {
      // An answer to a message of theirs says whom it is for; a name alone does not.
      String known = facts.partner(person.id(), c.to().person());
      if (known != null && !known.equals(to.personId())) {
        return changedHands(state, c, known, state.person(to.personId()));
      }
    }
    Author author = new Author(person.id(), person.name());
    return new Decision(
        List.of(new Change.Said(kept(state, to), author, content, c.nonce())),
        new Reply.Sent(
            c.re(), state.nextSeq(), Entry.iso(now.at()), null, away(state, to, person)));
  }

  /**
   * That the one to whom it is said is away; of oneself, and of who is in a room, it is not told.
   */
  private static Away away(State state, Addressee to, Person from) {
    Person other = to.isPerson() ? state.person(to.personId()) : null;
    return other == null || other == from ? null : other.away();
  }

  /** The first word in the first room, which is made by it; who says it in passing leaves it. */
  private static Decision opening(State state, Act.Say c, Person person, DecisionTime now) {
    String room = c.to().room();
    Author author = new Author(person.id(), person.name());
    Content content = c.content();
    if (content.replyTo() != null) {
      return Decision.refused(c.re(), Rights.unknown(Right.REACT, content.replyTo().seq()));
    }
    return new Decision(
        List.of(
            new Change.Joined(room, person.id(), person.name()),
            new Change.Said(c.to(), author, content, c.nonce()),
            new Change.Left(room, person.id(), person.name(), Leaving.LEFT.word())),
        new Reply.Sent(c.re(), state.nextSeq() + 1, Entry.iso(now.at())));
  }

  /**
   * Who is meant, by id and by their name of now; null where there is nobody. A room is left as it
   * was asked for: a refusal tells that name.
   */
  static Addressee meant(State state, Addressee asked) {
    return switch (asked) {
      case Addressee.Room room -> room;
      case Addressee.Person wanted -> {
        Person person = recipient(state, wanted);
        yield person == null ? null : new Addressee.Person(person.name(), person.id());
      }
    };
  }

  /** As the log keeps it: a room that is there by its own name. */
  static Addressee kept(State state, Addressee meant) {
    return meant instanceof Addressee.Room(String name)
        ? new Addressee.Room(state.room(name).name())
        : meant;
  }

  /** Who is meant: an id decides, whoever has the name. */
  static Person recipient(State state, Addressee.Person meant) {
    return meant.id() != null ? state.person(meant.id()) : state.named(meant.name());
  }

  private static Decision gone(State state, Act.Say c, Addressee.Person meant) {
    Person named = meant.name() == null ? null : state.named(meant.name());
    return meant.id() == null || named == null
        ? Rooms.noSuchPerson(c.re(), meant)
        : changedHands(state, c, meant.id(), named);
  }

  /** What was meant for one is not said to another who took the name. */
  private static Decision changedHands(State state, Act.Say c, String known, Person named) {
    Person before = state.person(known);
    return Decision.refused(
        c.re(),
        ErrorCode.NAME_CHANGED_HANDS,
        "%s is somebody else now (%s) than the one you exchanged messages with (%s%s). To reach the new one, name their id: toId %s, or /msg %s:%s TEXT."
            .formatted(
                named.name(),
                named.id(),
                known,
                before == null ? ", who left" : ", who is " + before.name() + " now",
                named.id(),
                named.name(),
                named.id()));
  }

  /** Whether a message was said, and not taken back, where another one is to answer it. */
  private static boolean isHere(OldMessage target, Place place) {
    return target != null && target.deleted() == null && target.said().audience().equals(place);
  }

  private static Decision again(Act.Say c, Addressee to, Sent earlier) {
    String content = ContentHash.of(to, c.content());
    // A recipient who is gone can't be looked up any more; the nonce alone must do then.
    boolean same = content.equals(earlier.content()) || to == null;
    return again(c.re(), same, earlier);
  }

  /** The first answer again. Of what was edited or deleted since only the nonce is known. */
  static Decision again(String re, boolean same, Sent earlier) {
    return same || earlier.content().isEmpty()
        ? Decision.reply(new Reply.Sent(re, earlier.seq(), Entry.iso(earlier.at()), true))
        : Decision.refused(re, ErrorCode.NONCE_REUSED, "That nonce was used for another message.");
  }
}
