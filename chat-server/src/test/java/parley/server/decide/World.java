package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerLimits;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.State;
import parley.server.state.Target;

/** A state and what was decided on it, one command after another, as the sequencer does it. */
final class World {
  final State state = new State();
  final List<Entry> entries = new ArrayList<>();
  final List<Change.Passing> passing = new ArrayList<>();
  Rules rules = rules(0, 0, 0);
  long now = 1_000;

  /** How far the clock that nobody sets is ahead of the machine's. */
  long ahead;

  private long connections;

  static Rules rules(int rooms, int roomsPerPerson, int guests) {
    ServerLimits told = new ServerLimits(65_536, 16_384, 20, 64, 10_000, 60, 60);
    return new Rules("Parley test", "log1", told, rooms, roomsPerPerson, guests);
  }

  Reply decide(Command command) {
    Decision decision = Decide.decide(state, command, new Moment(now, now + ahead), rules);
    for (Change change : decision.changes()) {
      switch (change) {
        case Change.Lasting lasting -> {
          Entry entry = new Entry(state.nextSeq(), now, lasting);
          state.apply(entry);
          entries.add(entry);
        }
        case Change.Passing p -> {
          state.apply(p);
          passing.add(p);
        }
      }
    }
    return decision.reply();
  }

  /** A new guest on a new connection; their id. */
  String guest(String name) {
    return ((Reply.Welcome) hello(name, null, null)).id();
  }

  /** A guest who is in the room. */
  String member(String name, String room) {
    String id = guest(name);
    decide(new Command.Join("j", id, room));
    return id;
  }

  Reply hello(String name, String session, Long cursor) {
    connections++;
    return decide(
        new Command.Hello(
            "h",
            connections,
            name,
            session,
            session == null ? null : "offered",
            "hash-" + connections,
            "secret-" + connections,
            "192.0.2.1",
            false,
            cursor));
  }

  /** The number of the newest connection. */
  long connection() {
    return connections;
  }

  Reply say(String person, String room, String text) {
    return decide(say(person, room, null, text, null));
  }

  static Command.Say say(String person, String room, String to, String text, String nonce) {
    return new Command.Say("s", person, room, to, text, Request.Kind.MESSAGE, nonce, null);
  }

  List<Change.Lasting> lasting() {
    return entries.stream().map(Entry::change).toList();
  }

  Change.Lasting last() {
    return entries.getLast().change();
  }

  /** A message as the log tells the sequencer of it; null where there is none of that number. */
  Target target(long seq) {
    Target target = null;
    for (Entry entry : entries) {
      if (entry.seq() == seq && entry.change() instanceof Change.Said said) {
        target = new Target(seq, said, new Target.Done(seq, entry.at()), null, Set.of());
      } else if (target != null && target(entry.change()) == seq) {
        target = target.after(entry);
      }
    }
    return target;
  }

  private static long target(Change.Lasting change) {
    return switch (change) {
      case Change.Edited c -> c.target();
      case Change.Deleted c -> c.target();
      case Change.Reacted c -> c.target();
      default -> 0;
    };
  }
}
