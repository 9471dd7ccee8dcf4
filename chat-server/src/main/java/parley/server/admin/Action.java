package parley.server.admin;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import parley.protocol.InvalidRequest;
import parley.protocol.Json;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.config.UserError;
import parley.server.decide.Act;
import parley.server.rights.On;
import parley.server.rights.Right;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What all admin commands share: {@code --json}, {@code --help}, and how they answer. One that only
 * looks leaves no trace; one that changes something is a {@link Deed}.
 */
abstract class Action implements Callable<Integer> {
  /** Whatever is not ASCII is escaped, so that names and texts can't speak to a terminal. */
  private static final JsonMapper JSON =
      Json.MAPPER.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** Of a command's line, characters that are kept. */
  private static final int LONGEST_NOTED = 500;

  @Option(names = "--json", description = "Answer with one line of JSON.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;

  @Spec private CommandSpec spec;

  /** The right that a command needs. */
  static Right needs(Class<?> command) {
    return command.getAnnotation(Needs.class).value();
  }

  /** Does it; whoever asks may. */
  abstract Outcome act() throws Refusal, UserError, InterruptedException;

  @Override
  public final Integer call() throws InterruptedException {
    try {
      Reply.Refused refusal =
          controls().gate().refusal(null, caller().asker(), needs(getClass()), On.SERVER);
      if (refusal != null) {
        throw new Refusal(refusal.message());
      }
      Outcome outcome = outcome();
      print(outcome.text(), outcome.json());
      return 0;
    } catch (Refusal e) {
      return refused(e, e.exitCode());
    } catch (UserError | InvalidRequest e) {
      return refused(e, AdminResult.REFUSED);
    }
  }

  /** Does it, and leaves what trace it has to. */
  Outcome outcome() throws Refusal, UserError, InterruptedException {
    return act();
  }

  /** The command as it was given, of a bounded length. */
  final String line() {
    return bounded(given());
  }

  /** Words as they are typed, of a bounded length. */
  static String bounded(List<String> words) {
    String one = Printable.line(CommandWords.line(words));
    return one.length() > LONGEST_NOTED ? one.substring(0, LONGEST_NOTED) : one;
  }

  /** The words of the command. */
  final List<String> given() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  private int refused(Exception why, int exitCode) {
    Map<String, Object> refused = new LinkedHashMap<>();
    refused.put("done", false);
    refused.put("text", why.getMessage());
    print(why.getMessage(), refused);
    return exitCode;
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

  /** Has an act decided, and waits until it is on disk. */
  void ask(Act act) throws Refusal, InterruptedException {
    ask(Reply.Ok.class, act);
  }

  /**
   * As above.
   *
   * @param type what it is answered with where it is not refused
   */
  <T extends Reply.Ok> T ask(Class<T> type, Act act) throws Refusal, InterruptedException {
    return accepted(type, controls().sequencer().ask(act));
  }

  /** A reply that is no refusal. */
  static <T extends Reply.Ok> T accepted(Class<T> type, Reply reply) throws Refusal {
    if (reply instanceof Reply.Refused refused) {
      throw new Refusal(refused.message());
    }
    return type.cast(reply);
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
