package parley.benchmarks;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
@Command(name = "room")
final class RoomCommand implements Callable<Integer> {
  @Override public Integer call() { return 0; }
}
