package parley.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import parley.testkit.OwnJvm;

/** Starts the real server from the test's own class path: no jar has to be built before. */
final class Launcher {
  private Launcher() {}

  static Path in(Path folder) throws IOException {
    Path script = folder.resolve("server");
    Files.writeString(
        script,
        """
        #!/bin/sh
        options=${PARLEY_JAVA_OPTS-}
        unset PARLEY_JAVA_OPTS
        exec '%s' $options parley.server.ChatServer "$@"
        """
            .formatted(String.join("' '", OwnJvm.command())));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }
}
