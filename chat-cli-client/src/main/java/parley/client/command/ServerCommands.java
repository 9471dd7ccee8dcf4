package parley.client.command;

import java.time.Duration;
import java.util.Map;
import parley.client.link.Link;
import parley.client.terminal.Bar;
import parley.client.terminal.View;
import parley.protocol.Json;
import parley.protocol.PersonInfo;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/** What is asked of the server itself. Guarded by the link's lock. */
final class ServerCommands {
  private final View view;
  private final Link link;
  private final Asking asking;

  ServerCommands(View view, Link link, Asking asking) {
    this.view = view;
    this.link = link;
    this.asking = asking;
  }

  void whois(Arguments given) {
    asking.askOk(
        id -> new Request.Whois(id, given.first()),
        ok -> {
          if (ok.person() != null) {
            PersonInfo who = ok.person();
            view.answer(
                Printable.line(who.name())
                    + (who.id() == null ? "" : " (" + Printable.line(who.id()) + ")")
                    + (who.online() ? ", connected" : ", not connected")
                    + (Boolean.TRUE.equals(who.operator()) ? ", operator" : ""));
          }
        });
  }

  void nick(Arguments given) {
    asking.askOk(id -> new Request.Nick(id, given.first()), _ -> {});
  }

  void echo(Arguments given) {
    long asked = System.nanoTime();
    asking.ask(
        id ->
            new Request.Echo(
                id, Map.of("text", Json.MAPPER.getNodeFactory().stringNode(given.rest()))),
        reply -> {
          if (reply instanceof Reply.Echo echo) {
            echoed(echo, Duration.ofNanos(System.nanoTime() - asked));
          }
        });
  }

  private void echoed(Reply.Echo echo, Duration time) {
    String text = echo.fields().containsKey("text") ? echo.fields().get("text").asString() : "";
    view.answer("[echo] " + Printable.line(text) + " (" + Bar.millis(time) + ")");
  }

  void admin(Arguments given) {
    asking.askOk(
        id -> new Request.Admin(id, given.rest()),
        ok ->
            view.answer(
                ok.text() == null || ok.text().isBlank()
                    ? "Done."
                    : Printable.lines(ok.text()).stripTrailing()));
  }

  void reconnect() {
    link.hurry();
  }
}
