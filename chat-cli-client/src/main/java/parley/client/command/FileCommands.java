package parley.client.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.client.files.Platform;
import parley.client.files.TypedPath;
import parley.client.terminal.Amount;
import parley.client.transfer.Download;
import parley.client.transfer.PartFile;
import parley.client.transfer.Transfer;
import parley.client.transfer.TransferFailure;
import parley.client.transfer.Upload;
import parley.protocol.Printable;

/** Files that are sent and fetched. Guarded by the link's lock. */
final class FileCommands {
  private static final Pattern AS = Pattern.compile("(.*?)\\s*\\bas\\s+(.+)");
  private static final Pattern NUMBER = Pattern.compile("#?([0-9]{1,18})");

  private final ChatParts chat;
  private final RunningTransfers transfers;
  private final Transfer.Route route;
  private final Path downloads;
  private final String home = Platform.of(System.getenv()).home().toString();

  private final AskedLine asked;

  /**
   * @param downloads the folder for what is fetched
   */
  FileCommands(
      ChatParts chat,
      RunningTransfers transfers,
      Transfer.Route route,
      Path downloads,
      AskedLine asked) {
    this.chat = chat;
    this.asked = asked;
    this.transfers = transfers;
    this.route = route;
    this.downloads = downloads;
  }

  /** {@code /send FILE [text]}, to the current talk. */
  void send(Arguments given) {
    Talk talk = chat.conversation().current();
    if (talk == null) {
      chat.view().warn("You are in no room. /join one first.");
      return;
    }
    TypedPath typed = TypedPath.first(given.rest());
    Optional<Path> one = typed.path(home);
    Optional<Path> whole = TypedPath.path(given.rest(), home).filter(Files::isRegularFile);
    String text = given.rest().substring(typed.length()).strip();
    // A name with blanks that nobody quoted is one all the same, where there is no other file.
    boolean blanks = whole.isPresent() && one.filter(Files::exists).isEmpty();
    Optional<Path> file = blanks ? whole : one;
    if (file.isEmpty()) {
      chat.view().warn(Printable.line(typed.value()) + " can't be the name of a file.");
      return;
    }
    try {
      Upload.check(file.get());
    } catch (TransferFailure e) {
      chat.view().warn(e.getMessage());
      return;
    }
    String said = blanks || text.isEmpty() ? null : text;
    Upload upload =
        new Upload(
            route,
            file.get(),
            new Upload.Address(talk.room(), talk.person(), talk.personId(), said));
    transfers.start("↑", upload, _ -> {}, failure -> failed("Not sent: ", failure));
  }

  /** {@code /get [#N or NAME] [as NAME]}. */
  void get(Arguments given) {
    String which = given.rest();
    String name = null;
    Matcher as = AS.matcher(which);
    if (as.matches() && find(which).isEmpty()) {
      which = as.group(1);
      name = as.group(2);
    }
    Optional<TalkEntry> entry = find(which);
    Matcher number = NUMBER.matcher(which);
    if (entry.isPresent()) {
      fetch(entry.get().seq(), entry.get().file().name(), name, false);
    } else if (number.matches()) {
      fetch(number(number.group(1)), null, name, false);
    } else if (which.isEmpty()) {
      chat.view()
          .warn("No file was sent here, as far as it is shown; /get #N fetches that of a message.");
    } else {
      chat.view()
          .warn("No file " + Printable.line(which) + " was sent here, as far as it is shown.");
    }
  }

  /** The newest message with a file that is meant. */
  private Optional<TalkEntry> find(String which) {
    Predicate<TalkEntry> meant =
        entry ->
            entry.file() != null
                && (which.isEmpty() || entry.file().name().equalsIgnoreCase(which));
    Talk talk = chat.conversation().current();
    List<TalkEntry> here = talk == null ? List.of() : talk.last(Integer.MAX_VALUE).reversed();
    return here.stream().filter(meant).findFirst();
  }

  /** The end of a number is enough, as elsewhere. */
  private long number(String digits) {
    Talk talk = chat.conversation().current();
    OptionalLong seq =
        talk == null
            ? OptionalLong.empty()
            : new MessageReference("#" + digits)
                .among(talk.last(Integer.MAX_VALUE), entry -> entry.file() != null);
    return seq.orElse(Long.parseLong(digits));
  }

  /**
   * @param known the file's name, null where the server has to tell it
   * @param as the name it is to have here, null for its own
   */
  private void fetch(long seq, String known, String as, boolean replace) {
    Path folder = downloads;
    String name = null;
    if (as != null) {
      Optional<Path> typed = TypedPath.first(as).path(home).map(downloads::resolve);
      if (typed.isEmpty() || typed.get().getFileName() == null) {
        chat.view().warn(Printable.line(as) + " can't be the name of a file.");
        return;
      }
      folder = typed.get().getParent();
      name = typed.get().getFileName().toString();
      if (Files.isDirectory(typed.get())) {
        folder = typed.get();
        name = null;
      }
    }
    PartFile part = new PartFile(folder, name, replace);
    Download download = new Download(route, seq, known, part);
    transfers.start(
        "↓",
        download,
        kept -> chat.view().say(said(kept)),
        failure -> {
          switch (failure.kind()) {
            case EXISTS -> ask(seq, known, as, failure);
            case CANCELLED -> forget(part, failure);
            default -> failed("Not fetched: ", failure);
          }
        });
  }

  private static String said(Download.Kept kept) {
    return kept.file().name()
        + " ("
        + Amount.bytes(kept.file().size())
        + ", digest checked) is in "
        + Printable.line(kept.path().toString());
  }

  private void ask(long seq, String known, String as, TransferFailure failure) {
    chat.view()
        .warn(
            failure.getMessage()
                + " Type y to replace it, or /get #"
                + seq
                + " as NAME to keep both.");
    asked.ask(() -> fetch(seq, known, as, true), () -> {});
  }

  private void forget(PartFile part, TransferFailure failure) {
    try {
      part.forget();
    } catch (IOException e) {
      // It stays, and is gone on with where the file is fetched again.
    }
    failed("Not fetched: ", failure);
  }

  private void failed(String what, TransferFailure failure) {
    chat.view().warn(what + failure.getMessage());
  }

  /** {@code /cancel [N]}: the last one, or the one with that number. */
  void cancel(Arguments given) {
    String word = given.isEmpty() ? "" + transfers.last() : given.first();
    if (transfers.isEmpty()) {
      chat.view().warn("No file is on its way.");
    } else if (!word.matches("[0-9]{1,4}") || !transfers.cancel(Integer.parseInt(word))) {
      chat.view().warn("No file of that number is on its way; it stands before its name.");
    }
  }

  /** Whether no file is on its way, or else its person is told that leaving ends that. */
  boolean isSettled() {
    if (transfers.isEmpty()) {
      return true;
    }
    chat.view()
        .warn(
            "On their way: "
                + transfers.names()
                + ". Leaving ends that; what is fetched goes on where it was another time.");
    return false;
  }

  /** Waits until no file is on its way; without the link's lock. */
  void awaitNone() throws InterruptedException {
    transfers.awaitNone();
  }
}
