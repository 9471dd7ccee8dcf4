package parley.server.rights;

import static parley.server.rights.Policy.OPEN_ROOM;
import static parley.server.rights.Policy.SERVER;
import static parley.server.rights.Policy.TALK;
import static parley.server.rights.Role.ACCOUNT;
import static parley.server.rights.Role.ANYONE;
import static parley.server.rights.Role.AUTHOR;
import static parley.server.rights.Role.GUEST;
import static parley.server.rights.Role.HOUSE;
import static parley.server.rights.Role.MEMBER;
import static parley.server.rights.Role.OPERATOR;

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

    give(Right.SEE, SERVER, Rule.GUESTS, GUEST);
    give(Right.SEE, OPEN_ROOM, Rule.GUESTS, GUEST);
    give(Right.JOIN, OPEN_ROOM, Rule.GUESTS, GUEST);
    give(Right.LEAVE, OPEN_ROOM, Rule.MEMBERS, MEMBER);
    give(Right.READ, OPEN_ROOM, Rule.MEMBERS, MEMBER);
    give(Right.READ, TALK, Rule.MEMBERS, MEMBER);
    give(Right.FETCH, OPEN_ROOM, Rule.MEMBERS, MEMBER);
    give(Right.FETCH, TALK, Rule.MEMBERS, MEMBER);

    give(Right.SPEAK, OPEN_ROOM, Rule.MEMBERS, MEMBER);
    give(Right.SPEAK, TALK, Rule.MEMBERS, MEMBER);
    give(Right.REACT, OPEN_ROOM, Rule.MEMBERS, MEMBER);
    give(Right.REACT, TALK, Rule.MEMBERS, MEMBER);
    give(Right.UNREACT, OPEN_ROOM, Rule.MEMBERS, MEMBER);
    give(Right.UNREACT, TALK, Rule.MEMBERS, MEMBER);
    give(Right.CORRECT, OPEN_ROOM, Rule.AUTHORS, AUTHOR, MEMBER);
    give(Right.CORRECT, TALK, Rule.AUTHORS, AUTHOR, MEMBER);
    give(Right.TAKE_BACK, OPEN_ROOM, Rule.AUTHORS, AUTHOR);
    give(Right.TAKE_BACK, OPEN_ROOM, Rule.OPERATORS, OPERATOR);
    give(Right.TAKE_BACK, TALK, Rule.AUTHORS, AUTHOR);
    give(Right.TAKE_BACK, TALK, Rule.OPERATORS, OPERATOR, MEMBER);
    give(Right.SET_TOPIC, OPEN_ROOM, Rule.MEMBERS, MEMBER);
    give(Right.NAME, SERVER, Rule.GUESTS, GUEST);
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
   * @param roles their bits
   */
  static Rule find(Right right, Policy policy, int roles) {
    for (Grant grant : TABLE[right.ordinal()]) {
      if (grant.policy == policy && (roles & grant.roles) == grant.roles) {
        return grant.rule;
      }
    }
    return null;
  }

  /** Whether a right is one on the server itself, so that no place decides. */
  static boolean isOfServer(Right right) {
    return TABLE[right.ordinal()][0].policy == Policy.SERVER;
  }
}
