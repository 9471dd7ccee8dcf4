package parley.server.session;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import parley.protocol.Addressee;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.PersonInfo;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.Series;
import parley.protocol.ServerMessage;
import parley.server.decide.Act;
import parley.server.fanout.Subscriber;
import parley.server.file.Transfers;
import parley.server.net.Network;
import parley.server.outbox.Encoded;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.state.Asker;
import parley.server.stats.Timeline;

/**
 * Answers the requests that are no act: what was said, who is there, figures, files, commands. Each
 * may wait, for the log or for the sequencer. Confined to the connection's reader.
 */
final class Queries {
  private final Subscriber subscriber;
  private final Decisions decisions;
  private final Sources sources;
  private final Transfers transfers;
  private final AdminLine admin;
  private final Supplier<Map<String, Object>> figures;
  private final Timeline timeline;
  private final Supplier<List<Series.SlowReader>> slowest;
  private final ScheduledExecutorService timer;
  private final Network network;
  private Future<?> repeatedStats;

  Queries(Subscriber subscriber, Decisions decisions, SessionParts parts) {
    this.subscriber = subscriber;
    this.decisions = decisions;
    this.sources = parts.sources();
    this.transfers = parts.transfers();
    this.admin = parts.admin();
    this.figures = parts.figures();
    this.timeline = parts.timeline();
    this.slowest = parts.slowest();
    this.timer = parts.timer();
    this.network = subscriber.network();
  }

  /** The connection ended: nothing is repeated any more. */
  void stop() {
    if (repeatedStats != null) {
      repeatedStats.cancel(false);
    }
  }

  Reply rooms(Request.Rooms r, Asker.Person by) throws InterruptedException {
    return Unread.in(
        sources,
        network,
        by.id(),
        sources.sequencer().ask(new Act.ListRooms(r.id(), by, r.after())));
  }

  Reply talks(Request.Talks r, Asker.Person by) throws InterruptedException {
    return TalkReader.read(sources, subscriber, by, r);
  }

  Reply history(Request.History r, Asker.Person by) throws InterruptedException {
    return HistoryReader.read(sources, subscriber, by, r);
  }

  Reply export(Request.Export r, Asker.Person by) throws InterruptedException {
    return OwnWordsReader.read(sources, subscriber, by, r);
  }

  Reply search(Request.Search r, Asker.Person by) throws InterruptedException {
    return SearchReader.read(sources, subscriber, by, r);
  }

  /** First the right to say it, and whether that was done before; then the room for the file. */
  Reply upload(Request.Upload r, Asker.Person by) throws InterruptedException {
    Act.Say say =
        new Act.Say(
            r.id(), by, r.addressee(), r.content(), r.nonce(), Boolean.TRUE.equals(r.passing()));
    Reply may = decisions.await(new Act.Offer(say));
    if (may instanceof Reply.Refused || may instanceof Reply.Sent) {
      return may;
    }
    if (may instanceof Reply.PersonFound(_, PersonInfo to, _)) {
      // Whoever has the name when the file is here, it is for the one who has it now.
      say = say.to(new Addressee.Person(r.to(), to.id()));
    }
    return transfers.offer(say, network);
  }

  Reply download(Request.Download r, Asker.Person by) throws InterruptedException {
    Reply may = decisions.await(new Act.Fetch(r.id(), by, r.seq()));
    return may instanceof Reply.Carrying allowed
        ? transfers.fetch(r.id(), by, network, r.seq(), allowed.file())
        : may;
  }

  /** On a connection that says more than that. */
  static Reply transfer(Request.Transfer r) {
    return new Reply.Refused(
        r.id(),
        ErrorCode.BAD_REQUEST,
        "A transfer is the first request of a connection of its own.",
        null);
  }

  ServerMessage stats(Request.Stats r, Asker by) throws InterruptedException {
    Reply.Refused refusal = sources.gate().refusal(r.id(), by, Right.STATS, On.SERVER);
    if (refusal != null) {
      return refusal;
    }
    if (r.every() != null) {
      stop();
    }
    if (r.every() != null && r.every() > 0) {
      repeatedStats =
          timer.scheduleAtFixedRate(
              () ->
                  subscriber
                      .outbox()
                      .offerPassing(
                          Encoded.event(
                              subscriber.outbox().wire().encode(figures(r, by, Timeline.RECENT)))),
              r.every(),
              r.every(),
              TimeUnit.SECONDS);
    }
    return figures(r, by, Integer.MAX_VALUE);
  }

  private Event.Stats figures(Request.Stats r, Asker by, int samples) {
    if (r.series() == null) {
      return new Event.Stats(r.id(), figures.get(), null);
    }
    boolean watches = sources.gate().may(by, Right.WATCH, On.SERVER);
    return new Event.Stats(
        r.id(),
        figures.get(),
        timeline.series(r.series(), samples, watches ? slowest.get() : null));
  }

  Reply echo(Request.Echo r) {
    return fitting(new Reply.Echo(r.id(), r.fields()), "The echo");
  }

  Reply admin(Request.Admin r, Asker.Person by) throws InterruptedException {
    subscriber.undecided().awaitNone();
    AdminLine.Answer answer =
        admin.run(
            r.line(),
            new AdminLine.Caller(
                subscriber.connection(), by, subscriber.name(), subscriber.address(), network));
    return answer.refused() == null
        ? fitting(new Reply.AdminText(r.id(), answer.text()), "The answer")
        : new Reply.Refused(r.id(), answer.refused(), answer.text(), null);
  }

  /** A reply of somebody's own length, or a refusal where it fits no frame. */
  private Reply fitting(Reply reply, String what) {
    int limit = sources.settings().get().limits().frameBytes();
    return Json.bytes(reply).length <= limit
        ? reply
        : new Reply.Refused(
            reply.re(),
            ErrorCode.LIMIT_REACHED,
            what + " would not fit a frame of " + limit + " bytes.",
            null);
  }
}
