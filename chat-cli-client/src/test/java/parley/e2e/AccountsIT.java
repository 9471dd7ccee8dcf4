package parley.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** People with accounts at a real terminal, from the line that invites them to signing out. */
@Timeout(300)
class AccountsIT {
  private static final Pattern INVITATION = Pattern.compile("parley://[^']+");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path served;

  private static ServerProcess server;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private Panes panes;

  @BeforeAll
  static void aServer() throws Exception {
    Programs.need("tmux");
    server = ServerProcess.shipped(served);
    server.start();
  }

  @BeforeEach
  void aTerminal() throws Exception {
    panes = new Panes(home, List.of("bash --norc --noprofile"));
  }

  @AfterEach
  void theTerminalIsClosed() throws Exception {
    panes.close();
  }

  @AfterAll
  static void allIsOver() {
    if (server != null) {
      server.close();
    }
  }

  private static String invitation(String printed) {
    Matcher line = INVITATION.matcher(printed);
    assertTrue(line.find(), printed);
    return line.group();
  }

  /** Starts the client from a shell, on an empty screen. */
  private void starts(String where) throws Exception {
    panes.start(0, "bash --norc --noprofile");
    panes.type(0, Programs.bin("chat") + " '" + where + "'; echo \"ended $?\"");
  }

  private void ends(int code) {
    sees("ended " + code);
  }

  private static String at(String name) {
    return name + "@127.0.0.1:" + server.tls();
  }

  private void sees(String what) {
    // A long line is cut anywhere, and blanks at its end are none.
    panes.await(0, what, shown -> closed(shown).contains(closed(what)));
  }

  private static String closed(String text) {
    return text.replaceAll("\\s+", "");
  }

  private void answers(String question, String answer) throws Exception {
    sees(question);
    panes.type(0, answer);
  }

  /** Nowhere that outlives the programs, and not in a command line, which everybody can see. */
  private void isKeptNowhere(String secret) throws IOException, InterruptedException {
    try (Stream<Path> files = Files.walk(home.resolve(".local"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String kept = Files.readString(file);
        assertFalse(kept.contains(secret), () -> file + ": " + kept);
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    try (Stream<ProcessHandle> running = ProcessHandle.allProcesses()) {
      assertFalse(
          running.anyMatch(one -> one.info().commandLine().orElse("").contains(secret)),
          "in the list of processes");
    }
  }

  private int run(List<String> words, Map<String, String> environment) throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.bin("chat")));
    command.addAll(words);
    Path said = home.resolve("said.txt");
    Process process = Programs.start(home, said, said, command, environment);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends by itself");
    return process.exitValue();
  }

  @Test
  void theOwnersLineMakesAnAccountThatIsComeBackToUntilItIsSignedOutElsewhere() throws Exception {
    await().until(() -> server.printed().contains("parley://"));
    String line = invitation(server.printed());
    starts(line);
    answers("Name (Enter:", "olivia");
    answers("New password", "correct horse");
    answers("once more", "correct horse");
    sees("signed in as olivia");
    sees("You joined lobby");
    assertFalse(panes.all(0).contains("correct horse"), "shown");
    isKeptNowhere("correct horse");
    isKeptNowhere(line.substring(line.indexOf('#') + 1, line.lastIndexOf('.')));
    panes.type(0, "/whois olivia");
    sees("has an account: owner");
    panes.type(0, "/quit");
    ends(0);

    server.kill();
    starts(at("olivia"));
    sees("Trying again until it works.");
    panes.type(0, "/quit");
    ends(0);
    starts(at("olivia"));
    sees("Trying again until it works.");
    server.start();
    sees("signed in as olivia");
    assertFalse(panes.all(0).contains("Password"), "nothing is asked");
    server.admin("account", "sign-out", "olivia");
    sees("An operator ended all sessions of olivia. chat " + at("olivia") + " signs in again.");
    ends(1);

    starts(at("olivia"));
    answers("olivia belongs to an account. Password", "something else");
    sees("don't belong together");
    answers("Password of olivia", "correct horse");
    sees("signed in as olivia");
    panes.type(0, "/signout");
    sees("You are signed out.");
    ends(0);
    assertFalse(panes.all(0).contains("correct horse"), "shown");
    isKeptNowhere("correct horse");
    assertEquals(1, run(List.of("send", "-s", at("olivia"), "lobby", "hi"), Map.of()));
    String said = Files.readString(home.resolve("said.txt"));
    assertTrue(said.contains("--password-file"), said);
    assertEquals(
        0,
        run(
            List.of("send", "-s", at("olivia"), "lobby", "hi"),
            Map.of("PARLEY_PASSWORD", "correct horse")));
  }

  @Test
  void aGuestBecomesSomebodyWithAnAccount() throws Exception {
    starts(at("oscar"));
    sees("You joined lobby");
    panes.type(0, "said as a guest");
    sees("oscar: said as a guest");
    String line = invitation(server.admin("invite"));
    panes.type(0, "/register");
    answers("New password", "open sesame");
    answers("once more", "open sesame");
    answers("Your invitation", line);
    sees("You have an account now: oscar.");
    sees("Connected again as oscar, in your place.");
    panes.type(0, "/edit corrected with an account");
    sees("oscar: corrected with an account (edited)");
    panes.type(0, "/password");
    answers("Your password until now", "open sesame");
    answers("New password", "close sesame");
    answers("once more", "close sesame");
    sees("You have a new password");
    assertFalse(panes.all(0).contains("sesame"), "shown");
    isKeptNowhere("sesame");
    panes.type(0, "/quit");
    ends(0);

    starts(at("oscar"));
    sees("signed in as oscar");
    panes.type(0, "/sessions");
    sees(", here");
  }

  /** Nothing signs in again, and no password is needed. */
  @Test
  void whoseAccountIsShutIsToldSoAndWhatCanBeDone() throws Exception {
    starts(invitation(server.admin("invite", "sue")));
    answers("New password", "correct horse");
    answers("once more", "correct horse");
    sees("You joined lobby");
    server.admin("account", "suspend", "sue", "--reason", "noise");
    sees("The account sue is suspended (noise). Ask an operator of this server. ended 1");

    starts(at("sue"));
    answers("sue belongs to an account. Password", "correct horse");
    sees("The account is suspended: noise ended 1");
    assertFalse(panes.all(0).contains("--password-file"), panes.all(0));

    server.admin("account", "resume", "sue");
    Matcher token =
        Pattern.compile("(?s)Token (\\d+) of .*\n  (\\S+)\\s*")
            .matcher(server.admin("token", "add", "sue", "screen"));
    assertTrue(token.find());
    panes.start(0, "bash --norc --noprofile");
    panes.type(0, "export PARLEY_TOKEN=" + token.group(2));
    panes.type(0, Programs.bin("chat") + " '" + at("sue").substring(4) + "'; echo \"ended $?\"");
    sees("signed in as sue");
    server.admin("token", "revoke", token.group(1));
    sees("This token of sue was revoked. Who has the account makes another: /token. ended 1");

    starts(at("sue"));
    answers("sue belongs to an account. Password", "correct horse");
    sees("signed in as sue");
    server.admin("account", "delete", "sue", "--yes");
    sees("The account sue was deleted. Ask an operator of this server why, or for an invitation.");
    sees("ended 1");
  }

  @Test
  void whoErasesIsAskedAndTheirAdminCommandsAreCompleted() throws Exception {
    starts(invitation(server.admin("invite", "wes")));
    answers("New password", "correct horse");
    answers("once more", "correct horse");
    sees("You joined lobby");
    server.admin("account", "role", "wes", "operator");
    panes.press(0, "/admin");
    panes.press(0, "Space");
    panes.press(0, "acc");
    await()
        .until(
            () -> {
              panes.press(0, "Tab"); // the first one asks the server what there is
              return panes.screen(0).contains("/admin account");
            });
    panes.press(0, "C-u");
    panes.type(0, "/join den");
    sees("You joined den");
    panes.type(0, "said in the den");
    sees("wes: said in the den");
    panes.type(0, "/archive --erase");
    sees("erases for good all that was said in den");
    panes.type(0, "/archive --erase --yes");
    sees("What was said here is erased.");
    panes.type(0, "/join lobby");
    panes.type(0, "/forget");
    answers("Your password (not shown), or Enter", "");
    sees("Nothing was erased.");
    panes.type(0, "/forget");
    answers("All that you said here goes.", "correct horse");
    sees("does not let people erase that by themselves");
    server.admin("limits", "set", "accounts.forget", "account");
    panes.type(0, "/forget account");
    answers("Your account goes, and all that you said here.", "correct horse");
    sees("ended 1");
    assertFalse(panes.all(0).contains("correct horse"), "shown");
    await().until(() -> server.admin("audit", "wes").contains("erased all that wes said"));
    assertFalse(server.admin("account").contains("wes"));
  }

  /** Else the terminal would show nothing of what is typed afterwards. */
  @Test
  void aSignalEndsWhoIsAskedForAPassword() throws Exception {
    String line = invitation(server.admin("invite", "quinn"));
    panes.type(0, "PS1='ready> '");
    sees("ready>");
    panes.type(0, "sh -c 'echo $$ >pid; exec " + Programs.bin("chat") + " '\"'" + line + "'\"");
    sees("New password");
    String pid = Files.readString(home.resolve("pid")).strip();
    assertEquals(0, new ProcessBuilder("kill", "-s", "TERM", pid).start().waitFor());
    sees("the invitation holds. ready>");
    panes.type(0, "echo \"code $? $(stty -a | tr ' ' '\\n' | grep -c -x -e icanon -e echo)\"");
    sees("code 143 2");
  }
}
