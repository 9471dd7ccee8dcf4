package parley.server.rights;

import static parley.server.rights.Policy.GUEST_ROOM;
import static parley.server.rights.Policy.INVITED_BY_MEMBERS;
import static parley.server.rights.Policy.INVITED_BY_MODERATORS;
import static parley.server.rights.Policy.INVITED_BY_OWNERS;
import static parley.server.rights.Policy.LIVE_ROOM;
import static parley.server.rights.Policy.OPEN_ROOM;
import static parley.server.rights.Policy.READ_ONLY_ROOM;
import static parley.server.rights.Policy.ROOM;
import static parley.server.rights.Policy.SERVER;
import static parley.server.rights.Policy.SPOKEN_ROOM;
import static parley.server.rights.Policy.TALK;
import static parley.server.rights.Policy.TOPIC_BY_MEMBERS;
import static parley.server.rights.Policy.TOPIC_BY_MODERATORS;
import static parley.server.rights.Policy.TOPIC_BY_OWNERS;
import static parley.server.rights.Role.ACCOUNT;
import static parley.server.rights.Role.ANYONE;
import static parley.server.rights.Role.AUTHOR;
import static parley.server.rights.Role.GUEST;
import static parley.server.rights.Role.HOUSE;
import static parley.server.rights.Role.INVITED;
import static parley.server.rights.Role.MEMBER;
import static parley.server.rights.Role.MODERATOR;
import static parley.server.rights.Role.OPERATOR;
import static parley.server.rights.Role.ROOM_OWNER;

import java.util.Arrays;

/**
 * Which roles give which right where. Any one line that fits is enough; where a line names several
 * roles, it takes all of them.
 */
final class Grants {
  /**
   * @param rule by which it is told who may
   * @param roles the {@linkplain Role#bit bits} of all that are needed
   */
  record Grant(Policy policy, Rule rule, int roles) {}

  /** By the right's number. */
  private static final Grant[][] TABLE = new Grant[Right.values().length][0];

  static {
    give(Right.CALL, SERVER, Rule.EVERYBODY, ANYONE);
    give(Right.ENTER, SERVER, Rule.EVERYBODY, ANYONE);
    give(Right.KEEP_HOUSE, SERVER, Rule.HOUSE, HOUSE);
    give(Right.ASK, SERVER, Rule.GUESTS, GUEST);
    give(Right.STATS, SERVER, Rule.GUESTS, GUEST);
    give(Right.CLAIM, SERVER, Rule.GUESTS, GUEST);
    give(Right.REGISTER, SERVER, Rule.EVERYBODY, ANYONE);
    give(Right.VISIT, SERVER, Rule.EVERYBODY, ANYONE);
    give(Right.SIGN_IN, SERVER, Rule.EVERYBODY, ANYONE);
    give(Right.OWN_ACCOUNT, SERVER, Rule.ACCOUNTS, ACCOUNT);
    give(Right.FORGET, SERVER, Rule.ACCOUNTS, ACCOUNT);
    give(Right.EXPORT, SERVER, Rule.ACCOUNTS, ACCOUNT);

    give(Right.SEE, SERVER, Rule.GUESTS, GUEST);
    give(Right.SEE, GUEST_ROOM, Rule.GUESTS, GUEST);
    give(Right.SEE, OPEN_ROOM, Rule.ACCOUNTS, ACCOUNT);
    give(Right.SEE, OPEN_ROOM, Rule.OPERATORS, OPERATOR);
    give(Right.SEE, ROOM, Rule.MEMBERS, MEMBER);
    give(Right.SEE, ROOM, Rule.INVITED, INVITED);
    give(Right.JOIN, GUEST_ROOM, Rule.GUESTS, GUEST);
    give(Right.JOIN, OPEN_ROOM, Rule.ACCOUNTS, ACCOUNT);
    give(Right.JOIN, OPEN_ROOM, Rule.OPERATORS, OPERATOR);
    give(Right.JOIN, ROOM, Rule.MEMBERS, MEMBER);
    give(Right.JOIN, ROOM, Rule.INVITED, INVITED);
    give(Right.LEAVE, ROOM, Rule.MEMBERS, MEMBER);
    give(Right.READ, ROOM, Rule.MEMBERS, MEMBER);
    give(Right.READ, TALK, Rule.MEMBERS, MEMBER);
    give(Right.FETCH, ROOM, Rule.MEMBERS, MEMBER);
    give(Right.FETCH, TALK, Rule.MEMBERS, MEMBER);

    give(Right.SPEAK, SPOKEN_ROOM, Rule.MEMBERS, MEMBER);
    give(Right.SPEAK, READ_ONLY_ROOM, Rule.MODERATORS, MODERATOR);
    give(Right.SPEAK, TALK, Rule.MEMBERS, MEMBER);
    give(Right.REACT, SPOKEN_ROOM, Rule.MEMBERS, MEMBER);
    give(Right.REACT, READ_ONLY_ROOM, Rule.MODERATORS, MODERATOR);
    give(Right.REACT, TALK, Rule.MEMBERS, MEMBER);
    give(Right.REPORT, ROOM, Rule.MEMBERS, MEMBER);
    give(Right.REPORT, TALK, Rule.MEMBERS, MEMBER);
    give(Right.UNREACT, LIVE_ROOM, Rule.MEMBERS, MEMBER);
    give(Right.UNREACT, TALK, Rule.MEMBERS, MEMBER);
    give(Right.CORRECT, SPOKEN_ROOM, Rule.AUTHORS, AUTHOR, MEMBER);
    give(Right.CORRECT, READ_ONLY_ROOM, Rule.AUTHORS, AUTHOR, MODERATOR);
    give(Right.CORRECT, TALK, Rule.AUTHORS, AUTHOR, MEMBER);
    give(Right.TAKE_BACK, ROOM, Rule.AUTHORS, AUTHOR);
    give(Right.TAKE_BACK, LIVE_ROOM, Rule.MODERATORS, MODERATOR);
    give(Right.TAKE_BACK, ROOM, Rule.OPERATORS, OPERATOR);
    give(Right.TAKE_BACK, TALK, Rule.AUTHORS, AUTHOR);
    give(Right.TAKE_BACK, TALK, Rule.OPERATORS, OPERATOR, MEMBER);
    give(Right.SET_TOPIC, TOPIC_BY_MEMBERS, Rule.MEMBERS, MEMBER);
    give(Right.SET_TOPIC, TOPIC_BY_MODERATORS, Rule.MODERATORS, MODERATOR);
    give(Right.SET_TOPIC, TOPIC_BY_OWNERS, Rule.ROOM_OWNERS, ROOM_OWNER);

    give(Right.INVITE_IN, INVITED_BY_MEMBERS, Rule.MEMBERS, MEMBER, ACCOUNT);
    give(Right.INVITE_IN, INVITED_BY_MODERATORS, Rule.MODERATORS, MODERATOR);
    give(Right.INVITE_IN, INVITED_BY_OWNERS, Rule.ROOM_OWNERS, ROOM_OWNER);
    give(Right.PUT_OUT, LIVE_ROOM, Rule.MODERATORS, MODERATOR);
    give(Right.TUNE_ROOM, LIVE_ROOM, Rule.MODERATORS, MODERATOR);
    give(Right.RULE_ROOM, ROOM, Rule.ROOM_OWNERS, ROOM_OWNER);
    give(Right.ERASE_ROOM, ROOM, Rule.ROOM_OWNERS, ROOM_OWNER);
    give(Right.KEEP_ROOMS, SERVER, Rule.OPERATORS, OPERATOR);
    give(Right.NAME, SERVER, Rule.GUESTS, GUEST);
    give(Right.SAY_AWAY, SERVER, Rule.GUESTS, GUEST);
    give(Right.MAKE_ROOM, SERVER, Rule.GUESTS, GUEST);
    give(Right.MAKE_ROOMS_AT_WILL, SERVER, Rule.OPERATORS, OPERATOR);

    give(Right.COMMAND, SERVER, Rule.OPERATORS, OPERATOR);
    give(Right.WATCH, SERVER, Rule.OPERATORS, OPERATOR);
    give(Right.REMOVE, SERVER, Rule.OPERATORS, OPERATOR);
    give(Right.MUTE, SERVER, Rule.OPERATORS, OPERATOR);
    give(Right.CLOSE_ROOM, SERVER, Rule.OPERATORS, OPERATOR);
    give(Right.ANNOUNCE, SERVER, Rule.OPERATORS, OPERATOR);
    give(Right.RETITLE, SERVER, Rule.OPERATORS, OPERATOR);
    give(Right.APPOINT, SERVER, Rule.OPERATORS, OPERATOR);
    give(Right.INVITE, SERVER, Rule.OPERATORS, OPERATOR);
    give(Right.KEEP_ACCOUNTS, SERVER, Rule.OPERATORS, OPERATOR);
    give(Right.OPERATE, SERVER, Rule.OPERATORS, OPERATOR);
  }

  private Grants() {}

  private static void give(Right right, Policy policy, Rule rule, Role... roles) {
    int bits = 0;
    for (Role role : roles) {
      bits |= role.bit();
    }
    Grant[] before = TABLE[right.ordinal()];
    Grant[] all = Arrays.copyOf(before, before.length + 1);
    all[before.length] = new Grant(policy, rule, bits);
    TABLE[right.ordinal()] = all;
  }

  /**
   * The rule by which somebody of these roles may; null where there is none.
   *
   * @param policies the {@linkplain Policy#bit bits} of what the place is
   * @param roles their bits
   */
  static Rule find(Right right, int policies, int roles) {
    for (Grant grant : TABLE[right.ordinal()]) {
      if ((policies & grant.policy.bit()) != 0 && (roles & grant.roles) == grant.roles) {
        return grant.rule;
      }
    }
    return null;
  }

  /** The refusal of who is in a place of these kinds, and lacks what one of its lines takes. */
  static Rule lacking(Right right, int policies, int roles) {
    for (Grant grant : TABLE[right.ordinal()]) {
      int lacks = grant.roles & ~roles;
      if ((policies & grant.policy.bit()) == 0 || lacks == 0) {
        continue;
      }
      if ((lacks & ROOM_OWNER.bit()) != 0) {
        return Rule.NOT_AN_OWNER;
      }
      if ((lacks & MODERATOR.bit()) != 0) {
        return grant.policy == READ_ONLY_ROOM ? Rule.READ_ONLY : Rule.NOT_A_MODERATOR;
      }
      if ((lacks & ACCOUNT.bit()) != 0) {
        return Rule.NOT_WITHOUT_ACCOUNT;
      }
    }
    return right.mayNot;
  }

  /** Whether a right is one on the server itself, so that no place decides. */
  static boolean isOfServer(Right right) {
    return TABLE[right.ordinal()][0].policy == Policy.SERVER;
  }
}
