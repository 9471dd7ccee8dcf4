package parley.server.rights;

import java.util.Collection;
import java.util.List;
import parley.server.net.AddressRange;
import parley.server.net.Network;
import parley.server.state.Asker;
import parley.server.state.Ban;
import parley.server.state.Change;
import parley.server.state.Mute;
import parley.server.state.OldMessage;
import parley.server.state.Place;
import parley.server.state.ServerRole;
import parley.server.state.Sight;
import parley.server.state.View;

/**
 * Judges who may do what. Times are in milliseconds since 1970, by the clock that bans and mutes
 * are measured by.
 */
public final class Rights {
  private static final int STRANGER = Role.ANYONE.bit();
  private static final int GUEST = STRANGER | Role.GUEST.bit();
  private static final int ACCOUNT = GUEST | Role.ACCOUNT.bit();
  private static final int OPERATOR = Role.OPERATOR.bit();
  private static final int OWNER = OPERATOR | Role.OWNER.bit();
  private static final int HOUSE = GUEST | Role.HOUSE.bit();

  private Rights() {}

  /**
   * Whether somebody may do something anywhere at all. Who has not said hello, or is muted, or
   * lacks a role on the server, may not, whatever it were done to.
   */
  public static Verdict mayAtAll(View view, Asker asker, Right right, long now) {
    return atAll(view, asker, right, roles(view, asker), now);
  }

  /** Whether somebody may do something to something. */
  public static Verdict may(View view, Asker asker, Right right, On on, long now) {
    int roles = roles(view, asker);
    Verdict atAll = atAll(view, asker, right, roles, now);
    if (!atAll.allowed()) {
      return atAll;
    }
    return switch (on) {
      case On.Server _ -> onServer(atAll, right);
      case On.At(Place place) -> at(view, asker, right, place, roles);
      case On.Message message -> onMessage(view, asker, right, message, roles);
      case On.Name(String name) ->
          isBanned(view, name, now) ? refused(right.mayNot, name) : onServer(atAll, right);
      case On.NewAccount a ->
          a.open()
              ? Verdict.allowedBy(Rule.OPEN_REGISTRATION)
              : a.invited() ? Verdict.allowedBy(Rule.INVITED) : refused(right.mayNot, null);
      case On.Visit(boolean welcome) -> welcome ? atAll : refused(right.mayNot, null);
      case On.Person(String id) when right == Right.SIGN_IN ->
          view.suspended(id) == null ? atAll : suspended(view.suspended(id));
      case On.Person(String id) -> onRole(view, asker, atAll, view.role(id));
      case On.Giving(ServerRole role) -> onRole(view, asker, atAll, role);
      case On.Door door -> {
        Ban ban = ban(view, door, now);
        yield ban == null ? onServer(atAll, right) : banned(ban, now);
      }
    };
  }

  /** What of a place somebody may read back who has the right to: all of it. */
  public static Sight sight(String person, Place place) {
    return switch (place) {
      case Place.Room room -> sight(person, List.of(room.folded()), false);
      case Place.Talk _ -> sight(person, List.of(), true);
    };
  }

  /**
   * What somebody may read back of rooms where they have the right to, by folded name: all of it.
   *
   * @param talks whether of the talks of their own, too
   */
  public static Sight sight(String person, Collection<String> rooms, boolean talks) {
    return new Sight(person, talks, rooms.stream().map(Sight.Span::whole).toList());
  }

  /** {@link Right#ENTER} for an address alone, and so cheap that it can be asked at any time. */
  public static boolean isKeptOut(View view, AddressRange address, long now) {
    return view.banOf(address, now) != null;
  }

  /** The mute that whoever comes for the first time from an address has too; null for none. */
  public static Mute muteOfNewcomer(View view, String address, long now) {
    Mute mute = view.muteOf(Network.of(address).name());
    return mute == null || mute.over(now) ? null : mute;
  }

  /** The refusal of something that is not there: the same as for what one may not know of. */
  public static Verdict unknown(Right right, Object asked) {
    return refused(right.mayNotKnow, asked);
  }

  /**
   * The refusal of an invitation that does not hold.
   *
   * @param over whether it is too old; else it is not there, or its maker may not give it any more
   */
  public static Verdict noInvitation(boolean over) {
    return refused(over ? Rule.INVITATION_OVER : Rule.NO_INVITATION, null);
  }

  /** The refusal of what would leave nobody who can rule. */
  public static Verdict lastOwner(String name) {
    return refused(Rule.LAST_OWNER, name);
  }

  // ---- what somebody is -----------------------------------------------------------------------

  private static int roles(View view, Asker asker) {
    return switch (asker) {
      case Asker.Person(String id) -> {
        ServerRole role = view.role(id);
        yield role == null || view.suspended(id) != null
            ? STRANGER
            : roles(role, view.isAccount(id));
      }
      case Asker.Newcomer _ -> STRANGER;
      case Asker.Console _ -> ACCOUNT | OWNER;
      case Asker.Server _ -> HOUSE;
    };
  }

  private static int roles(ServerRole role, boolean account) {
    int above =
        switch (role) {
          case GUEST, MEMBER -> 0;
          case OPERATOR -> OPERATOR;
          case OWNER -> OWNER;
        };
    return (account ? ACCOUNT : GUEST) | above;
  }

  /** The highest role that somebody may touch or give: their own. */
  private static ServerRole reach(View view, Asker asker) {
    return switch (asker) {
      case Asker.Person(String id) -> view.role(id);
      case Asker.Newcomer _ -> ServerRole.GUEST;
      case Asker.Console _, Asker.Server _ -> ServerRole.OWNER;
    };
  }

  private static boolean isMember(View view, Asker asker, Place place) {
    return asker instanceof Asker.Person(String id)
        && switch (place) {
          case Place.Room room -> view.isMember(id, room.name());
          case Place.Talk talk -> talk.isOf(id);
        };
  }

  private static long mutedUntil(View view, Asker asker) {
    return asker instanceof Asker.Person(String id) ? view.mutedUntil(id) : 0;
  }

  private static Policy policy(Place place) {
    return switch (place) {
      case Place.Room _ -> Policy.OPEN_ROOM;
      case Place.Talk _ -> Policy.TALK;
    };
  }

  // ---- what they may --------------------------------------------------------------------------

  private static Verdict atAll(View view, Asker asker, Right right, int roles, long now) {
    long mutedUntil = right.heard ? mutedUntil(view, asker) : 0;
    if (mutedUntil > now) {
      return muted(mutedUntil, now);
    }
    if (!Grants.isOfServer(right)) {
      return (roles & GUEST) == GUEST
          ? Verdict.allowedBy(Rule.GUESTS)
          : refused(Rule.HELLO_FIRST, null);
    }
    Rule rule = Grants.find(right, Policy.SERVER, roles);
    return rule != null
        ? Verdict.allowedBy(rule)
        : refused(
            right.mayNot == Rule.NOT_AN_OPERATOR || (roles & GUEST) == GUEST
                ? right.mayNot
                : Rule.HELLO_FIRST,
            null);
  }

  /** A right that is given in places alone is nobody's where none is named. */
  private static Verdict onServer(Verdict atAll, Right right) {
    return Grants.isOfServer(right) ? atAll : refused(right.mayNot, "any place");
  }

  /** Nobody touches or gives what is above them. */
  private static Verdict onRole(View view, Asker asker, Verdict atAll, ServerRole role) {
    return role == null || reach(view, asker).isAtLeast(role)
        ? atAll
        : refused(Rule.ABOVE_YOU, role.word());
  }

  private static Verdict at(View view, Asker asker, Right right, Place place, int roles) {
    int here = isMember(view, asker, place) ? Role.MEMBER.bit() : 0;
    Rule rule = Grants.find(right, policy(place), roles | here);
    return rule != null ? Verdict.allowedBy(rule) : refused(right.mayNot, name(place));
  }

  private static Verdict onMessage(
      View view, Asker asker, Right right, On.Message asked, int roles) {
    OldMessage message = asked.found();
    if (message == null || message.deleted() != null && right != Right.TAKE_BACK) {
      return unknown(right, asked.seq());
    }
    Change.Said said = message.said();
    Place place = said.audience();
    boolean member = isMember(view, asker, place);
    boolean author = asker instanceof Asker.Person(String id) && id.equals(said.person());
    int here = (member ? Role.MEMBER.bit() : 0) | (author ? Role.AUTHOR.bit() : 0);
    Rule rule = Grants.find(right, policy(place), roles | here);
    if (rule != null) {
      return Verdict.allowedBy(rule);
    }
    if (author && right == Right.CORRECT) {
      // That there is what one said is no secret, but one is where it is no more.
      return refused(Rule.NOT_A_MEMBER, name(place));
    }
    return member && message.deleted() == null
        ? refused(right.mayNot, asked.seq())
        : unknown(right, asked.seq());
  }

  // ---- who is muted or banned -----------------------------------------------------------------

  private static Verdict muted(long until, long now) {
    boolean ever = until == Long.MAX_VALUE;
    return new Verdict(
        Rule.MUTED,
        Rule.MUTED.sentence + (ever ? "." : " for now."),
        ever ? null : seconds(until - now));
  }

  private static boolean isBanned(View view, String name, long now) {
    Ban ban = view.banOfName(name);
    return ban != null && !ban.over(now);
  }

  private static Ban ban(View view, On.Door door, long now) {
    Ban byAddress = view.banOf(door.address(), now);
    if (byAddress != null) {
      return byAddress;
    }
    return door.names().stream()
        .filter(name -> isBanned(view, name, now))
        .map(view::banOfName)
        .findFirst()
        .orElse(null);
  }

  private static Verdict banned(Ban ban, long now) {
    return new Verdict(
        Rule.BANNED,
        Rule.BANNED.sentence + (ban.reason().isEmpty() ? "." : ": " + ban.reason()),
        ban.until() == 0 ? null : seconds(ban.until() - now));
  }

  private static Verdict suspended(String reason) {
    return new Verdict(
        Rule.SUSPENDED, Rule.SUSPENDED.sentence + (reason.isEmpty() ? "." : ": " + reason), null);
  }

  // ---- how it is told -------------------------------------------------------------------------

  private static Verdict refused(Rule rule, Object asked) {
    return new Verdict(rule, rule.sentence.formatted(asked), null);
  }

  private static String name(Place place) {
    return switch (place) {
      case Place.Room room -> room.name();
      case Place.Talk _ -> "that talk";
    };
  }

  private static int seconds(long millis) {
    return Math.clamp((millis + 999) / 1000, 1, Integer.MAX_VALUE);
  }
}
