package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Ports;
import parley.testkit.Programs;

/**
 * {@code docs/teams.md}, typed word for word: each of the page's people has a terminal and a home
 * of their own, and sees what the page says. Only ports differ, and what is never the same twice.
 */
@Timeout(300)
class TeamIT {
  /** {@code ann$ typed at a shell}, {@code ann> typed in the chat}, {@code ann: seen}. */
  private static final Pattern LINE = Pattern.compile("([a-z]+[0-9]?)([$>:]) (.*)");

  private static final Pattern INVITATION =
      Pattern.compile("parley://[^#\\s]+#[A-Za-z0-9_-]+\\.[0-9a-f]{64}");
  private static final List<String> PEOPLE =
      List.of("server", "ann", "ben", "cat", "dee", "server2");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private final int tls = Ports.free();
  private final int plain = Ports.free();
  private Panes panes;

  /** At whose shell something was typed. */
  private final Set<String> busy = new HashSet<>();

  /** Those that were shown. */
  private final Set<String> known = new HashSet<>();

  private String invitation;

  @AfterEach
  void theTerminalsAreClosed() throws Exception {
    if (panes != null) {
      panes.press(0, "C-c");
      panes.await(0, "that the server ends", s -> s.contains("the end of it"));
      panes.close();
    }
  }

  private static List<String> page() throws IOException {
    List<String> lines = new ArrayList<>();
    boolean typed = false;
    for (String line : Files.readAllLines(Path.of("..", "docs", "teams.md"))) {
      if (line.startsWith("```")) {
        typed = !typed;
      } else if (typed) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** A shell that knows the programs, with a home of its own but for the two at the server. */
  private String shell(String who) throws IOException {
    Path own = Files.createDirectories(home.resolve(who.replace("2", "")));
    Path start = own.resolve("start-" + who);
    Files.writeString(
        start,
        """
        export HOME=%s
        export PARLEY_LISTEN_TLS=127.0.0.1:%d PARLEY_LISTEN_PLAIN=127.0.0.1:%d
        export PARLEY_LISTEN_METRICS=off
        unset XDG_DATA_HOME XDG_STATE_HOME XDG_CONFIG_HOME XDG_RUNTIME_DIR
        cd %s; PS1='%s-ready '
        """
            .formatted(own, tls, plain, own, who));
    return "bash --noprofile --rcfile " + start + " -i";
  }

  private int pane(String who) {
    int pane = PEOPLE.indexOf(who);
    assertTrue(pane >= 0, "the page knows nobody called " + who);
    return pane;
  }

  private static String closed(String text) {
    return text.replaceAll("\\s+", "");
  }

  @Test
  void thePageIsTrueWordForWord() throws Exception {
    Programs.need("tmux");
    List<String> shells = new ArrayList<>();
    for (String who : PEOPLE) {
      shells.add(shell(who));
    }
    panes = new Panes(home, shells);
    int typed = 0;
    for (String line : page()) {
      Matcher parts = LINE.matcher(line);
      assertTrue(parts.matches(), "nobody says or sees: " + line);
      String who = parts.group(1);
      switch (parts.group(2)) {
        case "$" -> shell(who, parts.group(3));
        case ">" -> type(who, parts.group(3));
        default -> sees(who, parts.group(3));
      }
      typed += parts.group(2).equals(":") ? 0 : 1;
    }
    assertTrue(typed > 25, "so much is typed: " + typed);
    assertFalse(panes.all(pane("dee")).contains("ops ("), "the guest sees no other room");
  }

  private void shell(String who, String command) throws Exception {
    if (!busy.add(who)) {
      sees(who, "the end of it");
    }
    panes.start(pane(who), shell(who));
    panes.await(pane(who), "a prompt", shown -> shown.contains(who + "-ready"));
    String given =
        command
            .replace("parley://…", String.valueOf(invitation))
            .replaceAll("\\bbin/(?=chat)", Programs.bin("chat").replaceFirst("chat$", ""))
            .replaceAll("\\blocalhost\\b", "127.0.0.1:" + tls);
    type(who, given + "; echo the end of \"it\"");
  }

  private void type(String who, String line) throws Exception {
    panes.type(pane(who), line);
  }

  private void sees(String who, String what) throws Exception {
    try {
      panes.await(
          pane(who),
          what,
          all -> {
            boolean another = isInvited(all);
            return what.equals("parley://") ? another : closed(all).contains(closed(what));
          });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(who + " sees no " + what + "\n" + panes.picture(PEOPLE.size()), e);
    }
  }

  /** Whether there is another invitation than before, all of it: that is the one from now on. */
  private boolean isInvited(String shown) {
    // A long line is cut at the end of a row.
    Matcher invited = INVITATION.matcher(shown.replaceAll("(?<=\\S)\\n *(?=\\S)", ""));
    String last = null;
    while (invited.find()) {
      last = invited.group();
    }
    if (last == null || !known.add(last)) {
      return false;
    }
    invitation = last;
    return true;
  }
}
