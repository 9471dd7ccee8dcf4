package parley.server.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.server.config.Keep;
import parley.server.decide.Act;
import parley.server.rights.Right;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that tell what was done, and what may be. */
final class AuditCommands {
  private AuditCommands() {}

  @Command(
      name = "audit",
      description = "List who did what to whom, and why, the newest first.",
      footer = {
        "",
        "Admin commands, and what moderators did in their rooms. Example: audit mallory --limit 20"
      })
  @Needs(Right.WATCH)
  static final class Audit extends Action {
    /** Events that one look goes through: most are comings and goings. */
    private static final int AT_ONCE = 1_000;

    private static final int MOST_LOOKS = 100;

    @Parameters(
        arity = "0..1",
        paramLabel = "WORD",
        description = "Only what names it: a person, a room, an address.")
    private String word;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "50",
        description = "So many at most (50).")
    private int limit;

    @Option(
        names = "--before",
        paramLabel = "SEQ",
        description = "Only what was done before that event, to read on.")
    private Long before;

    @Option(
        names = "--reports",
        description = "Only what people reported, and is still there to be read.")
    private boolean reports;

    @Override
    Outcome act() {
      Table table = new Table(DisplayWidth::of, ">SEQ", "TIME", "BY", "WHAT");
      List<Map<String, Object>> json = new ArrayList<>();
      UnaryOperator<String> names = controls().names();
      long from = before == null ? Long.MAX_VALUE : before;
      boolean all = false;
      for (int look = 0; look < MOST_LOOKS && json.size() < limit && !all; look++) {
        List<Entry> entries = controls().log().audit(from, AT_ONCE);
        for (Entry entry : entries) {
          if (json.size() == limit) {
            break;
          }
          from = entry.seq();
          AuditText text = AuditText.of(entry.change(), names);
          if (text != null && isMeant(text) && (!reports || isOpen(entry.change()))) {
            table.row(entry.seq(), Entry.iso(entry.at()), text.by(), text.what());
            json.add(json(entry, text));
          }
        }
        all = entries.isEmpty();
      }
      String found = json.isEmpty() ? "" : table.toString();
      String on = all ? "" : "Older ones: audit --before " + from;
      String kept =
          all && controls().settings().current().audit().keep() instanceof Keep.Age age
              ? "Commands, reports and bans that are over are kept for %s (audit.keep)."
                  .formatted(age.text())
              : "";
      String text = (found + "\n" + on + kept).strip();
      String none =
          reports
              ? "No report is open."
              : word == null ? "Nobody did anything yet." : "Nothing of that was done.";
      return new Outcome(found.isEmpty() ? (none + "\n" + text).strip() : text, json);
    }

    /** A message that was deleted needs nobody any more. */
    private boolean isOpen(Change.Lasting change) {
      return change instanceof Change.Reported report && controls().log().isThere(report.target());
    }

    private boolean isMeant(AuditText text) {
      if (word == null) {
        return true;
      }
      String all = (text.by() + " " + text.what()).toLowerCase(Locale.ROOT);
      return all.contains(Names.fold(word)) || all.contains(word.toLowerCase(Locale.ROOT));
    }

    private static Map<String, Object> json(Entry entry, AuditText text) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("seq", entry.seq());
      json.put("at", Entry.iso(entry.at()));
      json.put("by", text.by());
      json.put("what", text.what());
      return json;
    }
  }

  @Command(
      name = "explain",
      description = "Tell whether somebody may do a thing, and by which rule.",
      footer = {
        "",
        "Examples: explain bob speak ops; explain bob, all on the server; explain bob ops, or",
        "explain bob --room ops where a right is called like the room: all that is so there."
      })
  @Needs(Right.WATCH)
  static final class Explain extends Action {
    @Parameters(index = "0", paramLabel = "NAME", description = "Who.")
    private String name;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "RIGHT",
        description = "Such as join, read, speak, invite-in; else all of them.")
    private String right;

    @Parameters(
        index = "2",
        arity = "0..1",
        paramLabel = "ROOM",
        description = "Where; else on the server.")
    private String room;

    @Option(names = "--room", paramLabel = "ROOM", description = "The same.")
    private String there;

    @Override
    Outcome act() throws Refusal, InterruptedException {
      if (there != null && room != null) {
        throw new Refusal("Name one room.");
      }
      boolean place = right != null && room == null && there == null && !isRight(right);
      if (place && !isRoom(room(right))) {
        throw new Refusal(
            "There is neither a right nor a room " + right + "; explain NAME lists the rights.");
      }
      String where = place ? right : room != null ? room : there;
      Act.Explain asked =
          new Act.Explain(caller().asker(), name(name), place ? null : right(right), room(where));
      String text = ask(Reply.AdminText.class, asked).text();
      return Outcome.said(text);
    }

    private static boolean isRight(String typed) {
      return Arrays.stream(Right.values())
          .anyMatch(each -> each.name().replace('_', '-').equalsIgnoreCase(typed));
    }

    private boolean isRoom(String typed) throws InterruptedException {
      try {
        ask(Reply.RoomFound.class, new Act.SetRoom(null, caller().asker(), typed, null, true));
        return true;
      } catch (Refusal e) {
        return false;
      }
    }

    private static Right right(String typed) throws Refusal {
      if (typed == null) {
        return null;
      }
      for (Right each : Right.values()) {
        if (each.name().replace('_', '-').equalsIgnoreCase(typed)) {
          return each;
        }
      }
      throw new Refusal("There is no right " + typed + "; explain NAME lists them all.");
    }
  }
}
