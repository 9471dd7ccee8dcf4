package parley.client.command;

import java.time.Duration;
import java.time.Instant;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.link.Link;
import parley.protocol.InvalidRequest;
import parley.protocol.Request;

/**
 * Tells the server what was read, for this person's other places and for when they come back: at
 * most once in {@value #SECONDS} seconds. Guarded by the link's lock.
 */
final class ReadMarks {
  private static final int SECONDS = 2;

  private final Conversation conversation;
  private final Link link;
  private Instant next = Instant.MIN;

  ReadMarks(Conversation conversation, Link link) {
    this.conversation = conversation;
    this.link = link;
  }

  /** Tells what is to be told, if it is time. */
  void tick(Instant now) {
    if (!now.isBefore(next) && tellAll()) {
      next = now.plus(Duration.ofSeconds(SECONDS));
    }
  }

  /** Tells all of it now: where a person does something, of which there is never much. */
  boolean tellAll() {
    boolean told = false;
    for (Talk talk : conversation.talks()) {
      long seq = talk.readMarkToTell();
      if (seq > 0 && tell(talk, seq)) {
        talk.telling(seq);
        told = true;
      }
    }
    return told;
  }

  private boolean tell(Talk talk, long seq) {
    try {
      return link.ask(id -> new Request.Read(id, talk.room(), talk.person(), seq)) != null;
    } catch (InvalidRequest e) {
      // A server that breaks the rules of names gets no marks.
      return true;
    }
  }

  /** The line broke before the server answered. */
  void unanswered(Request.Read read) {
    conversation
        .find(read.room() != null ? read.room() : "@" + read.with())
        .ifPresent(Talk::tellAgain);
  }
}
