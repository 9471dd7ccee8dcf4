package parley.server.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnFilesTest {
  @TempDir Path temp;

  private OwnFiles own;

  @BeforeEach
  void aDataFolder() throws Exception {
    Path data = Files.createDirectories(temp.resolve("data"));
    Path certs = Files.createDirectories(temp.resolve("certs"));
    Path elsewhere = Files.createDirectories(temp.resolve("elsewhere"));
    Files.createDirectories(data.resolve("files").resolve("ab"));
    for (String name :
        List.of("log.db", "log.db-wal", "log.db-shm", "lock", "search.db", "files/ab/abcd")) {
      Files.writeString(data.resolve(name), name);
    }
    Files.writeString(certs.resolve("ca.key"), "secret");
    Files.writeString(temp.resolve("own.key"), "secret");
    Files.writeString(temp.resolve("server.toml"), "# nothing is set\n");
    Files.createSymbolicLink(elsewhere.resolve("link"), data.resolve("log.db"));
    Files.createSymbolicLink(elsewhere.resolve("broken-link"), data.resolve("later"));
    Files.createSymbolicLink(elsewhere.resolve("folder"), data);
    Files.createSymbolicLink(elsewhere.resolve("shelf"), data.resolve("files").resolve("ab"));
    Files.createSymbolicLink(data.resolve("outwards"), elsewhere.resolve("outside"));
    Files.createLink(elsewhere.resolve("second-name"), data.resolve("log.db-wal"));
    Files.createLink(elsewhere.resolve("second-key"), certs.resolve("ca.key"));
    Files.createLink(elsewhere.resolve("second-file"), data.resolve("files/ab/abcd"));
    own =
        OwnFiles.of(
            SettingsSources.ofProcess(
                    java.util.Optional.of(temp.resolve("server.toml")),
                    List.of(
                        "data.dir=" + data,
                        "certs.dir=" + certs,
                        "tls.certificate=" + temp.resolve("own.crt"),
                        "tls.key=" + temp.resolve("own.key")))
                .load());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data",
        "data/log.db",
        "data/log.db-wal",
        "data/log.db-shm",
        "data/lock",
        "data/admin.sock",
        "data/files/ab/abcd",
        "data/files",
        "data/new",
        "data/new/folder/new",
        "data/outwards",
        "elsewhere/../data/log.db",
        "elsewhere/folder",
        "elsewhere/folder/new",
        "elsewhere/shelf/new",
        "elsewhere/link",
        "elsewhere/broken-link",
        "elsewhere/second-name",
        "elsewhere/second-key",
        "elsewhere/second-file",
        "certs/ca.key",
        "own.key",
        "server.toml"
      })
  void whatIsTheServersOwnIsNotWritten(String path) {
    String sentence =
        assertThrows(UserError.class, () -> own.refuse(temp.resolve(path))).getMessage();
    assertTrue(sentence.contains("name"), sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"elsewhere", "elsewhere/new", "elsewhere/new/new", "data-of-others", "certs/new"})
  void allElseIs(String path) {
    assertDoesNotThrow(() -> own.refuse(temp.resolve(path)));
  }

  @Test
  void aDataFolderThatIsNotThereYetHoldsNobodyUp() throws Exception {
    OwnFiles none = OwnFiles.of(Settings.of("data.dir=" + temp.resolve("none")));
    assertDoesNotThrow(() -> none.refuse(temp.resolve("elsewhere/new")));
  }
}
