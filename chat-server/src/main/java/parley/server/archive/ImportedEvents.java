package parley.server.archive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import parley.protocol.Addressee;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.protocol.FileNames;
import parley.protocol.ReplyTo;
import parley.server.log.Opening;
import parley.server.logfile.FileFolder;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.State;

/**
 * Makes events of another log fit this one. Numbers are given anew, and those that an event names
 * are changed with them. An export of one room, or from some time on, lacks how people came and
 * joined: that is made up right before the first thing they do. What can't fit is left out.
 */
final class ImportedEvents {
  private final State state = new State();
  private final TreeMap<Long, Long> numbers = new TreeMap<>();
  private final Set<String> known = new HashSet<>();
  private final List<Entry> made = new ArrayList<>();
  private long at;

  /** What an event becomes: itself, with what it needs before it, or nothing. */
  List<Entry> adopt(long seq, long millis, Change.Lasting change) {
    made.clear();
    at = millis;
    Change.Lasting fitting = fitting(change);
    if (fitting != null) {
      numbers.put(seq, state.nextSeq());
      make(fitting);
    }
    return List.copyOf(made);
  }

  private void make(Change.Lasting change) {
    Entry entry = new Entry(state.nextSeq(), at, change);
    state.apply(entry);
    made.add(entry);
  }

  private Change.Lasting fitting(Change.Lasting change) {
    return switch (change) {
      case Change.Came c -> known.add(c.person()) && isFree(c.name(), c.person()) ? c : null;
      case Change.Said c -> said(c);
      case Change.Edited c -> edited(c);
      case Change.Reacted c -> reacted(c);
      case Change.Joined c -> {
        Person person = person(c.person(), c.name());
        Room room = state.room(c.room());
        yield room == null || !state.isMember(person, room) ? c : null;
      }
      case Change.Left c -> isMember(c.person(), c.room()) ? c : null;
      case Change.TopicSet c -> {
        if (c.person() != null) {
          member(c.person(), c.name(), c.room());
        }
        yield state.room(c.room()) == null ? null : c;
      }
      case Change.RoomSet c -> state.room(c.room()) == null ? null : c;
      case Change.RoomRoleGiven c -> isMember(c.person(), c.room()) ? c : null;
      case Change.RoomBarred c -> state.room(c.room()) == null ? null : c;
      case Change.RoomUnbarred c -> state.room(c.room()) == null ? null : c;
      case Change.RoomInvited c ->
          state.room(c.room()) == null || state.person(c.person()) == null ? null : c;
      case Change.Named c ->
          state.person(c.person()) != null && isFree(c.name(), c.person()) ? c : null;
      case Change.Renamed c -> isMember(c.person(), c.room()) ? c : null;
      case Change.RoomClosed c -> {
        Room room = state.room(c.room());
        yield room != null && room.members().isEmpty() ? c : null;
      }
      case Change.Read c -> read(c);
      case Change.Expired c -> state.person(c.person()) == null ? null : c;
      case Change.OperatorSet c ->
          state.person(c.person()) == null || isAccount(c.person()) ? null : c;
      case Change.Muted c -> state.person(c.person()) == null ? null : c;
      case Change.Unmuted c -> state.person(c.person()) == null ? null : c;
      case Change.NetworkUnmuted c -> state.muteOf(c.network()) == null ? null : c;
      case Change.AccountMade c -> account(c);
      case Change.RoleGiven c -> isAccount(c.person()) ? c : null;
      case Change.Suspended c -> isAccount(c.person()) ? c : null;
      case Change.AccountDeleted c -> isAccount(c.person()) ? c : null;
      case Change.ErasureBegun c -> {
        var upTo = numbers.floorEntry(c.upTo());
        yield upTo == null
            ? null
            : new Change.ErasureBegun(c.person(), c.name(), upTo.getValue(), c.by());
      }
      case Change.ErasureDone c -> {
        var upTo = numbers.floorEntry(c.upTo());
        yield upTo == null ? null : new Change.ErasureDone(c.person(), c.name(), upTo.getValue());
      }
      case Change.OfWayIn _ -> null;
      case Change.Banned c -> c;
      case Change.Commanded c -> c;
      case Change.Reported c -> {
        Long target = numbers.get(c.target());
        person(c.person(), c.name());
        yield target == null
            ? null
            : new Change.Reported(c.person(), c.name(), target, c.inRoom(), c.author(), c.reason());
      }
      case Change.Unbanned c -> c;
      case Change.Deleted _, Change.Dropped _, Change.Forgotten _ -> null;
    };
  }

  /** Without a password: who it is has one set by an operator's invitation. */
  private Change.Lasting account(Change.AccountMade c) {
    Person person = state.person(c.person());
    boolean fits =
        person == null
            ? known.add(c.person()) && isFree(c.name(), c.person())
            : !person.isAccount();
    String name = person == null ? c.name() : person.name();
    return fits ? new Change.AccountMade(c.person(), name, c.role(), c.by(), null) : null;
  }

  private boolean isAccount(String id) {
    Person person = state.person(id);
    return person != null && person.isAccount();
  }

  /** Whether a name is nobody else's, and was no other account's. */
  private boolean isFree(String name, String id) {
    Person has = state.named(name);
    return (has == null || has.id().equals(id)) && state.keptLike(name, state.person(id)) == null;
  }

  private Change.Said said(Change.Said c) {
    place(c);
    return fitting(c);
  }

  private Change.Lasting edited(Change.Edited c) {
    Long target = numbers.get(c.target());
    if (target == null) {
      return null;
    }
    person(c.person(), c.name());
    return new Change.Edited(target, fitting(c.now()));
  }

  private Change.Said fitting(Change.Said c) {
    Long answers = c.replyTo() == null ? null : numbers.get(c.replyTo());
    Content content =
        new Content(c.text(), c.kind(), ReplyTo.of(answers, c.replyName()), file(c.file()));
    return new Change.Said(c.addressee(), c.author(), content, c.nonce());
  }

  /** What an export says of a file is trusted no more than what a client says. */
  private static FileInfo file(FileInfo given) {
    if (given == null) {
      return null;
    }
    if (!FileFolder.isDigest(given.sha256()) || given.size() < 0) {
      throw new IllegalArgumentException("no file: " + given);
    }
    return new FileInfo(FileNames.safe(given.name()), given.size(), given.sha256());
  }

  private Change.Lasting reacted(Change.Reacted c) {
    Long target = numbers.get(c.target());
    if (target == null) {
      return null;
    }
    person(c.person(), c.name());
    return new Change.Reacted(target, c.addressee(), c.by(), c.emoji(), c.removed(), c.author());
  }

  private Change.Lasting read(Change.Read c) {
    var upTo = numbers.floorEntry(c.upTo());
    return upTo == null || state.person(c.person()) == null
        ? null
        : new Change.Read(c.of(), c.person(), upTo.getValue());
  }

  private boolean isMember(String id, String roomName) {
    Person person = state.person(id);
    Room room = state.room(roomName);
    return person != null && room != null && state.isMember(person, room);
  }

  private void place(Change.Said c) {
    switch (c.addressee()) {
      case Addressee.Room room -> member(c.person(), c.name(), room.name());
      case Addressee.Person to -> {
        person(c.person(), c.name());
        person(to.id(), to.name());
      }
    }
  }

  private void member(String id, String name, String room) {
    Person person = person(id, name);
    if (person != null && !isMember(id, room)) {
      make(new Change.Joined(room, id, person.name()));
    }
  }

  /** Someone who is there, or comes now; null for who has gone for good. */
  private Person person(String id, String name) {
    if (state.person(id) == null && known.add(id)) {
      make(new Change.Came(id, free(name), Opening.newId() + Opening.newId()));
    }
    return state.person(id);
  }

  private String free(String name) {
    String free = name;
    for (int i = 2; !isFree(free, null); i++) {
      String end = "_" + i;
      int[] points = name.codePoints().limit(32 - end.length()).toArray();
      free = new String(points, 0, points.length) + end;
    }
    return free;
  }
}
