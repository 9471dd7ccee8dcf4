package parley.client.scripts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import parley.client.transfer.Transfer;
import parley.client.transfer.TransferFailure;
import parley.client.transfer.Upload;
import parley.protocol.Addressee;
import parley.protocol.InvalidRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chat put}: sends files, and answers when the server has them on its disk. */
@Command(
    name = "put",
    description =
        "Send files to a room or a person. A broken line is mended, and what was sent before is"
            + " not sent again. Prints the number of each message that tells of a file.",
    footer = {
      "",
      "Examples:",
      "  chat put ops report.pdf --text 'The figures of this week.'",
      "  seq=$(chat put --json @bob key.txt | jq .seq)"
    })
public final class PutCommand implements Callable<Integer> {
  @Mixin TransferOptions carrying;

  @Option(
      names = {"-t", "--text"},
      paramLabel = "TEXT",
      description = "What is said with the file, with the first one of several.")
  String text;

  @Option(names = "--create", description = "Make the room where there is none of that name.")
  boolean create;

  @Parameters(
      index = "0",
      paramLabel = "ROOM",
      converter = NameConverters.Either.class,
      description = "A room, or @NAME for one person.")
  Addressee target;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "What to send.")
  List<Path> files;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      for (Path file : files) {
        Upload.check(file);
      }
    } catch (TransferFailure e) {
      Console.say(e.getMessage());
      return ExitCode.FAULT;
    }
    return carrying.run(
        passing() == null ? target.room() : null, create, "Ended before all was sent.", this::send);
  }

  /** Who keeps no place need not be in the room: nobody sees this program come and go. */
  private Boolean passing() {
    return target.isPerson() || create || carrying.isPlaceKept() ? null : true;
  }

  /** One after the other; the exit code is that of the first which did not arrive. */
  private int send(Transfer.Route route) {
    int code = ExitCode.OK;
    String said = text;
    for (Path file : files) {
      int one =
          send(
              route,
              file,
              new Upload.Address(
                  target.room(), target.person(), target.personId(), said, passing()));
      said = null;
      code = code == ExitCode.OK ? one : code;
      if (carrying.isOver()) {
        return code;
      }
    }
    return code;
  }

  private int send(Transfer.Route route, Path file, Upload.Address address) {
    try {
      print(carrying.carry("↑", new Upload(route, file, address)));
      return ExitCode.OK;
    } catch (InvalidRequest e) {
      Console.say(e.getMessage());
      return ExitCode.REFUSED;
    } catch (TransferFailure e) {
      return carrying.failed(e);
    }
  }

  private void print(Upload.Said said) {
    if (carrying.json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("seq", said.seq());
      line.put("at", said.at());
      line.put("to", target.title());
      line.put("name", said.file().name());
      line.put("size", said.file().size());
      line.put("sha256", said.file().sha256());
      Console.OUT.println(Console.json(line));
    } else {
      Console.OUT.println(said.seq() + " " + said.file().name());
    }
    Console.flushed();
  }
}
