package parley.server.admin;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import parley.protocol.InvalidRequest;
import parley.protocol.Json;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.config.StartupException;
import parley.server.decide.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** What all admin commands share: {@code --json}, {@code --help}, and how they answer. */
abstract class Action implements Callable<Integer> {
  /** Whatever is not ASCII is escaped, so that names and texts can't speak to a terminal. */
  private static final JsonMapper JSON =
      Json.MAPPER.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  @Option(names = "--json", description = "Answer with one line of JSON.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;

  @Spec private CommandSpec spec;

  /** Does it. */
  abstract Outcome act() throws Refusal, StartupException, InterruptedException;

  @Override
  public final Integer call() throws InterruptedException {
    try {
      Outcome outcome = act();
      print(outcome.text(), outcome.json());
      return 0;
    } catch (Refusal | StartupException | InvalidRequest e) {
      Map<String, Object> refused = new LinkedHashMap<>();
      refused.put("done", false);
      refused.put("text", e.getMessage());
      print(e.getMessage(), refused);
      return 1;
    }
  }

  private void print(String text, Object value) {
    PrintWriter out = spec.commandLine().getOut();
    // ESCAPE_NON_ASCII leaves DEL as it is.
    out.println(
        json ? JSON.writeValueAsString(value).replace("\u007f", "\\u007f") : Printable.lines(text));
    out.flush();
  }

  private AdminCommands root() {
    return (AdminCommands) spec.root().userObject();
  }

  Controls controls() {
    return root().controls();
  }

  Caller caller() {
    return root().caller();
  }

  /** Has a command decided, and waits until it is on disk. */
  Reply.Ok ask(Command command) throws Refusal, InterruptedException {
    return switch (controls().sequencer().ask(command)) {
      case Reply.Ok ok -> ok;
      case Reply.Refused refused -> throw new Refusal(refused.message());
      case Reply other -> throw new IllegalStateException("no admin command is answered " + other);
    };
  }

  /** A room's name as it is written, checked. */
  static String room(String typed) {
    return typed == null ? null : new Request.Join(null, typed).room();
  }

  /** A person's name as it is written, checked. */
  static String name(String typed) {
    return new Request.Whois(null, typed).name();
  }

  /** One line of at most a topic's length, checked; null stays null. */
  static String remark(String typed) {
    return typed == null ? null : new Request.Topic(null, "x", typed).text();
  }
}
