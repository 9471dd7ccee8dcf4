package parley.server.session;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.ReplyTo;
import parley.protocol.Request;
import parley.server.fanout.Subscriber;
import parley.server.log.Log;
import parley.server.log.OwnPage;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.state.Asker;
import parley.server.state.Entry;

/** Answers {@code export} from the log: what the asker said, and nothing that others did. */
final class OwnWordsReader {
  /** What the reply needs besides its messages, in bytes. */
  private static final int ENVELOPE = 256;

  private OwnWordsReader() {}

  /** Reads what is on disk, as {@link HistoryReader#read} does. */
  static Reply read(Sources sources, Subscriber subscriber, Asker.Person by, Request.Export r)
      throws InterruptedException {
    subscriber.undecided().awaitNone();
    Reply.Refused refusal = sources.gate().refusal(r.id(), by, Right.EXPORT, On.SERVER);
    if (refusal != null) {
      return refusal;
    }
    Log log = sources.log();
    long last = log.last();
    long after = r.after() == null ? 0 : r.after();
    int bytes = sources.settings().get().limits().frameBytes() - ENVELOPE;
    OwnPage page =
        log.saidBy(subscriber.network(), by.id(), after, last, Limits.HISTORY_MAX, bytes);
    List<Event.Message> messages = new ArrayList<>();
    int used = 0;
    for (Entry entry : page.entries()) {
      Event.Message message = own((Event.Message) entry.event());
      used += Json.bytes(message).length + 1;
      if (used > bytes) {
        if (!messages.isEmpty()) {
          return new Reply.Exported(r.id(), messages, entry.seq() - 1, last);
        }
        // Who reads on from here must get past it.
        message = message.bare(HistoryReader.TOO_LARGE);
      }
      messages.add(message);
    }
    return new Reply.Exported(r.id(), messages, page.upTo(), last);
  }

  /** Without who it was that was answered: the number tells which message. */
  private static Event.Message own(Event.Message message) {
    Content content = message.content();
    ReplyTo answered = content.replyTo();
    return answered == null
        ? message
        : new Event.Message(
            message.seq(),
            message.addressee(),
            message.author(),
            new Content(
                content.text(), content.kind(), new ReplyTo(answered.seq(), null), content.file()),
            message.at(),
            message.state(),
            null);
  }
}
