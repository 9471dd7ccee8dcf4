package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.Addressee;
import parley.protocol.Content;
import parley.protocol.RoomBar;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.FactKey;
import parley.server.state.MessageKey;
import parley.server.state.NonceKey;
import parley.server.state.PartnerKey;
import parley.server.state.ReactionKey;
import parley.server.state.Scope;
import parley.server.state.ServerRole;

/**
 * What the sequencer is asked to decide. {@code re} is the request's id, which the reply carries
 * back. Other people than the asker are named as somebody typed them.
 */
public sealed interface Act {
  default String re() {
    return null;
  }

  /** Who asks for it. */
  Asker by();

  /** The old things that must be known where it is decided. */
  default List<FactKey> needs() {
    return List.of();
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
   * @param proof what was shown to sign in to an account; null where nothing was
   * @param guarded whether nobody else can read what is said on the connection
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
      Long cursor,
      Proof proof,
      boolean guarded)
      implements Act {
    /** Of a guest. */
    public Hello(
        String re,
        long connection,
        String name,
        String session,
        String offeredSecret,
        String freshSession,
        String freshSecret,
        String address,
        boolean operator,
        Long cursor) {
      this(
          re,
          connection,
          name,
          session,
          offeredSecret,
          freshSession,
          freshSecret,
          address,
          operator,
          cursor,
          null,
          true);
    }

    @Override
    public Asker by() {
      return new Asker.Newcomer(connection);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
      return "Hello[connection=" + connection + ", name=" + name + "]";
    }
  }

  /**
   * That somebody is who they say. Whatever it is, the account's state is asked in one place when
   * they come in by it ({@code SigningIn.enter}).
   */
  sealed interface Proof {
    /**
     * A password was the right one.
     *
     * @param person the account's id
     * @param verifier what it was compared with: it may have been changed since
     * @param device what the session is called, null for one that ends with its visit
     */
    record Password(String person, String verifier, String device) implements Proof {
      /** Without the verifier. */
      @Override
      public String toString() {
        return "Password[person=" + person + ", device=" + device + "]";
      }
    }

    /**
     * The checker said of an account without a password here that it is theirs.
     *
     * @param name as they wrote it
     * @param device as in {@link Password}
     * @param makes whether an account is made where there is none
     */
    record Checked(String name, String device, boolean makes) implements Proof {}

    /**
     * TLS has proved that the client holds the key of a certificate that is trusted here.
     *
     * @param name whose it is, as it stands there
     * @param device as in {@link Password}
     */
    record Certificate(String name, String device) implements Proof {}

    /**
     * A token was shown.
     *
     * @param hash SHA-256 of its secret, in hex
     */
    record Token(String hash) implements Proof {}
  }

  /** What people do with their own accounts. */
  sealed interface OfAccount extends Act {}

  /**
   * Make an account, or give one another password by an invitation.
   *
   * @param by a guest, whose account it becomes, or a newcomer
   * @param name null is the guest's, or the invitation's
   * @param verifier of the password
   * @param invitation SHA-256 of its secret in hex, null for none
   * @param open whether everybody may make an account
   * @param connection the guest's, which is the account's then; by a fresh session
   * @param address where it comes from, in canonical form
   */
  record Register(
      String re,
      Asker by,
      String name,
      String verifier,
      String invitation,
      boolean open,
      long connection,
      String freshSession,
      String address)
      implements OfAccount {
    /** Without its secrets. */
    @Override
    public String toString() {
      return "Register[by=" + by + ", name=" + name + "]";
    }
  }

  /**
   * Change one's own password; all sessions end but the one of the connection.
   *
   * @param old what the old password was compared with
   * @param same whether it is the old password, hashed in another way: then no session ends
   */
  record SetPassword(
      String re, Asker.Person by, String old, String verifier, long connection, boolean same)
      implements OfAccount {
    /** Without its secrets. */
    @Override
    public String toString() {
      return "SetPassword[by=" + by + "]";
    }
  }

  /**
   * Have erased what is one's own.
   *
   * @param verifier what the password was compared with
   * @param account whether the account goes, too
   * @param allowed whether the settings let people
   */
  record ForgetOwn(String re, Asker.Person by, String verifier, boolean account, boolean allowed)
      implements OfAccount {
    /** Without its secret. */
    @Override
    public String toString() {
      return "ForgetOwn[by=" + by + ", account=" + account + "]";
    }
  }

  record ListSessions(String re, Asker.Person by, long connection) implements OfAccount {}

  record EndSession(String re, Asker.Person by, long session) implements OfAccount {}

  /**
   * Make a token of one's own account.
   *
   * @param hash SHA-256 of its secret in hex
   * @param secret for the answer
   * @param seconds that it is good for; null until it is ended
   */
  record MakeToken(
      String re,
      Asker.Person by,
      String name,
      Scope scope,
      String hash,
      String secret,
      Long seconds)
      implements OfAccount {
    /** Without its secret. */
    @Override
    public String toString() {
      return "MakeToken[by=" + by + ", name=" + name + "]";
    }
  }

  record ListTokens(String re, Asker.Person by) implements OfAccount {}

  record EndToken(String re, Asker.Person by, long token) implements OfAccount {}

  /**
   * Become a member of a room.
   *
   * @param makeAfter seconds after which this person may make another room; 0: now
   * @param there whether the room must be there, and is not made
   */
  record Join(String re, Asker.Person by, String room, int makeAfter, boolean there)
      implements Act {
    public Join(String re, Asker.Person by, String room) {
      this(re, by, room, 0, false);
    }
  }

  record Leave(String re, Asker.Person by, String room) implements Act {}

  /**
   * Say something.
   *
   * @param to a person's id decides, whoever has the name
   * @param nonce the asker's mark for it, null for none
   * @param passing whether who could become a member of the room need be none
   */
  record Say(
      String re, Asker.Person by, Addressee to, Content content, String nonce, boolean passing)
      implements Act {
    public Say(String re, Asker.Person by, Addressee to, Content content, String nonce) {
      this(re, by, to, content, nonce, false);
    }

    /** Whether a name alone says whom it is to. */
    boolean byName() {
      return to instanceof Addressee.Person person && person.id() == null;
    }

    /** To somebody else. */
    public Say to(Addressee other) {
      return new Say(re, by, other, content, nonce, passing);
    }

    /** Asked again under another request's id. */
    public Say again(String otherRe) {
      return new Say(otherRe, by, to, content, nonce, passing);
    }

    @Override
    public List<FactKey> needs() {
      List<FactKey> needs = new ArrayList<>(3);
      if (nonce != null) {
        needs.add(new NonceKey(by.id(), nonce));
      }
      if (content.replyTo() != null) {
        needs.add(new MessageKey(content.replyTo().seq()));
      }
      if (byName()) {
        needs.add(new PartnerKey(by.id(), to.person()));
      }
      return needs;
    }
  }

  /**
   * A file is to be sent with a message, later: answered as the message would be where that is
   * refused or was said before, and by ok where it could be said now.
   */
  record Offer(Say say) implements Act {
    @Override
    public String re() {
      return say.re();
    }

    @Override
    public Asker.Person by() {
      return say.by();
    }

    @Override
    public List<FactKey> needs() {
      return say.needs();
    }
  }

  /** The file of a message is to be read: answered by ok with it. */
  record Fetch(String re, Asker.Person by, long seq) implements Act {
    @Override
    public List<FactKey> needs() {
      return List.of(new MessageKey(seq));
    }
  }

  /** Give a message another text. */
  record Edit(String re, Asker.Person by, long target, String text, String nonce) implements Act {
    @Override
    public List<FactKey> needs() {
      return nonce == null
          ? List.of(new MessageKey(target))
          : List.of(new MessageKey(target), new NonceKey(by.id(), nonce));
    }
  }

  /** Take a message back. */
  record Delete(String re, Asker.Person by, long target) implements Act {
    @Override
    public List<FactKey> needs() {
      return List.of(new MessageKey(target));
    }
  }

  /**
   * Tell those who keep order of a message.
   *
   * @param reason empty for none
   */
  record Report(String re, Asker.Person by, long target, String reason) implements Act {
    @Override
    public List<FactKey> needs() {
      return List.of(new MessageKey(target));
    }
  }

  /** React to a message, or take that back. */
  record React(String re, Asker.Person by, long target, String emoji, boolean remove)
      implements Act {
    @Override
    public List<FactKey> needs() {
      return List.of(new MessageKey(target), new ReactionKey(target, emoji, by.id()));
    }
  }

  /** A person has read a room, or the talk with someone, up to a number. */
  record MarkRead(String re, Asker.Person by, Addressee of, long upTo) implements Act {
    @Override
    public List<FactKey> needs() {
      return of instanceof Addressee.Person(String name, _) && name != null
          ? List.of(new PartnerKey(by.id(), name))
          : List.of();
    }
  }

  /**
   * Be away from a connection, or back.
   *
   * @param text empty for no words, null for back
   */
  record BeAway(String re, Asker.Person by, long connection, String text) implements Act {}

  record SetTopic(String re, Asker.Person by, String room, String text) implements Act {}

  record Rename(String re, Asker.Person by, String name) implements Act {}

  /** What is done to a room, and who is in it. */
  sealed interface OfRoom extends Act {
    String room();

    /** Whether it is done as an operator of the server, who need not be in the room. */
    default boolean asOperator() {
      return false;
    }
  }

  /**
   * Say what a room is like.
   *
   * @param set null where it is only asked
   */
  record SetRoom(String re, Asker by, String room, RoomSettings set, boolean asOperator)
      implements OfRoom {}

  /** Let somebody into a room, or no longer. */
  record InviteIn(String re, Asker by, String room, String name, boolean remove, boolean asOperator)
      implements OfRoom {}

  /**
   * Give somebody another role in a room.
   *
   * @param instead whether it is the asker's own that is given away
   */
  record GiveRoomRole(
      String re,
      Asker by,
      String room,
      String name,
      RoomRole role,
      boolean instead,
      boolean asOperator)
      implements OfRoom {}

  /**
   * Keep somebody from speaking in a room, or from being in it, or no longer.
   *
   * @param until in milliseconds since 1970, 0 for ever
   * @param reason empty for none
   * @param remove whether they may again
   */
  record BarFrom(
      String re,
      Asker by,
      String room,
      String name,
      RoomBar bar,
      long until,
      String reason,
      boolean remove,
      boolean asOperator)
      implements OfRoom {}

  /**
   * Erase what was said in a room until now.
   *
   * @param archive whether nobody speaks there any more
   */
  record EraseRoom(String re, Asker by, String room, boolean archive, boolean asOperator)
      implements OfRoom {}

  /** Put somebody out of a room; {@code reason} may be null. */
  record PutOut(String re, Asker by, String room, String name, String reason) implements OfRoom {}

  /**
   * With the read marks of a person who asks.
   *
   * @param asOperator whether also what they are not in and could not see
   */
  record ListRooms(String re, Asker by, String after, boolean asOperator) implements Act {
    public ListRooms(String re, Asker by, String after) {
      this(re, by, after, false);
    }
  }

  /**
   * @param asOperator as in {@link ListRooms}
   */
  record ListMembers(String re, Asker by, String room, String after, boolean asOperator)
      implements Act {
    public ListMembers(String re, Asker by, String room, String after) {
      this(re, by, room, after, false);
    }
  }

  record Whois(String re, Asker by, String name) implements Act {}

  /** What the server does of itself. */
  sealed interface Own extends Act {
    @Override
    default Asker by() {
      return Asker.SERVER;
    }
  }

  /**
   * Whether somebody may do something, by what is decided so far: answered by ok where they may.
   */
  record May(String re, Asker by, Right right, On on) implements Act {}

  /**
   * A connection ended.
   *
   * @param orderly by a bye or a clean end, which ends a guest's memberships at once
   */
  record Gone(long connection, boolean orderly) implements Own {}

  /**
   * Retention takes what was said up to a number; as {@link parley.server.state.Change.Dropped}.
   */
  record Drop(String inRoom, List<String> except, long upTo) implements Own {}

  /** Guests who are gone are forgotten; what that is was found in the log. */
  record Forget(Change.Forgotten change) implements Own {}

  /**
   * Messages of somebody whose words are to go are taken back.
   *
   * @param person whose they are; others' stay
   */
  record TakeBackWords(String person, List<Long> messages) implements Own {
    public TakeBackWords {
      messages = List.copyOf(messages);
    }

    @Override
    public List<FactKey> needs() {
      return messages.stream().<FactKey>map(MessageKey::new).toList();
    }
  }

  /** All of somebody's words were taken back up to an event. */
  record WordsTakenBack(String person, String name, long upTo) implements Own {}

  /** Time passed: graces, mutes and bans may be over. */
  record Tick(long graceMillis) implements Own {}

  /** Somebody has shown the operator's token. */
  record BecomeOperator(Asker.Person by) implements Act {}

  /**
   * Whether somebody may do something, and by which rule: answered by a text.
   *
   * @param right null for all of them
   * @param room null for on the server
   */
  record Explain(Asker by, String name, Right right, String room) implements Act {}

  /** An admin command was done. */
  record NoteCommand(Asker by, String called, String line) implements Act {}

  /** What operators do. */
  sealed interface Moderating extends Act {}

  record Kick(Asker by, String name, String room, String reason) implements Moderating {}

  /**
   * Answered by ok, with the networks whose newcomers may not come in either in its text, one a
   * line.
   *
   * @param target a name, or an IP address in canonical form
   * @param until in milliseconds since 1970, 0 for ever
   * @param alone whether newcomers are left out of the ban of a name
   */
  record Ban(Asker by, String target, boolean address, long until, String reason, boolean alone)
      implements Moderating {
    /** With newcomers. */
    public Ban(Asker by, String target, boolean address, long until, String reason) {
      this(by, target, address, until, reason, false);
    }
  }

  record Unban(Asker by, String target) implements Moderating {}

  /**
   * Answered by ok, with the networks whose newcomers are muted too in its text, one a line.
   *
   * @param until in milliseconds since 1970, 0 for ever
   * @param alone whether newcomers are left out of it
   */
  record Mute(Asker by, String name, long until, boolean alone) implements Moderating {}

  record Unmute(Asker by, String name) implements Moderating {}

  /**
   * Nobody is muted any more who comes from a network.
   *
   * @param network {@link parley.server.net.Network#name}
   */
  record UnmuteNetwork(Asker by, String network) implements Moderating {}

  /**
   * @param erase whether what was said in it is erased, also where the room is closed already
   * @param spoken whether something that was said in it is there
   */
  record CloseRoom(Asker by, String room, boolean erase, boolean spoken) implements Moderating {}

  record Notify(Asker by, String room, String text) implements Moderating {}

  /** Set a room's topic from outside. */
  record Retitle(Asker by, String room, String text) implements Moderating {}

  /** Give or take the operator's role. */
  record SetOperator(Asker by, String name, boolean operator) implements Moderating {}

  /** What operators do with accounts and invitations. */
  sealed interface Keeping extends Moderating {}

  /** Answered with the account's id in its text. */
  record AddAccount(Asker by, String name, ServerRole role) implements Keeping {}

  record GiveRole(Asker by, String name, ServerRole role) implements Keeping {}

  /**
   * @param reason null lets them sign in again
   */
  record Suspend(Asker by, String name, String reason) implements Keeping {}

  record RenameAccount(Asker by, String name, String newName) implements Keeping {}

  /**
   * @param erase whether what they said is erased too; then also of an account that is gone already
   */
  record DeleteAccount(Asker by, String name, boolean erase) implements Keeping {}

  /** All sessions of an account end, whatever device has them. */
  record EndSessions(Asker by, String name) implements Keeping {}

  /**
   * Answered with the invitation's number in its text.
   *
   * @param secret SHA-256 of it in hex
   * @param name what the account is to be called; null for whatever its maker likes
   * @param whose the name of the account whose password it sets; null for a new one
   * @param role of a new account
   * @param until in milliseconds since 1970, 0 for ever
   */
  record Invite(
      Asker by,
      String secret,
      String name,
      String whose,
      ServerRole role,
      List<String> rooms,
      long until,
      int uses)
      implements Keeping {
    /** Without its secret. */
    @Override
    public String toString() {
      return "Invite[by=" + by + ", name=" + name + "]";
    }
  }

  record Uninvite(Asker by, long number) implements Keeping {}

  /**
   * Make a token of an account; answered with its number in the text.
   *
   * @param whose the account's name
   * @param hash SHA-256 of its secret in hex
   * @param until in milliseconds since 1970, 0 until it is ended
   */
  record GiveToken(Asker by, String whose, String name, Scope scope, String hash, long until)
      implements Keeping {}

  record TakeToken(Asker by, long token) implements Keeping {}
}
