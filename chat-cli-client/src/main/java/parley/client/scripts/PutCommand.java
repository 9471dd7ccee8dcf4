package parley.client.scripts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import parley.client.transfer.Failure;
import parley.client.transfer.Transfer;
import parley.client.transfer.Upload;
import parley.protocol.InvalidRequest;
import parley.protocol.Json;
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
  @Mixin Carrying carrying;

  @Option(
      names = {"-t", "--text"},
      paramLabel = "TEXT",
      description = "What is said with the file, with the first one of several.")
  String text;

  @Parameters(index = "0", paramLabel = "ROOM", description = "A room, or @NAME for one person.")
  String target;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "What to send.")
  List<Path> files;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      for (Path file : files) {
        Upload.check(file);
      }
    } catch (Failure e) {
      Console.say(e.getMessage());
      return ExitCode.FAULT;
    }
    boolean direct = target.startsWith("@");
    String room = direct ? null : target.startsWith("#") ? target.substring(1) : target;
    String person = direct ? target.substring(1) : null;
    return carrying.run(room, "Ended before all was sent.", route -> send(route, room, person));
  }

  /** One after the other; the exit code is that of the first which did not arrive. */
  private int send(Transfer.Route route, String room, String person) {
    int code = ExitCode.OK;
    String said = text;
    for (Path file : files) {
      int one = send(route, file, new Upload.Address(room, person, said));
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
      print(carrying.carry("↑", new Upload(route, file, address)), address);
      return ExitCode.OK;
    } catch (InvalidRequest e) {
      Console.say(e.getMessage());
      return ExitCode.REFUSED;
    } catch (Failure e) {
      return carrying.failed(e);
    }
  }

  private void print(Upload.Said said, Upload.Address address) {
    if (carrying.json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("seq", said.seq());
      line.put("at", said.at());
      line.put("to", address.room() != null ? address.room() : "@" + address.to());
      line.put("name", said.file().name());
      line.put("size", said.file().size());
      line.put("sha256", said.file().sha256());
      Console.OUT.println(Json.MAPPER.writeValueAsString(line));
    } else {
      Console.OUT.println(said.seq() + " " + said.file().name());
    }
    Console.flushed();
  }
}
