package parley.client.command;

import parley.client.conversation.MemberEvents;
import parley.client.conversation.Talk;
import parley.client.link.LinkEvent;
import parley.client.link.PendingMessage;
import parley.protocol.Event;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/** What the link tells: kept in the conversation and shown. Guarded by the link's lock. */
final class LinkListener {
  private final ChatParts chat;
  private final RoomEntry entry;
  private final LinkMessages messages;
  private final FiguresCommands figures;
  private final Absence absence;
  private final String place;
  private final Runnable over;
  private final Runnable alone;
  private volatile String lastWords = "";

  /**
   * @param place host and port, as people write them
   * @param over runs when there will be no room to speak in any more
   * @param alone runs when there will be none for a while, perhaps
   */
  LinkListener(
      ChatParts chat,
      LinkMessages messages,
      RoomEntry entry,
      FiguresCommands figures,
      Absence absence,
      String place,
      Runnable over,
      Runnable alone) {
    this.chat = chat;
    this.messages = messages;
    this.entry = entry;
    this.figures = figures;
    this.absence = absence;
    this.place = place;
    this.over = over;
    this.alone = alone;
  }

  /** Why it ended; empty where its person knows. From any thread. */
  String lastWords() {
    return lastWords;
  }

  /** One of them, in its turn. */
  void take(LinkEvent event) {
    switch (event) {
      case LinkEvent.Connecting _ -> chat.status().connecting();
      case LinkEvent.Connected connected -> connected(connected);
      case LinkEvent.Told told -> told(told.event());
      case LinkEvent.Answered answered ->
          chat.requests().answered(answered.request(), answered.reply());
      case LinkEvent.Unanswered unanswered -> unanswered(unanswered.request());
      case LinkEvent.Acknowledged(PendingMessage message, Reply.Sent ok) ->
          absence.said(message, ok);
      case LinkEvent.NotSent lost -> messages.notSent(lost);
      case LinkEvent.Delayed later -> messages.delayed(later);
      case LinkEvent.PlaceLost lost -> messages.placeLost(lost);
      case LinkEvent.NameTaken taken -> messages.nameTaken(taken);
      case LinkEvent.Lost lost -> {
        chat.status().lost(lost.delay());
        messages.lost(lost);
        alone.run();
      }
      case LinkEvent.RoundTrip time -> chat.status().roundTrip(time.time());
      case LinkEvent.Ended ended -> {
        chat.status().ended();
        chat.requests().forget();
        lastWords = Printable.lines(ended.sentence());
        over.run();
      }
    }
    chat.status().draw();
  }

  private void connected(LinkEvent.Connected connected) {
    Reply.Welcome welcome = connected.welcome();
    chat.conversation().iAm(welcome.name(), welcome.id());
    if (connected.otherLog()) {
      beginAnew();
    }
    chat.status().connected(connected.protection());
    messages.connected(connected);
    chat.requests().forget();
    entry.connected(connected);
    chat.requests().goOn();
    absence.connected();
    figures.watchAgain();
  }

  /** The line that is being typed stays; where it was for one person, it goes to nobody now. */
  private void beginAnew() {
    Talk was = chat.conversation().current();
    chat.conversation().beginAnew();
    chat.view()
        .warn(
            "The server begins anew, from a backup perhaps: what was said since then is gone there,"
                + " and names may be others' now. Talks with people are closed.");
    if (was != null && chat.conversation().current() == null) {
      chat.openTalks().turnAway();
    }
  }

  private void told(Event event) {
    switch (event) {
      case Event.Notice notice -> {
        String from = notice.from() == null ? place : Printable.line(notice.from());
        chat.view().warn("-" + from + "- " + Printable.lines(notice.text()));
      }
      case Event.Stats stats -> figures.told(stats);
      case Event.Gap gap -> {
        chat.view()
            .warn("More was said than is replayed; the newest of it follows. /history reads more.");
        entry.gap(gap);
      }
      case Event.Message _,
          Event.Edited _,
          Event.Deleted _,
          Event.Reacted _,
          Event.Read _,
          Event.Joined _,
          Event.Left _,
          Event.Topic _,
          Event.Settings _,
          Event.Role _,
          Event.Barred _,
          Event.Invited _,
          Event.Renamed _,
          Event.Online _,
          Event.Offline _,
          Event.Away _,
          Event.Ping _,
          Event.Bye _ -> {
        Talk was = chat.conversation().current();
        int talks = chat.conversation().opened();
        chat.openTalks().show(chat.conversation().told(event));
        if (was != null && chat.conversation().current() == null) {
          if (event instanceof Event.Left left && MemberEvents.isWanted(left)) {
            chat.openTalks().turnOn();
          } else {
            chat.openTalks().turnAway();
          }
        }
        if (!(event instanceof Event.Message) || chat.conversation().opened() != talks) {
          chat.openTalks().learn();
        }
      }
    }
  }

  private void unanswered(Request request) {
    chat.requests().unanswered(request);
    messages.unanswered(request);
  }
}
