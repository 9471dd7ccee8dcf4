package parley.server.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.server.file.TransferInfo;
import parley.server.rights.Right;
import parley.server.stats.Figures;
import parley.server.stats.Units;
import parley.text.Table;
import picocli.CommandLine.Command;

/** What files there are, and which are on their way. */
@Command(
    name = "files",
    description = "Show how many files are stored, and list those that are carried now.",
    footer = {
      "",
      "PERSON is an id, as whois shows it. A file that no message tells of any more is removed by",
      "itself; to remove one, delete its message."
    })
@Needs(Right.WATCH)
final class FilesCommand extends Action {
  @Override
  Outcome act() {
    Figures.Files files = controls().figures().get().files();
    List<TransferInfo> running = controls().transfers().running();
    String sum =
        "%d stored, %s; %d carried now"
            .formatted(files.stored(), Units.bytes(files.storedBytes()), running.size());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("stored", files.stored());
    json.put("storedBytes", files.storedBytes());
    json.put("carried", running.stream().map(FilesCommand::json).toList());
    return new Outcome(running.isEmpty() ? sum : sum + "\n" + table(running), json);
  }

  private static String table(List<TransferInfo> running) {
    Table table =
        new Table(DisplayWidth::of, "PERSON", "ADDRESS", "WAY", ">SIZE", ">DONE", ">SINCE", "FILE");
    Instant now = Instant.now();
    for (TransferInfo t : running) {
      table.row(
          t.person(),
          t.address(),
          way(t),
          Units.bytes(t.size()),
          (t.size() == 0 ? 100 : 100 * t.at() / t.size()) + " %",
          Units.duration(Duration.between(t.since(), now)),
          t.name());
    }
    return table.toString();
  }

  private static Map<String, Object> json(TransferInfo t) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("person", t.person());
    json.put("address", t.address());
    json.put("way", way(t));
    json.put("size", t.size());
    json.put("done", t.at());
    json.put("since", t.since().toString());
    json.put("file", t.name());
    return json;
  }

  private static String way(TransferInfo t) {
    return t.incoming() ? "in" : "out";
  }
}
