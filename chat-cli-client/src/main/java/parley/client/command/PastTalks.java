package parley.client.command;

import java.util.function.Function;
import parley.client.conversation.Talk;
import parley.client.link.SavedSession;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.TalkInfo;

/**
 * Talks with people that began before: the newest are open from the start, and each is read back
 * when it is turned to, or something in it is new. Guarded by the link's lock.
 */
final class PastTalks {
  /** How many are opened at the start, those in which something was said last. */
  private static final int OPENED = 10;

  private final ChatParts chat;
  private final Reading reading;
  private boolean opens;

  /** Reads messages of a talk back. */
  @FunctionalInterface
  interface Reading {
    /**
     * @param answered runs when the server has answered, with whatever it was
     */
    void read(Talk talk, Function<String, Request> history, Runnable answered);
  }

  /**
   * @param opens whether those from before are opened
   */
  PastTalks(ChatParts chat, boolean opens, Reading reading) {
    this.chat = chat;
    this.opens = opens;
    this.reading = reading;
  }

  /** Once: what its person closes stays closed until they come again. */
  void connected() {
    if (!opens) {
      return;
    }
    chat.requests()
        .quietly(
            id -> new Request.Talks(id, null),
            Reply.TalkList.class,
            list -> {
              opens = false;
              chat.openTalks().meet(list.talks());
              list.talks().stream()
                  .filter(talk -> talk.gone() == null)
                  .limit(OPENED)
                  .forEach(this::open);
            });
  }

  private void open(TalkInfo info) {
    boolean known = chat.conversation().withPerson(info.with()).isPresent();
    Talk talk = chat.conversation().with(info);
    if (!known && info.unread() > 0) {
      readBack(talk, info.unread() + RoomEntry.CONTEXT);
    }
  }

  /** The talk that is turned to is read back, once it can be. */
  void tick() {
    Talk talk = chat.conversation().current();
    if (talk != null && talk.direct() && !talk.isReadBack() && !talk.isAwaiting()) {
      if (talk.firstSeq() > 0) {
        talk.nothingNewUpTo(talk.firstSeq() - 1);
      }
      readBack(talk, 0);
    }
  }

  private void readBack(Talk talk, int wanted) {
    SavedSession place = chat.link().place();
    Long before =
        talk.firstSeq() > 0 ? (Long) talk.firstSeq() : place == null ? null : place.cursor() + 1;
    reading.read(
        talk,
        id ->
            new Request.History(
                id,
                talk.room(),
                talk.person(),
                before,
                null,
                RoomEntry.limit(wanted),
                talk.personId()),
        talk::readBack);
  }
}
