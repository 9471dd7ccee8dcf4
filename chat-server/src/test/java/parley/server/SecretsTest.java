package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.archive.BackupCommand;
import parley.server.archive.ExportCommand;
import parley.server.logfile.LastBackup;
import parley.server.logging.LoggedLines;
import picocli.CommandLine;

/** What lets somebody in is told once, to who asked for it, and is to be read nowhere after. */
class SecretsTest {
  @TempDir Path folder;

  private final Map<String, String> secrets = new LinkedHashMap<>();

  /** None of them is in something. */
  private void isNotIn(String what, String text) {
    secrets.forEach((name, secret) -> assertFalse(text.contains(secret), name + " in " + what));
  }

  @Test
  void noFileListEventOrLineOfTheLogHoldsOne() throws Exception {
    List<String> lines;
    try (LoggedLines log = LoggedLines.all(Level.DEBUG);
        Cast cast = new Cast(folder)) {
      play(cast);
      lines = log.lines();
    }
    assertFalse(lines.isEmpty(), "nothing is logged");
    lines.forEach(line -> isNotIn("the log", line));
    for (Path file : files(folder)) {
      isNotIn(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    String data = "data.dir=" + folder.resolve("data");
    StringWriter exported = new StringWriter();
    new CommandLine(new ExportCommand()).setOut(new PrintWriter(exported)).execute("--set", data);
    assertTrue(exported.toString().contains("a word"), "it is an export");
    isNotIn("the export", exported.toString());
    assertFalse(exported.toString().contains("argon2"), "nor what a password is compared with");
    Path copy = folder.resolve("copy.db");
    new CommandLine(new BackupCommand())
        .setOut(new PrintWriter(new StringWriter()))
        .execute("--set", data, "--temporary", copy.toString());
    isNotIn("the backup", Files.readString(copy, StandardCharsets.ISO_8859_1));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)), "backup");
    assertTrue(LastBackup.of(folder.resolve("data")).isPresent(), "the server can tell of it");
  }

  private static List<Path> files(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private void play(Cast cast) throws Exception {
    secrets.put("a password", Cast.PASSWORD);
    cast.account("ann");
    cast.account("otto");
    cast.console("operator otto");
    cast.good("ann", "'type':'join','room':'ops'");
    cast.silent("phone");
    secrets.put(
        "a session",
        cast.good(
                "phone",
                "'type':'hello','name':'ann','password':'%s','device':'d'".formatted(Cast.PASSWORD))
            .get("session")
            .asString());
    secrets.put("a token", cast.good("ann", "'type':'token','name':'ci'").get("secret").asString());
    cast.silent("bot");
    cast.good("bot", "'type':'hello','token':'" + secrets.get("a token") + "'");
    secrets.put("another's token", cast.token("ann", "ops", "read"));
    secrets.put("an invitation", Cast.secret(cast.console("invite --uses 2")));
    secrets.put("a way to a password", Cast.secret(cast.console("account reset otto")));
    String told = cast.console("operator-token");
    secrets.put("the operator's token", told.substring(told.lastIndexOf(' ') + 1));
    secrets.put("a guest's session", cast.guest("gus").session());
    for (String who : List.of("ann", "otto", "phone", "bot", "gus")) {
      cast.ask(who, "'type':'join','room':'ops'");
    }
    cast.say("ann", "ops", "a word");
    secrets.put("another password", "one nobody guesses");
    cast.good(
        "ann",
        "'type':'password','old':'%s','password':'%s'"
            .formatted(Cast.PASSWORD, secrets.get("another password")));
    cast.silent("fails");
    secrets.put("a wrong password", "wrong but nearly right");
    for (String asked :
        List.of(
            "'type':'hello','name':'ann','password':'" + secrets.get("a wrong password") + "'",
            "'type':'register','name':'gus','password':'%s','invitation':'%s'"
                .formatted(secrets.get("a wrong password"), secrets.get("an invitation")),
            "'type':'hello','name':'ann','token':'" + secrets.get("the operator's token") + "x'")) {
      assertTrue(cast.ask("fails", asked).has("code"), asked);
    }
    // Typed where a command is, and before a hello.
    cast.ask("gus", "'type':'admin','line':'claim " + secrets.get("the operator's token") + "x'");
    try (Typist typist = Typist.at(cast.server.plain())) {
      typist.type("ann");
      typist.await("is an account's");
      typist.type(secrets.get("another password"));
      typist.await("Welcome");
      typist.type("/sessions");
      typist.type("/tokens");
      typist.type("/echo ends");
      isNotIn("what is typed", typist.await("ends"));
    }
    for (String who : List.of("ann", "otto", "bot", "gus")) {
      for (String asked :
          List.of(
              "'type':'sessions'",
              "'type':'tokens'",
              "'type':'rooms'",
              "'type':'room','room':'ops'",
              "'type':'members','room':'ops'",
              "'type':'whois','name':'ann'",
              "'type':'stats'")) {
        isNotIn(asked + " of " + who, cast.ask(who, asked).toString());
      }
      isNotIn("what is told to " + who, cast.heard(who, "").toString());
    }
    for (String line :
        List.of(
            "audit --json",
            "invitations --json",
            "token list --json",
            "account --json",
            "connections --json",
            "who",
            "whois ann",
            "bans",
            "stats")) {
      AdminResult result = cast.server.server.admin().run(line, Caller.console());
      isNotIn(line, result.text());
    }
  }
}
