package parley.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import parley.client.conversation.Talk;
import parley.client.terminal.DisplayWidth;
import parley.protocol.Addressee;
import parley.protocol.PersonInfo;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;
import parley.protocol.RoomWords;
import parley.text.Table;

/** Coming into rooms and out of them, and what they are. Guarded by the link's lock. */
final class RoomCommands {
  private final ChatParts chat;
  private final RoomEntry entry;

  RoomCommands(ChatParts chat, RoomEntry entry) {
    this.chat = chat;
    this.entry = entry;
  }

  void join(Arguments given) {
    Addressee which = Addressee.of(given.first());
    Optional<Talk> open = chat.conversation().find(which);
    if (open.isPresent()) {
      chat.openTalks().turnTo(open.get());
    } else if (which.isPerson()) {
      String shown = Printable.line(which.title());
      chat.view()
          .warn("%s is a person: /room %s turns to the talk with them.".formatted(shown, shown));
      chat.requests().astray();
    } else {
      chat.requests()
          .turn(
              id -> new Request.Join(id, which.room()),
              Reply.Joined.class,
              joined -> {
                entry.joined(joined);
                chat.conversation().inRoom(joined.room()).ifPresent(chat.openTalks()::turnTo);
              });
    }
  }

  void leave(Arguments given) {
    Talk talk =
        given.isEmpty()
            ? chat.conversation().current()
            : chat.conversation().find(Addressee.of(given.first())).orElse(null);
    if (talk == null) {
      chat.view()
          .warn(
              given.isEmpty()
                  ? "You are in no room."
                  : "You are not in " + Printable.line(given.first()) + ".");
    } else if (talk.direct()) {
      chat.openTalks().close(talk);
    } else {
      chat.requests()
          .turn(id -> new Request.Leave(id, talk.name()), Reply.Done.class, _ -> left(talk.name()));
    }
  }

  private void left(String room) {
    chat.conversation()
        .inRoom(room)
        .ifPresent(
            talk -> {
              chat.view().say("You left " + talk.title() + ".");
              chat.openTalks().close(talk);
            });
  }

  void rooms() {
    chat.requests()
        .ask(
            id -> new Request.Rooms(id, null),
            Reply.RoomList.class,
            list -> {
              chat.openTalks().know(list.rooms());
              chat.view()
                  .answer(
                      list.rooms().isEmpty()
                          ? "There are no rooms."
                          : table(list.rooms())
                              + (list.more() == null
                                  ? ""
                                  : "\n… and more, " + list.count() + " in all"));
            });
  }

  private static String table(List<RoomInfo> rooms) {
    Table table = Table.bare(DisplayWidth::of, false, true, false);
    rooms.forEach(
        r -> table.row(r.room(), r.members(), kind(r) + (r.topic() == null ? "" : r.topic())));
    return table.toString();
  }

  private static String kind(RoomInfo room) {
    StringJoiner kind = new StringJoiner(", ", "(", ") ").setEmptyValue("");
    if (room.settings() != null) {
      kind.add(
          Printable.line(
              RoomWords.sentence(room.settings().after(RoomWords.change("description", "-")))));
    }
    if (room.invited() != null) {
      kind.add("you are invited");
    }
    return kind.toString();
  }

  void who(Arguments given) {
    chat.openTalks()
        .here(given)
        .ifPresent(
            room ->
                chat.requests()
                    .ask(
                        id -> new Request.Members(id, room, null),
                        Reply.MemberList.class,
                        list -> members(room, list)));
  }

  private void members(String room, Reply.MemberList list) {
    entry.met(list);
    List<String> names = new ArrayList<>();
    for (PersonInfo who : list.members()) {
      String role = who.roomRole() == null ? "" : " (" + who.roomRole().wire() + ")";
      names.add(Printable.line(who.name()) + role + here(who));
    }
    chat.view()
        .answer(
            room
                + ", "
                + list.count()
                + ": "
                + String.join(", ", names)
                + (list.more() == null ? "" : ", …"));
  }

  private static String here(PersonInfo who) {
    return !who.online() ? " (not connected)" : who.away() != null ? " (away)" : "";
  }

  void topic(Arguments given) {
    String text = given.rest();
    chat.openTalks()
        .here(Arguments.of(""))
        .ifPresent(
            room -> {
              if (text.isEmpty()) {
                String topic = chat.conversation().room(room).topic();
                chat.view().answer(topic.isEmpty() ? room + " has no topic." : room + ": " + topic);
              } else {
                chat.requests()
                    .ask(id -> new Request.Topic(id, room, text.equals("-") ? "" : text));
              }
            });
  }
}
