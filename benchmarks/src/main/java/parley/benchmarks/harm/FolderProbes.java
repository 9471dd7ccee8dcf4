package parley.benchmarks.harm;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import parley.benchmarks.Failure;
import parley.benchmarks.Subject;
import parley.benchmarks.Target;
import parley.benchmarks.harm.Probe.Found;
import parley.protocol.Request;

/** Whether what was acknowledged can be lost, or a command can lie. */
final class FolderProbes {
  private static final long LIMIT_SECONDS = 60;

  private FolderProbes() {}

  static Found backupOntoLog(Path server) throws IOException, InterruptedException {
    try (Shipped shipped = Shipped.start(server, false)) {
      Object before = Files.getAttribute(log(shipped), "unix:ino");
      int exit = command(server, shipped, null, "backup", "--force", "" + log(shipped));
      boolean replaced =
          !Files.exists(log(shipped))
              || !before.equals(Files.getAttribute(log(shipped), "unix:ino"));
      return new Found(replaced, "exit code " + exit + (replaced ? ", the log is another" : ""));
    }
  }

  static Found orphans(Path server) throws IOException, InterruptedException {
    try (Shipped shipped = Shipped.start(server, false)) {
      say(shipped);
      shipped.target().process().destroyForcibly().waitFor();
      Files.delete(log(shipped));
      try (Target _ = restart(server, shipped)) {
        return new Found(true, "a new log was begun, the old write-ahead log is gone");
      } catch (Failure e) {
        return new Found(false, "the start was refused");
      }
    }
  }

  private static Target restart(Path server, Shipped shipped)
      throws IOException, InterruptedException {
    List<String> command = Shipped.command(server, shipped.folder());
    Shipped.settings(shipped.doors(), shipped.folder(), false)
        .forEach(each -> command.addAll(List.of("--set", each)));
    return Target.start(command, shipped.doors().plain(), shipped.folder());
  }

  static Found fullDisk(Path server) throws IOException, InterruptedException {
    try (Shipped shipped = Shipped.start(server, false)) {
      say(shipped);
      int exit = command(server, shipped, new File("/dev/full"), "export");
      return new Found(exit == 0, "exit code " + exit);
    }
  }

  static Found noncesGone(Path server) throws IOException, InterruptedException, SQLException {
    try (Shipped shipped = Shipped.start(server, false)) {
      say(shipped);
      shipped.target().close();
      try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + log(shipped));
          Statement statement = file.createStatement()) {
        statement.executeUpdate("DELETE FROM nonce");
      }
      int exit = command(server, shipped, null, "check");
      return new Found(exit == 0, "exit code " + exit);
    }
  }

  static Found tokenLost(Path server) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("parley-harm");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Doors doors = new Doors(taken.getLocalPort(), Target.freePort(), Target.freePort());
      List<String> command = Shipped.command(server, folder);
      Shipped.settings(doors, folder, false)
          .forEach(each -> command.addAll(List.of("--set", each)));
      Path said = folder.resolve("first");
      Process first =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!first.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        first.destroyForcibly();
        return new Found(true, "it started on a port in use");
      }
      Doors free = new Doors(Target.freePort(), Target.freePort(), Target.freePort());
      List<String> again = Shipped.command(server, folder);
      Shipped.settings(free, folder, false).forEach(each -> again.addAll(List.of("--set", each)));
      try (Target target = Target.start(again, free.plain(), folder)) {
        Subject.token(target);
        return new Found(false, "the next start printed one");
      } catch (Failure e) {
        boolean printed = Files.readString(said).contains("operator");
        return new Found(
            !printed, printed ? "the failed start printed it" : "it was never printed");
      }
    } finally {
      Subject.delete(folder);
    }
  }

  private static Path log(Shipped shipped) {
    return shipped.data().resolve("log.db");
  }

  private static void say(Shipped shipped) throws IOException {
    try (Visitor visitor = Visitor.plain(shipped.doors(), "127.0.0.2")) {
      visitor.hello("alice");
      visitor.ok(new Request.Join("1", "lobby"));
      visitor.ok(new Request.Send("2", "lobby", null, "hello", "nonce", null));
    }
  }

  /**
   * @param to null for nowhere
   */
  private static int command(Path server, Shipped shipped, File to, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = Shipped.command(server, shipped.folder());
    command.add(arguments[0]);
    command.addAll(List.of("--set", "data.dir=" + shipped.data()));
    command.addAll(List.of(arguments).subList(1, arguments.length));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(false)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(
                to == null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(to))
            .start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new Failure(arguments[0] + " did not end.");
    }
    return process.exitValue();
  }
}
