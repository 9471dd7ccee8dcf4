package parley.client.command;

import java.time.Duration;
import java.time.Instant;
import parley.client.conversation.Talk;
import parley.protocol.Addressee;
import parley.protocol.InvalidRequest;
import parley.protocol.Request;

/**
 * Tells the server what was read, for this person's other places and for when they come back: at
 * most once in {@value #SECONDS} seconds. Guarded by the link's lock.
 */
final class ReadMarks {
  private static final int SECONDS = 2;

  private final ChatParts chat;
  private Instant next = Instant.MIN;

  ReadMarks(ChatParts chat) {
    this.chat = chat;
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
    for (Talk talk : chat.conversation().talks()) {
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
      return chat.requests()
              .quietly(
                  id -> new Request.Read(id, talk.room(), talk.person(), seq, talk.personId()),
                  (request, reply) -> {
                    if (reply.isEmpty() && request instanceof Request.Read read) {
                      unanswered(read);
                    }
                  })
          != null;
    } catch (InvalidRequest e) {
      // A server that breaks the rules of names gets no marks.
      return true;
    }
  }

  /** The line broke before the server answered. */
  private void unanswered(Request.Read read) {
    chat.conversation()
        .find(Addressee.ofFields(read.room(), read.with(), read.withId()))
        .ifPresent(Talk::tellAgain);
  }
}
