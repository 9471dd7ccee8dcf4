package parley.client.command;

import java.util.List;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.link.Happening;
import parley.client.link.Link;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;

/**
 * Coming into rooms, by oneself after each connection and when asked to, and reading back what was
 * said there. Guarded by the link's lock.
 */
final class Arrival {
  /** Messages read back on coming into a room, and after a place was lost. */
  private static final int RECALLED = 20;

  private static final int MISSED = 200;

  /** Read messages before the first one that is new. */
  private static final int CONTEXT = 5;

  private static final String FIRST_ROOM = "lobby";

  private final Conversation conversation;
  private final Desk desk;
  private final Link link;

  Arrival(Conversation conversation, Desk desk, Link link) {
    this.conversation = conversation;
    this.desk = desk;
    this.link = link;
  }

  /** The rooms of the place that was taken back, those from before, or the first one. */
  void connected(Happening.Connected connected) {
    if (connected.resumed()) {
      takeBack(connected.welcome());
    } else {
      conversation.talks().stream()
          .filter(talk -> !talk.direct())
          .forEach(talk -> link.ask(id -> new Request.Join(id, talk.name())));
      if (conversation.talks().stream().allMatch(Talk::direct)) {
        link.ask(id -> new Request.Join(id, FIRST_ROOM));
      }
    }
    link.ask(id -> new Request.Rooms(id, null));
  }

  private void takeBack(Reply.Welcome welcome) {
    List<RoomInfo> member = welcome.rooms() == null ? List.of() : welcome.rooms();
    for (RoomInfo info : member) {
      if (conversation.find(info.room()).isEmpty()) {
        Talk talk = conversation.room(info);
        recall(talk, link.place().cursor() + 1, talk.unread() + CONTEXT);
        link.ask(id -> new Request.Members(id, talk.name(), null));
        if (conversation.current() == null) {
          desk.turnTo(talk);
        }
      }
    }
    if (conversation.talks().isEmpty()) {
      link.ask(id -> new Request.Join(id, FIRST_ROOM));
    }
  }

  /** The server let this person into a room. */
  void joined(Request.Join join, Reply.Ok ok) {
    Talk talk = conversation.room(ok.room() == null ? join.room() : ok.room());
    conversation.describe(talk, ok);
    long seen = talk.lastSeq();
    if (seen > 0) {
      talk.await(link.ask(id -> new Request.History(id, talk.name(), null, null, seen, MISSED)));
    } else {
      long last = ok.last() == null ? Long.MAX_VALUE - 1 : ok.last();
      long before = ok.seq() != null ? ok.seq() : last + 1;
      talk.nothingNewUpTo(before - 1);
      recall(talk, before, RECALLED);
    }
    if (conversation.current() == null) {
      desk.turnTo(talk);
    }
    desk.learn();
  }

  /** More is owed than the server replays. */
  void gap(Event.Gap gap) {
    for (Talk talk : conversation.talks()) {
      if (!talk.direct()) {
        recall(talk, gap.before(), RECALLED);
      }
    }
  }

  private void recall(Talk talk, long before, int wanted) {
    int limit = Math.clamp(wanted, RECALLED, MISSED);
    talk.await(link.ask(id -> new Request.History(id, talk.name(), null, before, null, limit)));
  }
}
