package parley.server.archive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import parley.protocol.Addressee;
import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.FileNames;
import parley.protocol.InvalidRequest;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.Request;
import parley.server.logfile.FileFolder;
import parley.server.net.Network;
import parley.server.state.Change;
import parley.server.state.PersonId;
import parley.server.state.ServerRole;
import tools.jackson.databind.JsonNode;

/**
 * What an event of an export must be like, so that it could be one of this server's: the same as is
 * asked of the requests that events come from. One that is not would stay in the log for ever.
 */
final class ImportRules {
  /** How far a clock may be ahead of this machine's. */
  private static final long AHEAD_MILLIS = TimeUnit.MINUTES.toMillis(10);

  /** What the server lets times go back by at least, where its clock was set. */
  private static final long SET_BACK_MILLIS = TimeUnit.MINUTES.toMillis(1);

  /** The end of the year 9999, the last that is written with four digits. */
  private static final long END_OF_TIME = 253_402_300_799_999L;

  /** How many people reacted to a message in which ways. */
  private final Map<Long, Map<String, Integer>> reactions = new HashMap<>();

  private long lastSeq;
  private long lastAt;

  /**
   * Looks at the next event.
   *
   * @throws InvalidRequest with a sentence that says what is wrong
   */
  void check(long seq, long at, Change.Lasting change) {
    require(seq > lastSeq, "\"seq\" must be above the one before.");
    require(at >= 0 && at <= END_OF_TIME, "\"at\" is no time.");
    require(
        at >= lastAt || at <= lastAt - SET_BACK_MILLIS,
        "\"at\" must not be before that of the event before, but where a clock was set back.");
    check(change);
    lastSeq = seq;
    lastAt = at;
  }

  /**
   * Whether the newest event is of a time to come, and no later one shows that a clock was wrong.
   */
  boolean ahead() {
    return lastAt > System.currentTimeMillis() + AHEAD_MILLIS;
  }

  private void check(Change.Lasting change) {
    switch (change) {
      case Change.Came c -> {
        person(c.person(), c.name());
        require(c.session() != null, "\"session\" is missing.");
        Request _ = new Request.Hello(null, c.name(), null, null, c.session(), null, null);
      }
      case Change.Expired c -> person(c.person(), c.name());
      case Change.Said c -> said(c);
      case Change.Edited c -> {
        number(c.target());
        said(c.now());
      }
      case Change.Deleted c -> number(c.target());
      case Change.Reacted c -> {
        place(c.addressee());
        person(c.person(), c.name());
        Request _ = new Request.React(null, c.target(), c.emoji(), c.removed());
        name(c.author());
        react(c);
      }
      case Change.Read c -> {
        place(c.of());
        person(c.person());
        number(c.upTo());
      }
      case Change.Joined c -> {
        name(c.room());
        person(c.person(), c.name());
      }
      case Change.Left c -> {
        name(c.room());
        person(c.person(), c.name());
        line("reason", c.reason());
        line("by", c.by());
        line("why", c.why());
      }
      case Change.TopicSet c -> {
        name(c.room());
        if (c.person() == null) {
          line("name", c.name());
        } else {
          person(c.person(), c.name());
        }
        Request _ = new Request.Topic(null, c.room(), c.text());
      }
      case Change.RoomSet c -> {
        name(c.room());
        line("name", c.name());
        require(c.settings() != null, "\"settings\" is missing.");
        Request _ = new Request.Room(null, c.room(), c.settings());
      }
      case Change.RoomRoleGiven c -> {
        name(c.room());
        person(c.person(), c.name());
        require(c.role() != null, "\"role\" is missing.");
        line("by", c.by());
      }
      case Change.RoomBarred c -> {
        name(c.room());
        person(c.person(), c.name());
        require(c.bar() != null, "\"bar\" is missing.");
        until(c.until());
        require(c.reason() != null, "\"reason\" is missing.");
        line("reason", c.reason());
        line("by", c.by());
        c.networks().forEach(network -> line("networks", network));
      }
      case Change.RoomUnbarred c -> {
        name(c.room());
        person(c.person(), c.name());
        require(c.bar() != null, "\"bar\" is missing.");
        line("by", c.by());
      }
      case Change.RoomInvited c -> {
        name(c.room());
        person(c.person(), c.name());
        line("by", c.by());
      }
      case Change.Named c -> {
        person(c.person(), c.was());
        name(c.name());
      }
      case Change.Renamed c -> {
        name(c.room());
        person(c.person(), c.was());
        name(c.name());
      }
      case Change.RoomClosed c -> {
        name(c.room());
        line("by", c.by());
      }
      case Change.Reported c -> {
        person(c.person(), c.name());
        number(c.target());
        line("reason", c.reason());
      }
      case Change.Commanded c -> {
        line("by", c.by());
        line("line", c.line());
      }
      case Change.OperatorSet c -> person(c.person(), c.name());
      case Change.Banned c -> {
        target(c.target());
        until(c.until());
        line("reason", c.reason());
        line("by", c.by());
        c.networks().forEach(ImportRules::network);
      }
      case Change.Unbanned c -> {
        target(c.target());
        line("by", c.by());
      }
      case Change.Muted c -> {
        person(c.person(), c.name());
        until(c.until());
        line("by", c.by());
        c.networks().forEach(network -> line("networks", network));
      }
      case Change.NetworkUnmuted c -> {
        line("network", c.network());
        line("by", c.by());
      }
      case Change.Unmuted c -> {
        person(c.person(), c.name());
        line("by", c.by());
      }
      case Change.AccountMade c -> {
        person(c.person(), c.name());
        require(c.role() != null && c.role() != ServerRole.GUEST, "\"role\" is an account's.");
        line("by", c.by());
      }
      case Change.RoleGiven c -> {
        person(c.person(), c.name());
        require(c.role() != null && c.role() != ServerRole.GUEST, "\"role\" is an account's.");
        line("by", c.by());
      }
      case Change.Suspended c -> {
        person(c.person(), c.name());
        line("reason", c.reason());
        line("by", c.by());
      }
      case Change.AccountDeleted c -> {
        person(c.person(), c.name());
        line("by", c.by());
      }
      case Change.ErasureBegun c -> {
        person(c.person(), c.name());
        number(c.upTo());
        line("by", c.by());
      }
      case Change.ErasureDone c -> {
        person(c.person(), c.name());
        number(c.upTo());
      }
      case Change.OfWayIn _ -> {
        // Left out: a way in is of the server that gave it.
      }
      case Change.Dropped _, Change.Forgotten _ -> {
        // Left out: what they took is not in an export.
      }
    }
  }

  /** As {@link Request.Send} and {@link Request.Upload}, which events come from. */
  private static void said(Change.Said c) {
    place(c.addressee());
    person(c.person(), c.name());
    require(c.text() != null, "A message needs some text.");
    boolean fileAlone = c.file() != null && c.text().isEmpty();
    String text = fileAlone ? "x" : c.text();
    Request _ =
        new Request.Send(
            null,
            c.addressee().room(),
            c.addressee().person(),
            text,
            c.nonce(),
            c.kind(),
            c.replyTo());
    if (c.replyName() != null) {
      name(c.replyName());
    }
    file(c.file());
  }

  private static void file(FileInfo file) {
    if (file != null) {
      require(file.size() >= 0, "\"size\" can't be negative.");
      require(FileFolder.isDigest(file.sha256()), "\"sha256\" has 64 hexadecimal digits.");
      require(
          FileNames.safe(file.name()).equals(file.name()),
          "The name of a file is none that a server keeps.");
    }
  }

  /** A room, or else another person. */
  private static void place(Addressee addressee) {
    switch (addressee) {
      case Addressee.Room room -> name(room.name());
      case Addressee.Person person -> person(person.id(), person.name());
      case null -> throw notOne();
    }
  }

  /**
   * Looks at an event as its line has it: two places in it can't be told from one later.
   *
   * @throws InvalidRequest as {@link #check}
   */
  static void onePlace(JsonNode event) {
    boolean room = event.hasNonNull("room") || event.hasNonNull("inRoom");
    boolean person =
        List.of("to", "toName", "with", "withName").stream().anyMatch(event::hasNonNull);
    if (room && person) {
      throw notOne();
    }
  }

  private static InvalidRequest notOne() {
    return new InvalidRequest(
        ErrorCode.BAD_REQUEST, "It is of a room or of a talk, and not of both.");
  }

  private static void person(String id, String name) {
    person(id);
    name(name);
  }

  private static void person(String id) {
    require(id != null && PersonId.isId(id), "A person's id is g or a and a number.");
  }

  /** Of a person or a room, as it is kept. */
  private static void name(String name) {
    require(name != null, "A name is missing.");
    require(Names.check(name).equals(name), "A name is not written as it is kept (NFKC).");
  }

  /** Who did it, or why: shown to people, and nobody's name alone. */
  private static void line(String field, String text) {
    require(
        text == null
            || (text.length() <= Limits.TOPIC_BYTES
                && text.codePoints().noneMatch(ImportRules::isNoText)),
        "\"" + field + "\" is one line of at most " + Limits.TOPIC_BYTES + " characters.");
  }

  /** Half of a pair, or what moves a cursor. */
  private static boolean isNoText(int c) {
    return Character.isISOControl(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** A folded name or an address; one that is neither keeps nobody out. */
  private static void target(String target) {
    require(target != null && !target.isEmpty(), "A ban needs a target.");
    line("target", target);
  }

  /** As {@link Network#name} has it: no more than one line of somebody's. */
  private static void network(String network) {
    boolean its;
    try {
      its = Network.of(network.replaceFirst("/64$", "")).name().equals(network);
    } catch (IllegalArgumentException e) {
      its = false;
    }
    require(its, "\"networks\" are addresses, and /64 networks.");
  }

  /** As many different reactions as a request may make. */
  private void react(Change.Reacted c) {
    Map<String, Integer> to = reactions.computeIfAbsent(c.target(), _ -> new HashMap<>());
    to.merge(c.emoji(), c.removed() ? -1 : 1, Integer::sum);
    to.values().removeIf(count -> count <= 0);
    require(
        to.size() <= Limits.REACTIONS,
        "A message takes " + Limits.REACTIONS + " different reactions.");
  }

  private static void until(long until) {
    require(until >= 0 && until <= END_OF_TIME, "\"until\" is no time.");
  }

  private static void number(long seq) {
    require(seq >= 1, "The number of an event is 1 or more.");
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new InvalidRequest(ErrorCode.BAD_REQUEST, sentence);
    }
  }
}
