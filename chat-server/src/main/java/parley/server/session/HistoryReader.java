package parley.server.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import parley.protocol.Addressee;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Reaction;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.decide.Act;
import parley.server.fanout.Subscriber;
import parley.server.log.History;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.state.Asker;
import parley.server.state.Entry;
import parley.server.state.Place;
import parley.server.state.Sight;

/** Answers {@code history} from the log, cut so that the reply fits one frame. */
final class HistoryReader {
  /** What the reply needs besides its messages, in bytes. */
  private static final int ENVELOPE = 256;

  /** JSON values and names of one reply; a reader's limit is 20,000 (docs/protocol.md). */
  private static final int TOKENS = 18_000;

  /** Those of a message but for its lists, at most: a brace, a name and a value for each field. */
  private static final int MESSAGE_TOKENS = 32;

  /** A name, and an object of three fields. */
  private static final int FILE_TOKENS = 9;

  /** What is told in the place of a message that no frame holds, as older imports let in. */
  static final String TOO_LARGE = "[This message is too large to be told.]";

  private HistoryReader() {}

  /**
   * Reads what is on disk, without asking the sequencer: a disk that stalls under what others write
   * holds nobody up who reads. What this connection itself asked before is waited for.
   */
  static Reply read(Sources sources, Subscriber subscriber, Asker.Person asker, Request.History r)
      throws InterruptedException {
    subscriber.undecided().awaitNone();
    Addressee of = r.of();
    String named =
        of instanceof Addressee.Person(String name, String id) && id == null ? name : null;
    if (named != null) {
      String id = sources.roster().named(named);
      if (id == null) {
        // Nobody on disk has that name; the sequencer knows what was decided since.
        Reply who = whois(sources, asker, r, named);
        if (!(who instanceof Reply.PersonFound found)) {
          return who;
        }
        id = found.person().id();
      }
      of = new Addressee.Person(named, id);
    }
    Place place = Place.of(of, asker.id());
    Reply.Refused refusal = sources.gate().refusal(r.id(), asker, Right.READ, new On.At(place));
    if (refusal != null) {
      return refusal;
    }
    Sight sight = Rights.sight(sources.roster(), asker.id(), place);
    int limit = r.limit() == null ? Limits.HISTORY_DEFAULT : r.limit();
    int bytes = sources.settings().get().limits().frameBytes() - ENVELOPE;
    History found =
        sources
            .log()
            .history(subscriber.network(), sight, place, r.before(), r.after(), limit, bytes);
    if (named != null
        && found.entries().isEmpty()
        && sources
            .log()
            .history(subscriber.network(), sight, place, null, null, 1, bytes)
            .entries()
            .isEmpty()
        && whois(sources, asker, r, named) instanceof Reply.Refused nobody) {
      // Whom one may not know of is nobody, but for what one has talked with them.
      return nobody;
    }
    return fitting(r, found, bytes);
  }

  private static Reply whois(Sources sources, Asker.Person asker, Request.History r, String name)
      throws InterruptedException {
    return sources.sequencer().ask(new Act.Whois(r.id(), asker, name));
  }

  /** Keeps those nearest to where the reading began: the oldest after, the newest before. */
  private static Reply fitting(Request.History r, History found, int bytes) {
    boolean forward = r.after() != null;
    List<Entry> entries = forward ? found.entries() : found.entries().reversed();
    Deque<Event.Message> messages = new ArrayDeque<>();
    int used = 0;
    int tokens = 0;
    for (Entry entry : entries) {
      Event.Message message = (Event.Message) entry.event();
      used += Json.bytes(message).length + 1;
      tokens += tokens(message);
      if (used > bytes || tokens > TOKENS) {
        if (!messages.isEmpty()) {
          return new Reply.History(r.id(), List.copyOf(messages), true);
        }
        // Who reads on from here must get past it.
        message = message.bare(TOO_LARGE);
      }
      if (forward) {
        messages.addLast(message);
      } else {
        messages.addFirst(message);
      }
    }
    return new Reply.History(r.id(), List.copyOf(messages), found.more());
  }

  private static int tokens(Event.Message message) {
    int tokens = MESSAGE_TOKENS + (message.file() == null ? 0 : FILE_TOKENS);
    if (message.reactions() != null) {
      for (Reaction reaction : message.reactions()) {
        tokens += 9 + reaction.names().size();
      }
    }
    if (message.snippet() != null) {
      tokens += 8 + 4 * message.snippet().hits().size();
    }
    return tokens;
  }
}
