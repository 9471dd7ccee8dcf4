package parley.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import parley.protocol.BarWords;
import parley.protocol.InvalidRequest;
import parley.protocol.PersonInfo;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomBar;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.protocol.RoomWords;

/** What the current room is like, who may come in, and who is what. Guarded by the link's lock. */
final class RoomKeepingCommands {
  private final ChatParts chat;

  RoomKeepingCommands(ChatParts chat) {
    this.chat = chat;
  }

  /** Shows the settings, lists what there is to set, or sets something. */
  void settings(Arguments given) {
    if (given.isEmpty()) {
      change(null, "");
    } else if (given.count() == 1) {
      chat.view().answer(RoomWords.help());
    } else {
      change(given.first(), given.afterFirst());
    }
  }

  /** Nobody speaks here any more, or people do again; what was said may go for good. */
  void archive(Arguments given) {
    if (given.rest().equals("--erase")) {
      here(
          room ->
              () ->
                  chat.view()
                      .warn(
                          "This erases for good all that was said in "
                              + Printable.line(room)
                              + ", for everybody, and closes it for writing: /archive --erase --yes"
                              + " does it."));
      return;
    }
    if (given.rest().equals("--erase --yes")) {
      here(
          room ->
              () ->
                  chat.requests()
                      .ask(
                          id -> new Request.Erase(id, room, true),
                          Reply.Done.class,
                          _ -> chat.view().say("What was said here is erased.")));
      return;
    }
    if (!given.isEmpty() && !given.rest().equals("on") && !given.rest().equals("off")) {
      chat.view().warn(Help.line(Command.ARCHIVE));
      return;
    }
    change("archived", given.rest().equals("off") ? "off" : "on");
  }

  private void change(String word, String value) {
    here(
        room -> {
          RoomSettings set = word == null ? null : RoomWords.change(word, value);
          return room(id -> new Request.Room(id, room, set), word == null);
        });
  }

  private Runnable room(Function<String, Request> request, boolean shown) {
    return () ->
        chat.requests()
            .ask(
                request,
                Reply.RoomFound.class,
                found -> {
                  if (shown) {
                    chat.view().answer(text(found));
                  }
                });
  }

  private static String text(Reply.RoomFound found) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, %d here: %s"
            .formatted(
                Printable.line(found.room()),
                found.count(),
                Printable.line(RoomWords.sentence(found.settings()))));
    for (PersonInfo person : found.ruled()) {
      lines.add("  " + Printable.line(person.name()) + ", " + person.roomRole().wire());
    }
    return String.join("\n", lines);
  }

  /** Somebody who is here, into this room; or whoever gets the line that is printed. */
  void invite(Arguments given) {
    if (given.isEmpty()) {
      here(room -> () -> line("invite --room \"" + room + "\""));
    } else {
      invite(given.first(), null, " may come in: they are told.");
    }
  }

  void uninvite(Arguments given) {
    invite(given.first(), true, " is not invited any more.");
  }

  private void invite(String name, Boolean remove, String done) {
    here(
        room ->
            () ->
                chat.requests()
                    .ask(
                        id -> new Request.Invite(id, room, name, remove),
                        Reply.Done.class,
                        _ -> chat.view().say(Printable.line(name) + done)));
  }

  private void line(String command) {
    chat.requests()
        .ask(
            id -> new Request.Admin(id, command),
            Reply.AdminText.class,
            answer -> chat.view().answer(Printable.lines(answer.text())));
  }

  void role(Arguments given) {
    String name = given.first();
    String role = given.afterFirst();
    here(
        room -> {
          RoomRole meant = RoomRole.of(role);
          return () -> chat.requests().ask(id -> new Request.Role(id, room, name, meant, null));
        });
  }

  void transfer(Arguments given) {
    String name = given.first();
    here(
        room ->
            () ->
                chat.requests().ask(id -> new Request.Role(id, room, name, RoomRole.OWNER, true)));
  }

  void kick(Arguments given) {
    String name = given.first();
    String reason = given.afterFirst();
    here(
        room ->
            () ->
                chat.requests()
                    .ask(id -> new Request.Kick(id, room, name, reason.isEmpty() ? null : reason)));
  }

  /** {@code NAME [TIME] [REASON]}. */
  void bar(RoomBar bar, Arguments given) {
    here(room -> () -> chat.requests().ask(id -> BarWords.request(id, room, bar, given.rest())));
  }

  void endBar(RoomBar bar, Arguments given) {
    here(room -> () -> chat.requests().ask(id -> BarWords.end(id, room, bar, given.first())));
  }

  /** Does something in the current room; what can't be asked at all is said. */
  private void here(Function<String, Runnable> asked) {
    chat.openTalks()
        .here(Arguments.of(""))
        .ifPresent(
            room -> {
              try {
                asked.apply(room).run();
              } catch (InvalidRequest e) {
                chat.view().warn(Printable.line(e.getMessage()));
              }
            });
  }
}
