package parley.client.command;

import java.time.Duration;
import java.util.Map;
import parley.client.terminal.StatusBar;
import parley.protocol.Json;
import parley.protocol.PersonInfo;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/** What is asked of the server itself. Guarded by the link's lock. */
final class ServerCommands {
  private final ChatParts chat;

  ServerCommands(ChatParts chat) {
    this.chat = chat;
  }

  void whois(Arguments given) {
    chat.requests()
        .ask(
            id -> new Request.Whois(id, given.first()),
            Reply.PersonFound.class,
            found -> chat.view().answer(person(found)));
  }

  private static String person(Reply.PersonFound found) {
    PersonInfo who = found.person();
    return Printable.line(who.name())
        + (who.id() == null ? "" : " (" + Printable.line(who.id()) + ")")
        + (who.online() ? ", connected" : ", not connected")
        + (found.away() == null ? "" : ", " + Absence.sentence(found.away()))
        + standing(who);
  }

  private static String standing(PersonInfo who) {
    if (who.role() != null) {
      return ", has an account: " + Printable.line(who.role());
    }
    return ", a guest" + (Boolean.TRUE.equals(who.operator()) ? ", operator" : "");
  }

  void nick(Arguments given) {
    chat.requests()
        .ask(
            id -> new Request.Nick(id, given.first()),
            Reply.Named.class,
            named -> chat.conversation().iAm(named.name(), chat.link().place().id()));
  }

  void echo(Arguments given) {
    long asked = System.nanoTime();
    chat.requests()
        .ask(
            id ->
                new Request.Echo(
                    id, Map.of("text", Json.MAPPER.getNodeFactory().stringNode(given.rest()))),
            Reply.Echo.class,
            echo -> echoed(echo, Duration.ofNanos(System.nanoTime() - asked)));
  }

  private void echoed(Reply.Echo echo, Duration time) {
    String text = echo.fields().containsKey("text") ? echo.fields().get("text").asString() : "";
    chat.view().answer("[echo] " + Printable.line(text) + " (" + StatusBar.millis(time) + ")");
  }

  void admin(Arguments given) {
    chat.requests()
        .ask(
            id -> new Request.Admin(id, given.rest()),
            Reply.AdminText.class,
            printed ->
                chat.view()
                    .answer(
                        printed.text().isBlank()
                            ? "Done."
                            : Printable.lines(printed.text()).stripTrailing()));
  }
}
