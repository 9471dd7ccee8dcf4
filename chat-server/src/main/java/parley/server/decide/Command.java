package parley.server.decide;

import java.util.List;
import parley.protocol.FileInfo;
import parley.protocol.Request;
import parley.server.state.Sent;
import parley.server.state.Target;

/**
 * What the sequencer is asked to decide. {@code re} is the request's id, which the reply carries
 * back. People are named by id where the asker is meant, by name where a person typed one.
 */
public sealed interface Command {
  default String re() {
    return null;
  }

  /**
   * A connection says who is coming.
   *
   * @param name the wanted name, checked
   * @param session SHA-256 in hex of the session's secret that was offered, null where none was
   * @param freshSession SHA-256 in hex of a new secret, for a guest who comes for the first time
   * @param freshSecret that secret, for the welcome
   * @param address where the connection comes from, in canonical form
   * @param operator whether the operator's token was shown
   * @param cursor {@code since}, already judged against the log's id; null for live only
   */
  record Hello(
      String re,
      long connection,
      String name,
      String session,
      String offeredSecret,
      String freshSession,
      String freshSecret,
      String address,
      boolean operator,
      Long cursor)
      implements Command {
    /** Without the secrets. */
    @Override
    public String toString() {
      return "Hello[connection=" + connection + ", name=" + name + "]";
    }
  }

  record Join(String re, String person, String room) implements Command {}

  record Leave(String re, String person, String room) implements Command {}

  /**
   * Say something.
   *
   * @param room the room, or null where {@code to} names a person
   * @param replyTo the number of the message that it answers, null for none
   * @param file the file that it tells of, null for none
   * @param earlier what was already done under this nonce, filled in by the sequencer; null where
   *     nothing was
   * @param answered the message of {@code replyTo}, filled in by the sequencer; null where there is
   *     none
   */
  record Say(
      String re,
      String person,
      String room,
      String to,
      String text,
      Request.Kind kind,
      String nonce,
      Long replyTo,
      FileInfo file,
      Sent earlier,
      Target answered)
      implements Command {
    public Say(
        String re,
        String person,
        String room,
        String to,
        String text,
        Request.Kind kind,
        String nonce,
        Long replyTo) {
      this(re, person, room, to, text, kind, nonce, replyTo, null, null, null);
    }

    public Say with(Sent sent, Target target) {
      return new Say(re, person, room, to, text, kind, nonce, replyTo, file, sent, target);
    }
  }

  /**
   * A file is to be sent with a message, later: answered as the message would be where that is
   * refused or was said before, and by ok where it could be said now.
   */
  record Offer(Say say) implements Command {
    @Override
    public String re() {
      return say.re();
    }
  }

  /**
   * The file of a message is to be read: answered by ok with it.
   *
   * @param message the one of {@code seq}, filled in by the sequencer; null where there is none
   */
  record Fetch(String re, String person, long seq, Target message) implements Command {
    public Fetch(String re, String person, long seq) {
      this(re, person, seq, null);
    }

    public Fetch with(Target found) {
      return new Fetch(re, person, seq, found);
    }
  }

  /**
   * Give a message another text.
   *
   * @param earlier as in {@link Say}
   * @param message the one of {@code target}, filled in by the sequencer; null where there is none
   */
  record Edit(
      String re,
      String person,
      long target,
      String text,
      String nonce,
      Sent earlier,
      Target message)
      implements Command {
    public Edit(String re, String person, long target, String text, String nonce) {
      this(re, person, target, text, nonce, null, null);
    }

    public Edit with(Sent sent, Target found) {
      return new Edit(re, person, target, text, nonce, sent, found);
    }
  }

  /**
   * Take a message back.
   *
   * @param message as in {@link Edit}
   */
  record Delete(String re, String person, long target, Target message) implements Command {
    public Delete with(Target found) {
      return new Delete(re, person, target, found);
    }
  }

  /**
   * React to a message, or take that back.
   *
   * @param message as in {@link Edit}
   * @param mine the person's same reaction, filled in by the sequencer; null where there is none
   */
  record React(
      String re,
      String person,
      long target,
      String emoji,
      boolean remove,
      Target message,
      Target.Done mine)
      implements Command {
    public React(String re, String person, long target, String emoji, boolean remove) {
      this(re, person, target, emoji, remove, null, null);
    }

    public React with(Target found, Target.Done earlier) {
      return new React(re, person, target, emoji, remove, found, earlier);
    }
  }

  /** A person has read a room, or the talk with someone, up to a number. */
  record MarkRead(String re, String person, String room, String with, long upTo)
      implements Command {}

  /** {@code person} is null where the console sets it. */
  record SetTopic(String re, String person, String room, String text) implements Command {}

  record Rename(String re, String person, String name) implements Command {}

  /** {@code person} is whose read marks are told, null for nobody's. */
  record ListRooms(String re, String person, String after) implements Command {}

  record ListMembers(String re, String room, String after) implements Command {}

  record Whois(String re, String person, String name) implements Command {}

  /**
   * The right to read a room's or a person's history is checked where the memberships are known.
   */
  record MayRead(String re, String person, String room, String with) implements Command {}

  /**
   * Where one may search: answered by ok with the rooms one is in.
   *
   * @param rooms where there are any, these alone are meant, and one must be in each
   */
  record MaySearch(String re, String person, List<String> rooms) implements Command {}

  /**
   * A connection ended.
   *
   * @param orderly by a bye or a clean end, which ends a guest's memberships at once
   */
  record Gone(long connection, boolean orderly) implements Command {}

  /**
   * Retention takes what was said up to a number; as {@link parley.server.state.Change.Dropped}.
   */
  record Drop(String inRoom, List<String> except, long upTo) implements Command {}

  /** Time passed: graces, mutes and bans may be over. */
  record Tick(long graceMillis) implements Command {}

  // What operators do. `by` is the operator's name, or "console".

  record Kick(String by, String name, String room, String reason) implements Command {}

  /**
   * @param target a name, or an IP address in canonical form
   * @param until in milliseconds since 1970, 0 for ever
   */
  record Ban(String by, String target, boolean address, long until, String reason)
      implements Command {}

  record Unban(String by, String target) implements Command {}

  /**
   * @param until in milliseconds since 1970, 0 for ever
   */
  record Mute(String by, String name, long until) implements Command {}

  record Unmute(String by, String name) implements Command {}

  record CloseRoom(String by, String room) implements Command {}

  record Notify(String by, String room, String text) implements Command {}

  /** Give or take the operator's role. */
  record SetOperator(String by, String name, boolean operator) implements Command {}
}
