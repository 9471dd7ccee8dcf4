package parley.client.command;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import parley.client.files.Platform;
import parley.client.files.TypedPath;
import parley.protocol.Printable;

/** What is one's own at the server. Guarded by the link's lock. */
final class OwnDataCommands {
  private static final DateTimeFormatter NOW = DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss");

  private final ChatParts chat;
  private final String place;
  private final Map<String, String> environment = System.getenv();

  /** The one that runs or was the last; null where there was none. */
  private Exporting exporting;

  /**
   * @param place the server, as it is called here
   */
  OwnDataCommands(ChatParts chat, String place) {
    this.chat = chat;
    this.place = place;
  }

  /** {@code /export [FILE]}. */
  void export(Arguments given) {
    if (exporting != null && !exporting.isOver()) {
      chat.view().warn("An export is still going on.");
      return;
    }
    Optional<Path> file = given.isEmpty() ? Optional.of(usual()) : typed(given.rest());
    if (file.isEmpty()) {
      chat.view().warn(Printable.line(given.rest()) + " can't be the name of a file.");
      return;
    }
    String shown = Printable.line(file.get().toString());
    try {
      exporting = new Exporting(chat, place, file.get());
      exporting.begin();
    } catch (FileAlreadyExistsException e) {
      chat.view().warn(shown + " is there already; name another file.");
    } catch (IOException e) {
      chat.view()
          .warn(shown + " can't be written: " + Printable.line(String.valueOf(e.getMessage())));
    }
  }

  private Optional<Path> typed(String rest) {
    TypedPath typed = TypedPath.first(rest);
    return typed.value().isEmpty()
        ? Optional.empty()
        : typed.path(Platform.of(environment).home().toString());
  }

  private Path usual() {
    String server = place.replaceAll("[^A-Za-z0-9.-]", "_");
    return Platform.of(environment)
        .data()
        .resolve(
            "export-"
                + server
                + "-"
                + NOW.format(LocalDateTime.now(ZoneId.systemDefault()))
                + ".ndjson");
  }
}
