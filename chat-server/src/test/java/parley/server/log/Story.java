package parley.server.log;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.protocol.Names;
import parley.protocol.ReplyTo;
import parley.protocol.Request;
import parley.protocol.RoomBar;
import parley.protocol.RoomRole;
import parley.protocol.RoomWords;
import parley.protocol.TokenRight;
import parley.server.state.Ban;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Invitation;
import parley.server.state.Mute;
import parley.server.state.Person;
import parley.server.state.ReactionKey;
import parley.server.state.Room;
import parley.server.state.Scope;
import parley.server.state.ServerRole;
import parley.server.state.SignIn;
import parley.server.state.State;
import parley.server.state.Token;

/** Random events that could have been decided: each is valid after those before it. */
public final class Story {
  private static final List<String> ROOMS =
      List.of("lobby", "Straße", "İstanbul", "café", "WIDE", "日本");

  public final State state = new State();
  public final List<Entry> entries = new ArrayList<>();
  private final Random random;
  private int nonces;

  private static final List<String> ON_OFF = List.of("on", "off");

  /** The messages that were not taken back, as they were last written. */
  private final Map<Long, Change.Said> messages = new TreeMap<>();

  /** Who reacted how: target, emoji and person. */
  private final Set<ReactionKey> reacted = new LinkedHashSet<>();

  /** The end of each text: what JSON must escape, and more than ASCII. */
  private final String odd;

  /** Whether some of the people have accounts. */
  private boolean accounts;

  public Story(long seed) {
    this(seed, "\0 \"ü 😀");
  }

  /** Also of accounts, their sessions and invitations. */
  public static Story withAccounts(long seed) {
    return new Story(seed).accounts();
  }

  public Story accounts() {
    accounts = true;
    return this;
  }

  private Story(long seed, String odd) {
    random = new Random(seed);
    this.odd = odd;
  }

  /** One whose texts a request may have, too. */
  public static Story ofRequests(long seed) {
    return new Story(seed, "\n \"ü 😀");
  }

  public List<Entry> next(int count) {
    List<Entry> told = new ArrayList<>();
    while (told.size() < count) {
      Entry entry = new Entry(state.nextSeq(), state.lastAt() + random.nextInt(3), change());
      state.apply(entry);
      note(entry);
      told.add(entry);
    }
    entries.addAll(told);
    return told;
  }

  /** Something that is not rolled for. */
  public Entry tell(Change.Lasting change) {
    Entry entry = new Entry(state.nextSeq(), state.lastAt(), change);
    state.apply(entry);
    note(entry);
    entries.add(entry);
    return entry;
  }

  private void note(Entry entry) {
    switch (entry.change()) {
      case Change.Dropped c ->
          // Nobody can do anything to those any more.
          messages.entrySet().removeIf(m -> Model.covers(c, m.getKey(), m.getValue()));
      case Change.Said c -> messages.put(entry.seq(), c);
      case Change.Edited c -> messages.put(c.target(), c.now());
      case Change.Deleted c -> {
        messages.remove(c.target());
        reacted.removeIf(key -> key.target() == c.target());
      }
      case Change.Reacted c -> {
        ReactionKey key = new ReactionKey(c.target(), c.emoji(), c.person());
        if (c.removed()) {
          reacted.remove(key);
        } else {
          reacted.add(key);
        }
      }
      default -> {
        // Nothing that is rolled for here depends on it.
      }
    }
  }

  private Change.Lasting change() {
    while (true) {
      Change.Lasting change = attempt();
      if (change != null) {
        return change;
      }
    }
  }

  /** A change, or null where the dice ask for what is not possible now. */
  private Change.Lasting attempt() {
    int dice = random.nextInt(100);
    Person person = any(List.copyOf(state.people()));
    if (person == null || dice < 3) {
      String id = "g" + state.nextPerson();
      return new Change.Came(id, "Guest-" + id, "hash of " + id);
    }
    Room room = any(List.copyOf(person.rooms()));
    if (accounts && dice >= 44 && dice < 48) {
      return ofAccount(person);
    }
    if (accounts && dice >= 48 && dice < 52) {
      return ofRoom(person, room);
    }
    return switch (dice) {
      case 3 -> gone(person);
      case 4 -> {
        String name = "Name" + random.nextInt(1000);
        boolean free = state.named(name) == null;
        yield when(free, () -> new Change.Named(person.id(), person.name(), name));
      }
      case 5 ->
          when(
              !person.isAccount(),
              () -> new Change.OperatorSet(person.id(), person.name(), random.nextBoolean()));
      case 6 ->
          new Change.Banned(
              target(),
              random.nextInt(3),
              "noise",
              "root",
              random.nextBoolean() ? List.of() : List.of("192.0.2." + random.nextInt(3)));
      case 7 -> {
        Ban ban = any(List.copyOf(state.bans()));
        yield when(ban != null, () -> new Change.Unbanned(ban.target(), null));
      }
      case 8 -> new Change.Muted(person.id(), person.name(), random.nextInt(3), "root", networks());
      case 9 -> {
        Mute mute = any(List.copyOf(state.mutes()));
        yield mute != null && random.nextBoolean()
            ? new Change.NetworkUnmuted(mute.network(), null)
            : new Change.Unmuted(person.id(), person.name(), null);
      }
      case 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 -> join(person);
      case 20, 21, 22, 23, 24 ->
          when(
              room != null,
              () -> new Change.Left(room.name(), person.id(), person.name(), "kicked"));
      case 25, 26 ->
          when(
              room != null,
              () -> new Change.TopicSet(room.name(), person.id(), person.name(), "t" + dice));
      case 27 ->
          when(
              room != null,
              () -> new Change.Renamed(room.name(), person.id(), "before", person.name()));
      case 28 -> {
        Room empty = any(state.rooms().stream().filter(r -> r.members().isEmpty()).toList());
        yield when(empty != null, () -> new Change.RoomClosed(empty.name(), "root"));
      }
      case 29, 30, 31, 32, 33, 34 -> {
        Long target = any(List.copyOf(messages.keySet()));
        yield when(target != null, () -> edited(target, messages.get(target)));
      }
      case 35, 36 -> {
        Long target = any(List.copyOf(messages.keySet()));
        yield when(target != null, () -> deleted(target, messages.get(target), person));
      }
      case 37, 38, 39, 40, 41 -> {
        Long target = any(List.copyOf(messages.keySet()));
        yield when(target != null, () -> reacted(target, messages.get(target), person));
      }
      case 42, 43 -> {
        long upTo = 1 + random.nextLong(state.nextSeq());
        boolean inRoom = room != null && random.nextBoolean();
        yield new Change.Read(
            Addressee.ofFields(
                inRoom ? room.name() : null, inRoom ? null : "Guest-g1", inRoom ? null : "g1"),
            person.id(),
            upTo);
      }
      default -> {
        Person to = any(List.copyOf(state.people()));
        yield when(
            dice < 55 || room != null,
            () -> dice < 55 ? said(person, null, to) : said(person, room, null));
      }
    };
  }

  private static Change.Lasting gone(Person person) {
    return person.isAccount()
        ? new Change.AccountDeleted(person.id(), person.name(), "root")
        : new Change.Expired(person.id(), person.name(), person.silent() ? true : null);
  }

  private Change.Lasting ofAccount(Person person) {
    String id = person.id();
    String name = person.name();
    Invitation invitation = any(List.copyOf(state.invitations()));
    Long used = invitation == null || random.nextBoolean() ? null : invitation.number();
    if (!person.isAccount()) {
      ServerRole role = any(List.of(ServerRole.MEMBER, ServerRole.OWNER));
      return random.nextInt(4) > 0
          ? new Change.AccountMade(id, name, role, "root", used)
          : new Change.AccountMade(
              "a" + state.nextPerson(), "Made" + state.nextPerson(), role, "root", used);
    }
    SignIn session = any(List.copyOf(person.signIns()));
    Token token = any(List.copyOf(person.tokens()));
    return switch (random.nextInt(13)) {
      case 0 -> new Change.RoleGiven(id, name, ServerRole.OPERATOR, "root");
      case 1 -> new Change.PasswordSet(id, name, name, used, "verifier " + random.nextInt());
      case 2 -> new Change.Suspended(id, name, random.nextBoolean() ? "noise" : null, "root");
      case 3 ->
          new Change.InvitationMade(
              "secret " + state.nextSeq(),
              random.nextBoolean() ? null : "Invited",
              random.nextBoolean() ? id : null,
              ServerRole.MEMBER,
              ROOMS.subList(0, random.nextInt(ROOMS.size())),
              random.nextInt(1_000),
              1 + random.nextInt(3),
              "root",
              random.nextBoolean() ? id : null);
      case 4 ->
          when(invitation != null, () -> new Change.InvitationEnded(invitation.number(), "root"));
      case 5 -> when(session != null, () -> new Change.SessionUsed(id, session.number()));
      case 6 -> when(session != null, () -> new Change.SessionEnded(id, session.number(), "root"));
      case 7 ->
          new Change.TokenMade(
              id,
              "token " + state.nextSeq(),
              "ci",
              new Scope(
                  ROOMS.subList(0, random.nextInt(ROOMS.size())),
                  random.nextBoolean() ? Set.of(TokenRight.READ) : Set.of(TokenRight.values())),
              name,
              random.nextBoolean() ? null : 1_000L + random.nextInt(9));
      case 8 -> when(token != null, () -> new Change.TokenUsed(id, token.number()));
      case 10 -> new Change.ErasureBegun(id, name, 1 + random.nextLong(state.nextSeq()), "root");
      case 11 -> new Change.ErasureDone(id, name, 1 + random.nextLong(state.nextSeq()));
      case 9 -> when(token != null, () -> new Change.TokenEnded(id, token.number(), "root"));
      default ->
          new Change.SessionOpened(
              id, "session " + state.nextSeq(), random.nextBoolean() ? null : "laptop");
    };
  }

  private Change.Lasting ofRoom(Person person, Room its) {
    String id = person.id();
    String name = person.name();
    Room room = any(List.copyOf(state.rooms()));
    if (room == null) {
      return null;
    }
    RoomBar bar = any(List.of(RoomBar.values()));
    return switch (random.nextInt(5)) {
      case 3 ->
          new Change.RoomBarred(
              room.name(), bar, id, name, random.nextInt(3), "noise", "root", networks());
      case 4 ->
          when(
              room.bars().of(bar, id) != null,
              () -> new Change.RoomUnbarred(room.name(), bar, id, name, "root"));
      case 0 ->
          new Change.RoomSet(
              room.name(),
              id,
              name,
              room.settings()
                  .after(RoomWords.change(any(List.of("private", "guests")), any(ON_OFF)))
                  .after(RoomWords.change("slow", "" + random.nextInt(3))));
      case 1 ->
          when(
              its != null,
              () ->
                  new Change.RoomRoleGiven(
                      its.name(), id, name, any(List.of(RoomRole.values())), "root"));
      default ->
          when(
              !state.isMember(person, room),
              () ->
                  new Change.RoomInvited(
                      room.name(), id, name, "root", room.invites(id) && random.nextBoolean()));
    };
  }

  private static Change.Lasting when(boolean possible, Supplier<Change.Lasting> change) {
    return possible ? change.get() : null;
  }

  private Change.Lasting join(Person person) {
    String name = any(ROOMS);
    if (random.nextBoolean()) {
      name = Names.fold(name);
    }
    Room room = state.room(name);
    String joined = room == null ? name : room.name();
    return when(
        room == null || !state.isMember(person, room),
        () -> new Change.Joined(joined, person.id(), person.name()));
  }

  private Change.Said said(Person from, Room room, Person to) {
    return new Change.Said(
        Addressee.ofFields(
            room == null ? null : room.name(),
            to == null ? null : to.name(),
            to == null ? null : to.id()),
        new Author(from.id(), from.name()),
        new Content(
            "text ".repeat(random.nextInt(20)) + odd,
            random.nextBoolean() ? Request.Kind.ACTION : Request.Kind.MESSAGE,
            ReplyTo.of(
                random.nextInt(4) == 0 ? any(List.copyOf(messages.keySet())) : null, "whoever"),
            random.nextInt(5) == 0 ? file() : null),
        random.nextBoolean() ? "n" + nonces++ : null);
  }

  /** One of a few, so that several messages tell of the same. */
  private FileInfo file() {
    int which = random.nextInt(20);
    return new FileInfo("file " + random.nextInt(3), which, "%064x".formatted(which));
  }

  private Change.Edited edited(long target, Change.Said said) {
    return new Change.Edited(
        target,
        new Change.Said(
            said.addressee(),
            said.author(),
            said.content().with("edit " + random.nextInt(1_000)),
            random.nextBoolean() ? "n" + nonces++ : null));
  }

  /** By anybody: who may is decided elsewhere. */
  private Change.Deleted deleted(long target, Change.Said said, Person by) {
    boolean room = said.addressee() instanceof Addressee.Room;
    return new Change.Deleted(
        target,
        said.addressee(),
        new Author(room ? by.id() : said.person(), by.name()),
        said.name());
  }

  private Change.Reacted reacted(long target, Change.Said said, Person by) {
    String person = said.addressee() instanceof Addressee.Room ? by.id() : said.person();
    String emoji = any(List.of("👍", "❤", "!"));
    boolean there = reacted.contains(new ReactionKey(target, emoji, person));
    return new Change.Reacted(
        target, said.addressee(), new Author(person, by.name()), emoji, there, said.name());
  }

  private List<String> networks() {
    return random.nextBoolean() ? List.of() : List.of(target(), "2001:db8::/64");
  }

  private String target() {
    return "10.0.0." + random.nextInt(5);
  }

  <T> T any(List<T> list) {
    return list.isEmpty() ? null : list.get(random.nextInt(list.size()));
  }

  Random random() {
    return random;
  }
}
