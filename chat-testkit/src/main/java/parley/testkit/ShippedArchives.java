package parley.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The archives of the classes of both programs as they are shipped, by which they start with less
 * to do. An archive holds what its first run loaded, and where that one was told no more than that
 * its arguments are wrong, all later ones take half as much again of the processor. So before the
 * first test a server that ends as it should has a guest who looks around.
 */
final class ShippedArchives {
  private static boolean there;

  private ShippedArchives() {}

  /** The server's. */
  static Path server() {
    return Programs.cache().resolve("server.jsa");
  }

  /** Makes them where there are none of these jars. Where that goes wrong, all takes its time. */
  static synchronized void areThere() {
    if (there) {
      return;
    }
    there = true;
    Path lock = Programs.cache().resolve("shipped.lock");
    try {
      Files.createDirectories(Programs.cache());
      // Maven runs two test classes at a time, each in a process.
      try (FileChannel one =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = one.lock()) {
        Path made = Programs.cache().resolve("shipped.made");
        if (isOlder(made, "parley.server.jar") || isOlder(made, "parley.client.jar")) {
          deleteOthers();
          make();
          Files.deleteIfExists(made);
          Files.createFile(made);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isOlder(Path made, String jar) {
    return made.toFile().lastModified() <= Path.of(System.getProperty(jar)).toFile().lastModified();
  }

  /** The JVM would leave those of other jars as they are. */
  private static void deleteOthers() throws IOException {
    Files.deleteIfExists(server());
    Path clients = Files.createDirectories(Programs.cache().resolve("parley"));
    try (DirectoryStream<Path> others = Files.newDirectoryStream(clients, "chat-*.jsa")) {
      for (Path other : others) {
        Files.delete(other);
      }
    }
  }

  private static void make() throws IOException, InterruptedException {
    Path home = Files.createTempDirectory("parley-archive-");
    try (ServerProcess server = ServerProcess.first(home)) {
      if (server.starts()) {
        Files.writeString(home.resolve("typed"), "/rooms\n/quit\n");
        String chat = "exec \"$0\" guest@127.0.0.1:" + server.tls() + " < typed";
        Path shown = home.resolve("shown");
        Programs.start(home, shown, shown, List.of("sh", "-c", chat, Programs.bin("chat")))
            .waitFor(60, SECONDS);
        server.stop();
      }
    } finally {
      OwnJvm.delete(home);
    }
  }
}
