package parley.client.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jline.utils.AttributedString;
import parley.client.conversation.Talk;
import parley.client.link.Pending;
import parley.client.terminal.Bar;
import parley.client.terminal.Figures;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/** Does what the commands say, and shows what the server answers. Guarded by the link's lock. */
final class Commands {
  private final Interaction person;

  /** Requests that a person typed, so that their answers are shown. */
  private final Set<String> typed = new HashSet<>();

  private Figures figures = new Figures();
  private int watchSeconds;
  private long echoedAt;
  private volatile boolean quitting;

  Commands(Interaction person) {
    this.person = person;
  }

  boolean quitting() {
    return quitting;
  }

  void run(Command command, String rest) {
    String[] words = rest.isEmpty() ? new String[0] : rest.split("\\s+");
    switch (command) {
      case JOIN -> {
        if (needs(command, words, 1)) {
          join(words[0]);
        }
      }
      case LEAVE -> leave(words);
      case ROOM -> room(words);
      case ROOMS -> ask(id -> new Request.Rooms(id, null));
      case WHO ->
          here(words.length > 0 ? words[0] : null)
              .ifPresent(room -> ask(id -> new Request.Members(id, room, null)));
      case WHOIS -> {
        if (needs(command, words, 1)) {
          ask(id -> new Request.Whois(id, words[0]));
        }
      }
      case MSG -> {
        if (needs(command, words, 2)) {
          String to = words[0].startsWith("@") ? words[0].substring(1) : words[0];
          person.link.say(null, to, rest.substring(words[0].length()).strip(), null);
          person.conversation.with(Names.check(to));
        }
      }
      case ME -> {
        if (needs(command, words, 1)) {
          person.say(rest, Request.Kind.ACTION);
        }
      }
      case TOPIC -> topic(rest);
      case HISTORY -> history(words);
      case NICK -> {
        if (needs(command, words, 1)) {
          ask(id -> new Request.Nick(id, words[0]));
        }
      }
      case STATS -> stats(words);
      case ECHO -> {
        if (needs(command, words, 1)) {
          echoedAt = System.nanoTime();
          ask(
              id ->
                  new Request.Echo(
                      id, java.util.Map.of("text", Json.MAPPER.getNodeFactory().stringNode(rest))));
        }
      }
      case ADMIN -> {
        if (needs(command, words, 1)) {
          ask(id -> new Request.Admin(id, rest));
        }
      }
      case RESEND -> person.view.say(count(person.link.resendUnsure(), "sent again"));
      case DISCARD -> person.view.say(count(person.link.discardUnsure(), "given up"));
      case RECONNECT -> person.link.hurry();
      case HELP -> help(words);
      case QUIT -> quitting = true;
    }
  }

  private boolean needs(Command command, String[] words, int least) {
    if (words.length < least) {
      person.view.warn(command.usage() + " — " + command.summary() + ".");
      return false;
    }
    return true;
  }

  private void ask(Function<String, Request> request) {
    String id = person.link.ask(request);
    if (id == null) {
      person.view.warn("There is no connection just now; try again when there is.");
    } else {
      typed.add(id);
    }
  }

  private void join(String room) {
    String bare = room.startsWith("#") ? room.substring(1) : room;
    Optional<Talk> open = person.conversation.find(bare);
    if (open.isPresent()) {
      person.turnTo(open.get());
    } else {
      ask(id -> new Request.Join(id, bare));
    }
  }

  /** Whether a person typed this request; asked once. */
  boolean wanted(Request request) {
    return typed.remove(request.id());
  }

  private Optional<String> here(String named) {
    if (named != null) {
      return Optional.of(named);
    }
    Talk current = person.conversation.current();
    if (current == null || current.direct()) {
      person.view.warn("You are in no room just now: name one.");
      return Optional.empty();
    }
    return Optional.of(current.name());
  }

  private void leave(String[] words) {
    Talk talk =
        words.length > 0
            ? person.conversation.find(words[0]).orElse(null)
            : person.conversation.current();
    if (talk == null) {
      person.view.warn(
          words.length > 0
              ? "You are not in " + Printable.line(words[0]) + "."
              : "You are in no room.");
    } else if (talk.direct()) {
      close(talk);
    } else {
      ask(id -> new Request.Leave(id, talk.name()));
    }
  }

  private void close(Talk talk) {
    boolean turned = talk == person.conversation.current();
    person.conversation.close(talk);
    Talk next = person.conversation.current();
    if (turned && next != null) {
      person.view.turnTo(next, person.conversation.turnTo(next, 0));
    }
  }

  private void room(String[] words) {
    List<Talk> talks = person.conversation.talks();
    if (words.length == 0) {
      for (int i = 0; i < talks.size(); i++) {
        Talk talk = talks.get(i);
        person.view.answer(
            (i + 1)
                + ": "
                + talk.title()
                + (talk == person.conversation.current() ? " (here)" : "")
                + (talk.unread() > 0 ? " " + talk.unread() + " unread" : ""));
      }
      return;
    }
    boolean number = words[0].chars().allMatch(Character::isDigit) && words[0].length() < 4;
    Optional<Talk> found = person.conversation.find(words[0]);
    if (found.isPresent()) {
      person.turnTo(found.get());
    } else if (number
        && Integer.parseInt(words[0]) >= 1
        && Integer.parseInt(words[0]) <= talks.size()) {
      person.turnTo(talks.get(Integer.parseInt(words[0]) - 1));
    } else if (words[0].startsWith("@")) {
      person.turnTo(person.conversation.with(Names.check(words[0].substring(1))));
    } else {
      person.view.warn(
          "You are not in "
              + Printable.line(words[0])
              + ". /join "
              + Printable.line(words[0])
              + " brings you there.");
    }
  }

  private void topic(String text) {
    here(null)
        .ifPresent(
            room -> {
              if (text.isEmpty()) {
                String topic = person.conversation.room(room).topic();
                person.view.answer(topic.isEmpty() ? room + " has no topic." : room + ": " + topic);
              } else {
                ask(id -> new Request.Topic(id, room, text.equals("-") ? "" : text));
              }
            });
  }

  private void history(String[] words) {
    Talk talk = person.conversation.current();
    boolean digits = words.length == 0 || words[0].matches("[0-9]{1,4}");
    if (talk == null || !digits) {
      person.view.warn(talk == null ? "You are in no room." : Command.HISTORY.usage());
      return;
    }
    int wanted = words.length == 0 ? Limits.HISTORY_DEFAULT : Integer.parseInt(words[0]);
    int limit = Math.clamp(wanted, 1, Limits.HISTORY_MAX);
    ask(
        id ->
            new Request.History(
                id,
                talk.direct() ? null : talk.name(),
                talk.direct() ? talk.name() : null,
                null,
                null,
                limit));
  }

  private void stats(String[] words) {
    if (words.length == 0) {
      ask(id -> new Request.Stats(id, null));
    } else if (words[0].equals("watch")) {
      boolean given = words.length > 1 && words[1].matches("[0-9]{1,4}");
      watchSeconds = given ? Math.clamp(Integer.parseInt(words[1]), 1, 3600) : 1;
      figures = new Figures();
      ask(id -> new Request.Stats(id, watchSeconds));
    } else if (words[0].equals("off")) {
      watchSeconds = 0;
      person.panel(List.of());
      person.view.redraw();
      person.link.ask(id -> new Request.Stats(id, 0));
    } else {
      person.view.warn(Command.STATS.usage());
    }
  }

  /** After a new connection: the figures that were watched are asked for again. */
  void watchAgain() {
    typed.clear();
    if (watchSeconds > 0) {
      person.link.ask(id -> new Request.Stats(id, watchSeconds));
    }
  }

  void figures(Event.Stats stats) {
    if (stats.figures() == null) {
      return;
    }
    if (typed.remove(stats.re()) && watchSeconds == 0) {
      person.view.answer(String.join("\n", Figures.all(stats.figures())));
    } else if (watchSeconds > 0) {
      List<String> lines = figures.live(stats.figures());
      int most = Math.min(lines.size(), person.panelHeight());
      person.panel(lines.subList(0, most).stream().map(AttributedString::new).toList());
    }
  }

  void answered(Request request, Reply reply) {
    boolean asked = typed.remove(request.id());
    switch (reply) {
      case Reply.Refused refused -> {
        if (asked || request instanceof Request.Join) {
          person.view.warn(Interaction.sentence(refused));
        }
      }
      case Reply.Ok ok -> done(request, ok, asked);
      case Reply.History history -> {
        if (asked) {
          history(history);
        }
      }
      case Reply.Echo echo ->
          person.view.answer(
              "[echo] "
                  + Printable.line(
                      echo.fields().containsKey("text") ? echo.fields().get("text").asString() : "")
                  + " ("
                  + Bar.millis(Duration.ofNanos(System.nanoTime() - echoedAt))
                  + ")");
      case Reply.Pong _, Reply.Welcome _ -> {}
    }
  }

  private void history(Reply.History history) {
    if (history.messages().isEmpty()) {
      person.view.answer("Nothing was said here yet.");
      return;
    }
    Talk talk = person.conversation.current();
    person.view.answer("━━ history" + (history.more() ? ", there is more" : "") + " ━━");
    person.view.show(
        person.conversation.entries(history.messages()).stream()
            .map(entry -> new parley.client.conversation.Conversation.Shown(talk, entry))
            .toList(),
        talk);
    person.view.answer("━━ end of history ━━");
  }

  private void done(Request request, Reply.Ok ok, boolean asked) {
    switch (request) {
      case Request.Leave leave ->
          person
              .conversation
              .find(leave.room())
              .ifPresent(
                  talk -> {
                    person.view.say("You left " + talk.name() + ".");
                    close(talk);
                  });
      case Request.Rooms _ when asked && ok.rooms() != null ->
          person.view.answer(
              ok.rooms().isEmpty()
                  ? "There are no rooms."
                  : table(ok.rooms())
                      + (Boolean.TRUE.equals(ok.more())
                          ? "\n… and more, " + ok.count() + " in all"
                          : ""));
      case Request.Members members -> members(members, ok, asked);
      case Request.Whois _ when ok.person() != null -> {
        Reply.PersonInfo who = ok.person();
        person.view.answer(
            Printable.line(who.name())
                + (who.id() == null ? "" : " (" + Printable.line(who.id()) + ")")
                + (who.online() ? ", connected" : ", not connected")
                + (Boolean.TRUE.equals(who.operator()) ? ", operator" : ""));
      }
      case Request.Admin _ ->
          person.view.answer(
              ok.text() == null || ok.text().isBlank()
                  ? "Done."
                  : Printable.lines(ok.text()).stripTrailing());
      case Request.Nick _ when ok.name() != null ->
          person.conversation.iAm(ok.name(), person.link.place().id());
      default -> {}
    }
  }

  private void members(Request.Members members, Reply.Ok ok, boolean asked) {
    person.conversation.find(members.room()).ifPresent(talk -> person.conversation.meet(talk, ok));
    if (asked && ok.members() != null) {
      List<String> names = new ArrayList<>();
      for (Reply.PersonInfo who : ok.members()) {
        names.add(Printable.line(who.name()) + (who.online() ? "" : " (away)"));
      }
      person.view.answer(
          members.room()
              + ", "
              + ok.count()
              + ": "
              + String.join(", ", names)
              + (Boolean.TRUE.equals(ok.more()) ? ", …" : ""));
    }
  }

  private static String table(List<Reply.RoomInfo> rooms) {
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

  private static String count(List<Pending> messages, String what) {
    return messages.isEmpty()
        ? "There is nothing to decide."
        : messages.size() + (messages.size() == 1 ? " message " : " messages ") + what + ".";
  }

  private void help(String[] words) {
    if (words.length > 0) {
      String word = words[0].startsWith("/") ? words[0].substring(1) : words[0];
      Optional<Command> command = Command.named(word);
      person.view.answer(
          command
              .map(c -> c.usage() + " — " + c.summary() + ".")
              .orElse("There is no /" + Printable.line(word) + "."));
      return;
    }
    person.view.answer(
        String.join(
                "\n",
                Arrays.stream(Command.values())
                    .map(c -> "%-32s %s".formatted(c.usage(), c.summary()))
                    .toList())
            + "\n"
            + "All else goes to the talk you are in. Tab completes; ctrl-N, ctrl-P and Alt-1 to"
            + " Alt-9 turn to another talk, Alt-A to the next unread one; Alt-Enter begins a new"
            + " line.");
  }
}
