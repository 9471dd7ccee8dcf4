package parley.client.command;

import java.util.List;
import java.util.function.Function;
import parley.client.conversation.Talk;
import parley.client.link.LinkEvent;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;

/**
 * Coming into rooms, by oneself after each connection and when asked to, and reading back what was
 * said there. Guarded by the link's lock.
 */
final class RoomEntry {
  /** Messages read back on coming into a room, and after a place was lost. */
  private static final int RECALLED = 20;

  private static final int MISSED = 200;

  /** Read messages before the first one that is new. */
  static final int CONTEXT = 5;

  private static final String FIRST_ROOM = "lobby";

  private final ChatParts chat;
  private final Runnable arrived;
  private final PastTalks past;

  /** To be in from the start; none once that was asked for. */
  private List<String> wanted;

  private boolean begun;

  /**
   * @param wanted rooms to be in from the start
   * @param opens whether talks with people from before are opened
   * @param arrived runs, perhaps more than once, when there is a room to speak in, or it was
   *     refused
   */
  RoomEntry(ChatParts chat, List<String> wanted, boolean opens, Runnable arrived) {
    this.chat = chat;
    this.wanted = List.copyOf(wanted);
    this.arrived = arrived;
    past = new PastTalks(chat, opens, this::read);
  }

  /** The rooms of the place that was taken back, those from before, or the first one. */
  void connected(LinkEvent.Connected connected) {
    if (connected.resumed() && !connected.otherLog()) {
      takeBack(connected.welcome());
    } else {
      chat.conversation().talks().stream()
          .filter(talk -> !talk.direct())
          .forEach(talk -> join(talk.name()));
      joinFirst();
    }
    chat.requests()
        .quietly(
            id -> new Request.Rooms(id, null),
            Reply.RoomList.class,
            list -> chat.openTalks().know(list.rooms()));
    past.connected();
  }

  /** The rooms that are wanted from the start; the first one of all where there would be none. */
  private void joinFirst() {
    List<String> missing =
        wanted.stream().filter(room -> chat.conversation().inRoom(room).isEmpty()).toList();
    wanted = List.of();
    missing.forEach(this::join);
    if (missing.isEmpty() && chat.conversation().talks().stream().allMatch(Talk::direct)) {
      join(FIRST_ROOM);
    }
  }

  private void join(String room) {
    chat.requests()
        .quietly(
            id -> new Request.Join(id, room),
            (_, reply) -> {
              switch (reply.orElse(null)) {
                case Reply.Joined joined -> {
                  arrived.run();
                  joined(joined);
                }
                case Reply.Refused refused -> {
                  arrived.run();
                  chat.view().warn(Requests.sentence(refused));
                }
                case null, default -> {}
              }
            });
  }

  private void takeBack(Reply.Welcome welcome) {
    List<RoomInfo> member = welcome.rooms() == null ? List.of() : welcome.rooms();
    for (RoomInfo info : member) {
      if (chat.conversation().inRoom(info.room()).isEmpty()) {
        Talk talk = chat.conversation().room(info);
        recall(talk, chat.link().place().cursor() + 1, talk.unread() + CONTEXT);
        chat.requests()
            .quietly(
                id -> new Request.Members(id, talk.name(), null),
                Reply.MemberList.class,
                this::met);
        begin(talk);
      }
    }
    joinFirst();
  }

  /** The server told who is in a room. */
  void met(Reply.MemberList list) {
    chat.conversation().inRoom(list.room()).ifPresent(talk -> chat.conversation().meet(talk, list));
  }

  /** The server let this person into a room. */
  void joined(Reply.Joined joined) {
    Talk talk = chat.conversation().room(joined.room());
    chat.conversation().describe(talk, joined);
    long seen = talk.lastSeq();
    if (seen > 0) {
      read(talk, id -> new Request.History(id, talk.name(), null, null, seen, MISSED));
    } else {
      long before = joined.seq() != null ? joined.seq() : joined.last() + 1;
      talk.nothingNewUpTo(before - 1);
      recall(talk, before, RECALLED);
    }
    begin(talk);
    chat.openTalks().learn();
  }

  /** The first room is turned to by itself; later, what is being typed may be meant for none. */
  private void begin(Talk talk) {
    if (!begun) {
      begun = true;
      chat.openTalks().turnTo(talk);
    }
  }

  /** More is owed than the server replays. */
  void gap(Event.Gap gap) {
    for (Talk talk : chat.conversation().talks()) {
      if (!talk.direct()) {
        recall(talk, gap.before(), RECALLED);
      }
    }
  }

  private void recall(Talk talk, long before, int wanted) {
    read(talk, id -> new Request.History(id, talk.name(), null, before, null, limit(wanted)));
  }

  /** How many messages are read back where so many are wanted. */
  static int limit(int wanted) {
    return Math.clamp(wanted, RECALLED, MISSED);
  }

  /** Reads back what is to be seen and was not yet. */
  void tick() {
    past.tick();
  }

  /** What comes meanwhile is held until it is answered, or never will be. */
  private void read(Talk talk, Function<String, Request> history) {
    read(talk, history, () -> {});
  }

  private void read(Talk talk, Function<String, Request> history, Runnable answered) {
    talk.await(
        chat.requests()
            .quietly(
                history,
                (request, reply) -> {
                  if (reply.isPresent()) {
                    answered.run();
                    arrived.run();
                  }
                  List<Event.Message> found =
                      reply.orElse(null) instanceof Reply.History read
                          ? read.messages()
                          : List.of();
                  chat.openTalks().show(chat.conversation().recalled(request.id(), found));
                }));
  }
}
