package parley.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.terminal.View;
import parley.protocol.PersonInfo;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;

/** Coming into rooms and out of them, and what they are. Guarded by the link's lock. */
final class RoomCommands {
  private final Conversation conversation;
  private final Desk desk;
  private final View view;
  private final Asking asking;

  RoomCommands(Conversation conversation, Desk desk, View view, Asking asking) {
    this.conversation = conversation;
    this.desk = desk;
    this.view = view;
    this.asking = asking;
  }

  void join(Arguments given) {
    String room = given.first();
    String bare = room.startsWith("#") ? room.substring(1) : room;
    Optional<Talk> open = conversation.find(bare);
    if (open.isPresent()) {
      desk.turnTo(open.get());
    } else {
      asking.askOk(
          id -> new Request.Join(id, bare),
          ok -> conversation.find(ok.room() == null ? bare : ok.room()).ifPresent(desk::turnTo));
    }
  }

  void leave(Arguments given) {
    Talk talk =
        given.isEmpty() ? conversation.current() : conversation.find(given.first()).orElse(null);
    if (talk == null) {
      view.warn(
          given.isEmpty()
              ? "You are in no room."
              : "You are not in " + Printable.line(given.first()) + ".");
    } else if (talk.direct()) {
      desk.close(talk);
    } else {
      asking.askOk(id -> new Request.Leave(id, talk.name()), _ -> left(talk.name()));
    }
  }

  private void left(String room) {
    conversation
        .find(room)
        .ifPresent(
            talk -> {
              view.say("You left " + talk.name() + ".");
              desk.close(talk);
            });
  }

  void rooms() {
    asking.askOk(
        id -> new Request.Rooms(id, null),
        ok -> {
          if (ok.rooms() != null) {
            view.answer(
                ok.rooms().isEmpty()
                    ? "There are no rooms."
                    : table(ok.rooms())
                        + (Boolean.TRUE.equals(ok.more())
                            ? "\n… and more, " + ok.count() + " in all"
                            : ""));
          }
        });
  }

  private static String table(List<RoomInfo> rooms) {
    int width = rooms.stream().mapToInt(r -> Printable.line(r.room()).length()).max().orElse(1);
    return String.join(
        "\n",
        rooms.stream()
            .map(
                r ->
                    ("%-" + width + "s %5d  %s")
                        .formatted(
                            Printable.line(r.room()),
                            r.members(),
                            r.topic() == null ? "" : Printable.line(r.topic()))
                        .stripTrailing())
            .toList());
  }

  void who(Arguments given) {
    desk.here(given)
        .ifPresent(
            room ->
                asking.askOk(id -> new Request.Members(id, room, null), ok -> members(room, ok)));
  }

  private void members(String room, Reply.Ok ok) {
    if (ok.members() == null) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (PersonInfo who : ok.members()) {
      names.add(Printable.line(who.name()) + (who.online() ? "" : " (away)"));
    }
    view.answer(
        room
            + ", "
            + ok.count()
            + ": "
            + String.join(", ", names)
            + (Boolean.TRUE.equals(ok.more()) ? ", …" : ""));
  }

  void topic(Arguments given) {
    String text = given.rest();
    desk.here(Arguments.of(""))
        .ifPresent(
            room -> {
              if (text.isEmpty()) {
                String topic = conversation.room(room).topic();
                view.answer(topic.isEmpty() ? room + " has no topic." : room + ": " + topic);
              } else {
                asking.askOk(
                    id -> new Request.Topic(id, room, text.equals("-") ? "" : text), _ -> {});
              }
            });
  }
}
