package parley.server.decide;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.protocol.Addressee;
import parley.protocol.Content;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerLimits;
import parley.server.config.BlockedWords;
import parley.server.config.GuestRooms;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.FactKey;
import parley.server.state.MessageKey;
import parley.server.state.NonceKey;
import parley.server.state.OldMessage;
import parley.server.state.PartnerKey;
import parley.server.state.ReactionKey;
import parley.server.state.Sent;
import parley.server.state.State;

/** A state and what was decided on it, one command after another, as the sequencer does it. */
final class World {
  final State state = new State();
  final List<Entry> entries = new ArrayList<>();
  final List<Change.Passing> passing = new ArrayList<>();
  DecisionLimits limits = rules(0, 0, 0);
  long now = 1_000;

  /** How far the clock that nobody sets is ahead of the machine's. */
  long ahead;

  /** Where the next one who says hello comes from. */
  String address = "192.0.2.1";

  private long connections;

  static DecisionLimits rules(int rooms, int roomsPerPerson, int guests) {
    return rules(rooms, roomsPerPerson, guests, BlockedWords.NONE);
  }

  /** Where a word may not be said. */
  static DecisionLimits blocking(String word) {
    try {
      return rules(0, 0, 0, Settings.of("rooms.blocked-words=" + word).rooms().blockedWords());
    } catch (UserError e) {
      throw new AssertionError(e);
    }
  }

  private static DecisionLimits rules(
      int rooms, int roomsPerPerson, int guests, BlockedWords words) {
    ServerLimits told = new ServerLimits(65_536, 16_384, 20, 64, 10_000, 60, 60);
    return new DecisionLimits(
        "Parley test",
        "log1",
        told,
        rooms,
        roomsPerPerson,
        guests,
        0,
        GuestRooms.EVERYWHERE,
        words,
        false);
  }

  Reply decide(Act act) {
    return decide(act, null);
  }

  /**
   * @param earlier what was done under the act's nonce, null where nothing was
   */
  Reply decide(Act act, Sent earlier) {
    Decision decision =
        Decide.decide(state, act, facts(act, earlier), new DecisionTime(now, now + ahead), limits);
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
    decide(new Act.Join("j", Asker.person(id), room));
    return id;
  }

  Reply hello(String name, String session, Long cursor) {
    connections++;
    return decide(
        new Act.Hello(
            "h",
            connections,
            name,
            session,
            session == null ? null : "offered",
            "hash-" + connections,
            "secret-" + connections,
            address,
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

  static Act.Say say(String person, String room, String to, String text, String nonce) {
    return new Act.Say(
        "s",
        Asker.person(person),
        Addressee.ofFields(room, to, null),
        new Content(text, Request.Kind.MESSAGE, null, null),
        nonce);
  }

  /** Who was told to be there or gone, so far. */
  List<Change.Presence> presence() {
    return passing.stream()
        .filter(Change.Presence.class::isInstance)
        .map(Change.Presence.class::cast)
        .toList();
  }

  List<Change.Lasting> lasting() {
    return entries.stream().map(Entry::change).toList();
  }

  Change.Lasting last() {
    return entries.getLast().change();
  }

  /** What the act needs to know, as the log tells it. */
  private Facts facts(Act act, Sent earlier) {
    Map<NonceKey, Sent> sent = new HashMap<>();
    Map<Long, OldMessage> messages = new HashMap<>();
    Map<ReactionKey, OldMessage.Done> reactions = new HashMap<>();
    for (FactKey key : act.needs()) {
      switch (key) {
        case MessageKey message -> {
          OldMessage found = target(message.seq());
          if (found != null) {
            messages.put(message.seq(), found);
          }
        }
        case ReactionKey reaction -> {
          OldMessage.Done found = reaction(reaction);
          if (found != null) {
            reactions.put(reaction, found);
          }
        }
        case NonceKey nonce -> {
          if (earlier != null) {
            sent.put(nonce, earlier);
          }
        }
        case PartnerKey _ -> {
          // Nobody is known by what was said before.
        }
      }
    }
    return new Facts(sent, messages, reactions, new HashMap<>());
  }

  private OldMessage.Done reaction(ReactionKey key) {
    OldMessage.Done done = null;
    for (Entry entry : entries) {
      if (entry.change() instanceof Change.Reacted c
          && key.equals(new ReactionKey(c.target(), c.emoji(), c.person()))) {
        done = c.removed() ? null : new OldMessage.Done(entry.seq(), entry.at());
      }
    }
    return done;
  }

  /** A message as the log tells the sequencer of it; null where there is none of that number. */
  OldMessage target(long seq) {
    OldMessage target = null;
    for (Entry entry : entries) {
      if (entry.seq() == seq && entry.change() instanceof Change.Said said) {
        target = new OldMessage(seq, said, new OldMessage.Done(seq, entry.at()), null, Set.of());
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
