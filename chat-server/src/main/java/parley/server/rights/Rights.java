package parley.server.rights;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import parley.protocol.PastSeen;
import parley.protocol.RoomBar;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.protocol.TokenRight;
import parley.server.config.GuestRooms;
import parley.server.net.AddressRange;
import parley.server.net.Network;
import parley.server.state.Asker;
import parley.server.state.Ban;
import parley.server.state.Bar;
import parley.server.state.Change;
import parley.server.state.Mute;
import parley.server.state.OldMessage;
import parley.server.state.Place;
import parley.server.state.Room;
import parley.server.state.RoomView;
import parley.server.state.Scope;
import parley.server.state.ServerRole;
import parley.server.state.Sight;
import parley.server.state.View;

/**
 * Judges who may do what. Times are in milliseconds since 1970, by the clock that bans and mutes
 * are measured by.
 */
public final class Rights {
  /** To the second: a mute may be of some. */
  private static final DateTimeFormatter END =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

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
    return TokenGrants.lacks(view, asker, right)
        ? refused(Rule.NOT_FOR_THAT, null)
        : atAll(view, asker, right, roles(view, asker, now), now);
  }

  /** Whether somebody may do something to something. */
  public static Verdict may(View view, Asker asker, Right right, On on, long now) {
    if (TokenGrants.lacks(view, asker, right)) {
      return refused(Rule.NOT_FOR_THAT, null);
    }
    int roles = roles(view, asker, now);
    Verdict atAll = atAll(view, asker, right, roles, now);
    if (!atAll.allowed()) {
      return atAll;
    }
    if (TokenGrants.misses(view, asker, on)) {
      // By its name alone, before anybody looks whether it is there.
      return refused(Rule.NOT_FOR_THAT, null);
    }
    return switch (on) {
      case On.Server _ -> onServer(atAll, right);
      case On.At(Place place) -> at(right, asker, Here.of(view, asker, place, roles), now);
      case On.Into(Place.Room room, Collection<String> networks) ->
          into(right, asker, Here.of(view, asker, room, roles), networks, now);
      case On.Member(Place.Room room, String person) ->
          onMember(right, asker, Here.of(view, asker, room, roles), person, now);
      case On.Message message -> onMessage(view, asker, right, message, roles, now);
      case On.Name(String name) -> {
        Verdict muted = mutedSomewhere(view, asker, roles, now);
        yield muted != null
            ? muted
            : isBanned(view, name, now) ? refused(right.mayNot, name) : onServer(atAll, right);
      }
      case On.NewAccount a ->
          a.open()
              ? Verdict.allowedBy(Rule.OPEN_REGISTRATION)
              : a.invited() ? Verdict.allowedBy(Rule.INVITED) : refused(right.mayNot, null);
      case On.Own(boolean allowed) -> allowed ? atAll : refused(Rule.KEPT, null);
      case On.Visit(boolean welcome) -> welcome ? atAll : refused(right.mayNot, null);
      case On.Person(String id) when right == Right.SIGN_IN ->
          view.suspended(id) == null ? atAll : suspended(view.suspended(id));
      case On.Person(String id) when right == Right.SEE ->
          onNeighbour(view, asker, atAll, roles, id);
      case On.Person(String id) -> onRole(view, asker, atAll, view.role(id));
      case On.Lending lending -> lent(view, asker, atAll, lending);
      case On.Giving(ServerRole role) -> onRole(view, asker, atAll, role);
      case On.Door door -> {
        Ban ban = ban(view, door, now);
        yield ban == null ? onServer(atAll, right) : banned(ban, now);
      }
    };
  }

  /** What of a place somebody may read back who has the right to. */
  public static Sight sight(View view, String person, Place place) {
    return switch (place) {
      case Place.Room room -> sight(view, person, List.of(room.folded()), false);
      case Place.Talk _ -> sight(view, person, List.of(), true);
    };
  }

  /**
   * What somebody may read back of rooms where they have the right to, by folded name: all of it,
   * or what was said since they came.
   *
   * @param talks whether of the talks of their own, too
   */
  public static Sight sight(View view, String person, Collection<String> rooms, boolean talks) {
    List<Sight.Span> spans = new ArrayList<>(rooms.size());
    for (String folded : rooms) {
      RoomView room = view.room(folded);
      // Who left meanwhile, or whose room went, reads nothing.
      if (room != null && room.role(person) != null) {
        spans.add(new Sight.Span(folded, firstSeen(room, person), Long.MAX_VALUE));
      }
    }
    return new Sight(person, talks, spans);
  }

  /** Whether a member of a room is told what becomes of a message: who may read it is. */
  public static boolean isTold(View view, String person, Place.Room room, Change.OfMessage what) {
    return what.target() >= firstSeen(view, person, room) || person.equals(what.person());
  }

  /** The first number that a member of a room may read there, 0 for all of it. */
  public static long firstSeen(View view, String person, Place.Room room) {
    RoomView its = view.room(room.name());
    return its == null ? 0 : firstSeen(its, person);
  }

  private static long firstSeen(RoomView room, String person) {
    return room.settings().past() == PastSeen.JOINED ? room.since(person) : 0;
  }

  /** Whether people without an account may be in a room that is like this. */
  static boolean takesGuests(GuestRooms guests, Place.Room room, RoomSettings settings) {
    return guests.everywhere() || settings.takesGuests() || guests.rooms().contains(room.folded());
  }

  /** Whether somebody may be in a room that is like this, however they came in. */
  public static boolean mayBeIn(View view, String person, Place.Room room, RoomSettings settings) {
    // Who is suspended for a while keeps their place.
    ServerRole role = view.role(person);
    return takesGuests(view.guestRooms(), room, settings)
        || view.isAccount(person)
        || role != null && role.isAtLeast(ServerRole.OPERATOR);
  }

  /**
   * Whether somebody may say something in a room without becoming a member of it: who could come
   * in, and would be let speak there then.
   *
   * @param networks where their connections are from
   */
  public static Verdict maySpeakInPassing(
      View view, Asker.Person asker, Place.Room place, Collection<String> networks, long now) {
    Verdict in = may(view, asker, Right.JOIN, new On.Into(place, networks), now);
    Verdict atAll = mayAtAll(view, asker, Right.SPEAK, now);
    if (!in.allowed() || !atAll.allowed()) {
      return in.allowed() ? atAll : in;
    }
    Here here = Here.of(view, asker, place, roles(view, asker, now));
    if (here.room() == null) {
      return place.folded().equals(Room.FIRST) ? in : unknown(Right.JOIN, place.name());
    }
    Bar mute = here.is(Role.MEMBER) ? null : muteOfNewcomer(view, asker.id(), place, networks, now);
    return mute == null
        ? at(Right.SPEAK, asker, here.also(Role.MEMBER), now)
        : barred(Rule.MUTED_HERE, mute, here, now);
  }

  /**
   * Whether somebody who may speak in a room waits between two messages.
   *
   * @param last when they spoke there, 0 for not yet; by the clock of {@code at}
   */
  public static Verdict pace(View view, Asker asker, Place place, long last, long at) {
    if (last == 0
        || !(place instanceof Place.Room its)
        || !(asker instanceof Asker.Person(String id, _, _))) {
      return Verdict.allowedBy(Rule.MEMBERS);
    }
    RoomView room = view.room(its.name());
    long slow = room == null ? 0 : room.settings().slowSeconds() * 1_000L;
    long wait = Math.min(slow, last + slow - at);
    if (wait <= 0) {
      return Verdict.allowedBy(Rule.MEMBERS);
    }
    RoomRole role = room.role(id);
    return role != null && role.isAtLeast(RoomRole.MODERATOR)
        ? Verdict.allowedBy(Rule.MODERATORS)
        : new Verdict(Rule.SLOW, Rule.SLOW.sentence.formatted(its.name()), seconds(wait));
  }

  /** The refusal of a word that nobody may say. */
  public static Verdict blockedWord() {
    return refused(Rule.BLOCKED_WORD, null);
  }

  /** The refusal of what would change a room that rests. */
  public static Verdict archived(String room) {
    return refused(Rule.ARCHIVED, room);
  }

  /** The refusal of what would leave a room to nobody. */
  public static Verdict lastOwnerOf(String room) {
    return refused(Rule.LAST_ROOM_OWNER, room);
  }

  /** The same of a token, whose scope may hold less of them. */
  public static Sight sight(
      View view, Asker.Person asker, Collection<String> rooms, boolean talks) {
    Scope scope = asker.byToken() ? view.scope(asker.id(), asker.token()) : Scope.ALL;
    return scope == null
        ? sight(view, asker.id(), List.of(), false)
        : sight(
            view,
            asker.id(),
            rooms.stream().filter(scope::reads).toList(),
            talks && scope.readsTalks());
  }

  /** Whether somebody's direct messages are told to them, whose token may not be for them. */
  public static Verdict mayTalk(View view, Asker.Person asker, Right right, long now) {
    return may(view, asker, right, new On.At(new Place.Talk(asker.id(), asker.id())), now);
  }

  /**
   * {@link Right#ENTER} for an address alone, and so cheap that it can be asked at any time: why
   * nobody comes in from there; null where they may.
   */
  public static Verdict keptOut(View view, AddressRange address, long now) {
    Ban ban = view.banOf(address, now);
    return ban == null ? null : banned(ban, now);
  }

  /** The mute that whoever comes for the first time from an address has too; null for none. */
  public static Mute muteOfNewcomer(View view, String address, long now) {
    Mute mute = view.muteOf(Network.of(address).name());
    return mute == null || mute.over(now) ? null : mute;
  }

  /** Whether a right is one that is asked for in a room, or else on the server. */
  public static boolean isAskedIn(Right right, boolean room) {
    return Grants.isOfServer(right) != room || right == Right.SEE;
  }

  /** The refusal of something that is not there: the same as for what one may not know of. */
  public static Verdict unknown(Right right, Object asked) {
    return refused(right.mayNotKnow, asked);
  }

  /**
   * The refusal of what was shown to sign in and is not, or no longer, right.
   *
   * @param rule that says what it was
   */
  public static Verdict unproven(Rule rule) {
    return refused(rule, null);
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

  private static int roles(View view, Asker asker, long now) {
    return switch (asker) {
      case Asker.Person person -> {
        String id = person.id();
        ServerRole role = view.role(id);
        if (role == null || view.suspended(id) != null || isOver(view, person, now)) {
          yield STRANGER;
        }
        // What an operator's token could do by their role, it could do to everybody.
        yield person.byToken() ? ACCOUNT : roles(role, view.isAccount(id));
      }
      case Asker.Newcomer _ -> STRANGER;
      case Asker.Console _ -> ACCOUNT | OWNER;
      case Asker.Server _ -> HOUSE;
    };
  }

  /** Whether what their connection was open by has ended. */
  private static boolean isOver(View view, Asker.Person person, long now) {
    return TokenGrants.isOver(view, person, now)
        || person.session() != 0 && !view.signedIn(person.id(), person.session());
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
      case Asker.Person(String id, _, _) -> view.role(id);
      case Asker.Newcomer _ -> ServerRole.GUEST;
      case Asker.Console _, Asker.Server _ -> ServerRole.OWNER;
    };
  }

  private static long mutedUntil(View view, Asker asker) {
    return asker instanceof Asker.Person(String id, _, _) ? view.mutedUntil(id) : 0;
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
    Rule rule = Grants.find(right, Policy.SERVER.bit(), roles);
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

  /** Nobody gives a token more than they have; who types where the server runs has all. */
  private static Verdict lent(View view, Asker asker, Verdict atAll, On.Lending lending) {
    Verdict over = onRole(view, asker, atAll, view.role(lending.person()));
    if (!over.allowed()
        || !(asker instanceof Asker.Person(String id, _, _))
        || id.equals(lending.person())) {
      return over;
    }
    Scope scope = lending.scope();
    boolean within =
        !scope.may().contains(TokenRight.TALKS)
            && !scope.rooms().isEmpty()
            && scope.rooms().stream().allMatch(room -> isMember(view, id, room));
    return within ? over : refused(Rule.NOT_YOURS_TO_GIVE, null);
  }

  private static boolean isMember(View view, String person, String room) {
    RoomView its = view.room(room);
    return its != null && its.role(person) != null;
  }

  /** People without an account, and tokens, see who is in a room with them. */
  private static Verdict onNeighbour(
      View view, Asker asker, Verdict atAll, int roles, String other) {
    if (asker instanceof Asker.Person person && person.byToken() && !person.id().equals(other)) {
      Scope scope = view.scope(person.id(), person.token());
      boolean near =
          scope != null
              && (scope.readsTalks()
                  || view.roomsOf(person.id()).stream()
                      .anyMatch(room -> scope.reads(room) && isMember(view, other, room)));
      return near ? atAll : refused(Rule.NO_SUCH_PERSON, "that");
    }
    if ((roles & (ACCOUNT & ~GUEST | OPERATOR)) != 0
        || view.guestRooms().everywhere()
        || !(asker instanceof Asker.Person(String id, _, _))
        || id.equals(other)) {
      return atAll;
    }
    for (String room : view.roomsOf(id)) {
      RoomView its = view.room(room);
      if (its != null && its.role(other) != null) {
        return atAll;
      }
    }
    return refused(Rule.NO_SUCH_PERSON, "that");
  }

  private static Verdict at(Right right, Asker asker, Here here, long now) {
    Rule rule = Grants.find(right, here.policies(), here.roles());
    Verdict muted = right.heard ? barred(RoomBar.MUTE, asker, here, now) : null;
    return muted != null && here.is(Role.MEMBER)
        ? muted
        : rule != null ? Verdict.allowedBy(rule) : whyNot(right, here);
  }

  /** Who could come in is told that they may not; for all others the room is not there. */
  private static Verdict into(
      Right right, Asker asker, Here here, Collection<String> networks, long now) {
    Verdict may = at(right, asker, here, now);
    if (!may.allowed() || here.room() == null || here.is(Role.MEMBER)) {
      return may;
    }
    Verdict banned = barred(RoomBar.BAN, asker, here, now);
    if (banned != null) {
      return banned;
    }
    Bar there =
        Here.isResident(here.roles())
            ? null
            : here.room().bars().ofNetworks(RoomBar.BAN, networks, now);
    return there == null ? may : barred(Rule.BANNED_HERE, there, here, now);
  }

  private static Verdict barred(RoomBar kind, Asker asker, Here here, long now) {
    if (here.room() == null || !(asker instanceof Asker.Person(String id, _, _))) {
      return null;
    }
    Bar bar = here.room().bars().of(kind, id);
    return bar == null || bar.over(now)
        ? null
        : barred(kind == RoomBar.MUTE ? Rule.MUTED_HERE : Rule.BANNED_HERE, bar, here, now);
  }

  /** The mute of a room that somebody is in, whose members would read their new name. */
  private static Verdict mutedSomewhere(View view, Asker asker, int roles, long now) {
    if (asker instanceof Asker.Person person) {
      for (String room : view.roomsOf(person.id())) {
        Verdict muted =
            barred(RoomBar.MUTE, asker, Here.of(view, asker, new Place.Room(room), roles), now);
        if (muted != null) {
          return muted;
        }
      }
    }
    return null;
  }

  private static Verdict barred(Rule rule, Bar bar, Here here, long now) {
    return new Verdict(
        rule,
        rule.sentence.formatted(here.name())
            + until(bar.until())
            + (bar.reason().isEmpty() ? "." : ": " + bar.reason()),
        bar.until() == 0 ? null : seconds(bar.until() - now));
  }

  /** What whoever comes into a room without an account from some networks is muted by too. */
  public static Bar muteOfNewcomer(
      View view, String person, Place.Room room, Collection<String> networks, long now) {
    RoomView there = view.room(room.name());
    return there == null || view.isAccount(person)
        ? null
        : there.bars().ofNetworks(RoomBar.MUTE, networks, now);
  }

  /** Who is in a room is told what they lack; who is not, whatever they would be told of none. */
  private static Verdict whyNot(Right right, Here here) {
    if (!here.is(Role.MEMBER) || here.room() == null) {
      boolean guest = right.mayNot == Rule.NO_SUCH_ROOM && here.confined();
      return refused(guest ? Rule.NO_SUCH_ROOM_FOR_GUESTS : right.mayNot, here.name());
    }
    if (here.room().settings().atRest()) {
      return refused(Rule.ARCHIVED, here.name());
    }
    return refused(Grants.lacking(right, here.policies(), here.roles()), here.name());
  }

  private static Verdict onMember(Right right, Asker asker, Here here, String person, long now) {
    Verdict may = at(right, asker, here, now);
    if (!may.allowed() || here.room() == null) {
      return may;
    }
    RoomRole theirs = here.room().role(person);
    return theirs == null || here.rank().isAtLeast(theirs)
        ? may
        : refused(Rule.ABOVE_YOU, theirs.wire());
  }

  private static Verdict onMessage(
      View view, Asker asker, Right right, On.Message asked, int roles, long now) {
    OldMessage message = asked.found();
    if (message == null || message.deleted() != null && right != Right.TAKE_BACK) {
      return unknown(right, asked.seq());
    }
    Change.Said said = message.said();
    if (TokenGrants.misses(view, asker, said.audience())) {
      return unknown(right, asked.seq());
    }
    Here here = Here.of(view, asker, said.audience(), roles);
    boolean author = asker instanceof Asker.Person(String id, _, _) && id.equals(said.person());
    if (author) {
      here = here.also(Role.AUTHOR);
    } else if (here.room() != null
        && asker instanceof Asker.Person(String id, _, _)
        && here.is(Role.MEMBER)
        && asked.seq() < firstSeen(here.room(), id)) {
      return unknown(right, asked.seq());
    }
    if (!author && TokenGrants.isForOwn(asker, right)) {
      return here.is(Role.MEMBER) && message.deleted() == null
          ? refused(Rule.NOT_FOR_THAT, null)
          : unknown(right, asked.seq());
    }
    Rule rule = Grants.find(right, here.policies(), here.roles());
    if (rule == Rule.MODERATORS && right == Right.TAKE_BACK) {
      return onMember(right, asker, here, said.person(), now);
    }
    Verdict muted = right.heard ? barred(RoomBar.MUTE, asker, here, now) : null;
    if (muted != null && here.is(Role.MEMBER)) {
      return muted;
    }
    if (rule != null) {
      return Verdict.allowedBy(rule);
    }
    boolean member = here.is(Role.MEMBER);
    if (author && right == Right.CORRECT && !member) {
      // That there is what one said is no secret, but one is where it is no more.
      return refused(Rule.NOT_A_MEMBER, here.name());
    }
    if (!member || message.deleted() != null) {
      return unknown(right, asked.seq());
    }
    return !author && right == Right.CORRECT || here.room() == null || right == Right.TAKE_BACK
        ? refused(right.mayNot, asked.seq())
        : whyNot(right, here);
  }

  // ---- who is muted or banned -----------------------------------------------------------------

  private static Verdict muted(long until, long now) {
    boolean ever = until == Long.MAX_VALUE;
    return new Verdict(
        Rule.MUTED,
        Rule.MUTED.sentence + (ever ? "." : until(until) + "."),
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
        .orElseGet(() -> door.newcomer() ? view.banOfNewcomers(door.address(), now) : null);
  }

  private static Verdict banned(Ban ban, long now) {
    return new Verdict(
        Rule.BANNED,
        Rule.BANNED.sentence
            + until(ban.until())
            + (ban.reason().isEmpty() ? "." : ": " + ban.reason()),
        ban.until() == 0 ? null : seconds(ban.until() - now));
  }

  /**
   * When something ends, to stand behind what it is; empty where it does not.
   *
   * @param end in milliseconds since 1970 UTC, 0 for ever
   */
  public static String until(long end) {
    return end == 0 ? "" : " until " + END.format(Instant.ofEpochMilli(end));
  }

  private static Verdict suspended(String reason) {
    return new Verdict(
        Rule.SUSPENDED, Rule.SUSPENDED.sentence + (reason.isEmpty() ? "." : ": " + reason), null);
  }

  // ---- how it is told -------------------------------------------------------------------------

  private static Verdict refused(Rule rule, Object asked) {
    return new Verdict(rule, rule.sentence.formatted(asked), null);
  }

  private static int seconds(long millis) {
    return Math.clamp((millis + 999) / 1000, 1, Integer.MAX_VALUE);
  }
}
