package parley.server.session;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.TalkInfo;
import parley.server.fanout.Subscriber;
import parley.server.log.Log;
import parley.server.log.OwnTalks;
import parley.server.net.Network;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.state.Asker;
import parley.server.state.Entry;
import parley.server.state.Place;

/** Answers {@code talks} from the log: nobody's but the asker's own. */
final class TalkReader {
  private TalkReader() {}

  /** Reads what is on disk, as {@link HistoryReader#read} does. */
  static Reply read(Sources sources, Subscriber subscriber, Asker.Person by, Request.Talks r)
      throws InterruptedException {
    subscriber.undecided().awaitNone();
    Reply.Refused refusal =
        sources.gate().refusal(r.id(), by, Right.READ, new On.At(new Place.Talk(by.id(), by.id())));
    if (refusal != null) {
      return refusal;
    }
    String person = by.id();
    Log log = sources.log();
    Network from = subscriber.network();
    long upTo = log.last();
    OwnTalks.Page page = log.talks(from, person, r.before(), upTo, Limits.TALKS_MAX);
    List<TalkInfo> talks = new ArrayList<>(page.talks().size());
    for (OwnTalks.Talk talk : page.talks()) {
      long read = talk.read() == null ? 0 : talk.read();
      int unread =
          read < talk.last()
              ? log.unreadFrom(from, person, talk.other(), read, upTo, Limits.UNREAD_MAX)
              : 0;
      talks.add(
          new TalkInfo(
              talk.name(),
              talk.other(),
              talk.gone() ? true : null,
              talk.last(),
              Entry.iso(talk.at()),
              talk.read(),
              unread));
    }
    return new Reply.TalkList(r.id(), talks, page.before() == null ? null : true, page.before());
  }
}
