package parley.client.command;

import java.util.List;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.link.Happening;
import parley.client.link.Link;
import parley.client.terminal.View;
import parley.protocol.Event;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/** What the link tells: kept in the conversation and shown. Guarded by the link's lock. */
final class Happenings {
  private final Conversation conversation;
  private final Link link;
  private final View view;
  private final Desk desk;
  private final Asking asking;
  private final Status status;
  private final Arrival arrival;
  private final LinkNews news;
  private final ReadMarks marks;
  private final FiguresCommands figures;
  private final String place;
  private final Runnable arrived;
  private volatile String lastWords = "";

  /**
   * @param place host and port, as people write them
   * @param arrived runs, perhaps more than once, when there is a room to speak in or will be none
   */
  Happenings(
      Conversation conversation,
      Link link,
      View view,
      Desk desk,
      Asking asking,
      Status status,
      LinkNews news,
      ReadMarks marks,
      FiguresCommands figures,
      String place,
      Runnable arrived) {
    this.conversation = conversation;
    this.link = link;
    this.view = view;
    this.desk = desk;
    this.asking = asking;
    this.status = status;
    this.news = news;
    this.marks = marks;
    this.figures = figures;
    this.place = place;
    this.arrived = arrived;
    arrival = new Arrival(conversation, desk, link);
  }

  /** Why it ended; empty where its person knows. From any thread. */
  String lastWords() {
    return lastWords;
  }

  /** One of them, in its turn. */
  void take(Happening happening) {
    switch (happening) {
      case Happening.Connecting _ -> status.connecting();
      case Happening.Connected connected -> connected(connected);
      case Happening.Told told -> told(told.event());
      case Happening.Answered answered -> answered(answered.request(), answered.reply());
      case Happening.Unanswered unanswered -> unanswered(unanswered.request());
      case Happening.Acknowledged _ -> {}
      case Happening.NotSent lost -> news.notSent(lost);
      case Happening.Delayed later -> news.delayed(later);
      case Happening.PlaceLost lost -> news.placeLost(lost);
      case Happening.NameTaken taken -> news.nameTaken(taken);
      case Happening.Lost lost -> {
        status.lost(lost.delay());
        news.lost(lost);
      }
      case Happening.RoundTrip time -> status.roundTrip(time.time());
      case Happening.Ended ended -> {
        status.ended();
        lastWords = Printable.lines(ended.sentence());
        arrived.run();
      }
    }
    status.draw();
  }

  private void connected(Happening.Connected connected) {
    Reply.Welcome welcome = connected.welcome();
    conversation.iAm(welcome.name(), welcome.id());
    status.connected(connected.protection());
    news.connected(connected);
    asking.forget();
    arrival.connected(connected);
    figures.watchAgain();
  }

  private void told(Event event) {
    switch (event) {
      case Event.Notice notice -> {
        String from = notice.from() == null ? place : Printable.line(notice.from());
        view.warn("-" + from + "- " + Printable.lines(notice.text()));
      }
      case Event.Stats stats -> figures.told(stats);
      case Event.Gap gap -> {
        view.warn("More was said than is replayed; the newest of it follows. /history reads more.");
        arrival.gap(gap);
      }
      default -> {
        Talk was = conversation.current();
        desk.show(conversation.told(event), was);
        if (!(event instanceof Event.Message)) {
          desk.learn();
        }
      }
    }
  }

  /** What a reply changes, whoever asked; then what is shown of it where a person did. */
  private void answered(Request request, Reply reply) {
    switch (request) {
      case Request.Join join -> {
        arrived.run();
        if (reply instanceof Reply.Ok ok) {
          arrival.joined(join, ok);
        }
      }
      case Request.History history -> {
        arrived.run();
        List<Event.Message> found =
            reply instanceof Reply.History(_, var messages, _) ? messages : List.of();
        desk.show(conversation.recalled(history.id(), found));
      }
      case Request.Rooms _ when reply instanceof Reply.Ok ok && ok.rooms() != null ->
          desk.know(ok.rooms());
      case Request.Members members when reply instanceof Reply.Ok ok ->
          conversation.find(members.room()).ifPresent(talk -> conversation.meet(talk, ok));
      case Request.Nick _ when reply instanceof Reply.Ok ok && ok.name() != null ->
          conversation.iAm(ok.name(), link.place().id());
      default -> {}
    }
    boolean typed = asking.answered(request, reply);
    if (!typed && request instanceof Request.Join && reply instanceof Reply.Refused refused) {
      view.warn(Asking.sentence(refused));
    }
  }

  private void unanswered(Request request) {
    desk.show(conversation.recalled(request.id(), List.of()));
    if (request instanceof Request.Read read) {
      marks.unanswered(read);
    }
    news.unanswered(request);
  }
}
