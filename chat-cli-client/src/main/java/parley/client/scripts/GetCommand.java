package parley.client.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import parley.client.transfer.Download;
import parley.client.transfer.PartFile;
import parley.client.transfer.PipeSink;
import parley.client.transfer.Sink;
import parley.client.transfer.Transfer;
import parley.client.transfer.TransferFailure;
import parley.protocol.InvalidRequest;
import parley.protocol.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chat get}: fetches the file of a message. */
@Command(
    name = "get",
    description =
        "Fetch the file of a message into this folder, under its own name, and print where it is."
            + " Its digest is checked; what arrived before a line broke is not fetched again.",
    footer = {
      "",
      "Only who can read a message may fetch its file: name the room, or come by --session-file.",
      "",
      "Examples:",
      "  chat get --room ops 48340",
      "  chat get --room ops 48340 -o - | tar xz"
    })
public final class GetCommand implements Callable<Integer> {
  private static final String ENDED = "Ended; called again, it goes on where it was.";

  @Mixin TransferOptions carrying;
  @Spec CommandSpec command;

  @Option(
      names = {"-r", "--room"},
      paramLabel = "ROOM",
      converter = NameConverters.Room.class,
      description = "Join this room before; where the place is not in it already.")
  String room;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Another name, or a folder. A - is standard output; a named pipe is written into.")
  String output;

  @Option(
      names = {"-f", "--force"},
      description = "Replace a file of that name.")
  boolean force;

  @Parameters(index = "0", paramLabel = "SEQ", description = "The message's number.")
  long seq;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean toOutput = output != null && (output.equals("-") || PipeSink.isOutput(Path.of(output)));
    if (carrying.json && toOutput) {
      throw new ParameterException(
          command.commandLine(), "With -o " + output + " the file goes where --json would go.");
    }
    return carrying.run(room, false, ENDED, this::fetch);
  }

  private int fetch(Transfer.Route route) throws TransferFailure {
    try {
      print(carrying.carry("↓", new Download(route, seq, "#" + seq, sink())));
      return ExitCode.OK;
    } catch (InvalidRequest e) {
      Console.say(e.getMessage());
      return ExitCode.USAGE;
    } catch (TransferFailure e) {
      throw e.kind() == TransferFailure.Kind.EXISTS
          ? new TransferFailure(
              e.kind(), e.getMessage() + " --force replaces it, -o names another.", e)
          : e;
    }
  }

  private Sink sink() throws TransferFailure {
    if (output == null) {
      return new PartFile(Path.of(""), null, force);
    }
    if (output.equals("-")) {
      return new PipeSink(Console.bytes());
    }
    Path path = Path.of(output);
    Optional<PipeSink> pipe = PipeSink.at(path, Console.bytes());
    if (pipe.isPresent()) {
      return pipe.get();
    }
    if (Files.isDirectory(path)) {
      return new PartFile(path, null, force);
    }
    Path folder = path.getParent() == null ? Path.of("") : path.getParent();
    return new PartFile(folder, path.getFileName().toString(), force);
  }

  private void print(Download.Kept kept) {
    if (carrying.json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("seq", seq);
      line.put("path", kept.path() == null ? output : kept.path().toString());
      line.put("name", kept.file().name());
      line.put("size", kept.file().size());
      line.put("sha256", kept.file().sha256());
      Console.OUT.println(Console.json(line));
    } else if (kept.path() != null) {
      Console.OUT.println(Printable.line(kept.path().toString()));
    }
    Console.flushed();
  }
}
