package parley.client.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parley.client.terminal.Alerts;
import parley.client.terminal.Look;
import parley.client.terminal.Palette;
import parley.client.terminal.Preferences;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Theme;

class ConfigReaderTest {
  private static ChatConfig read(String text) {
    return ConfigReader.read(Path.of("chat.toml"), text, "");
  }

  private static List<String> faults(String text) {
    return read(text).sentences();
  }

  @Test
  void whatIsSetIsInForceAndAllElseIsAsBefore() {
    ChatConfig config =
        read(
            """
            default = "work" # where one goes
            screen.time = "12h"

            [servers.work]
            address = "chat.example.org"
            rooms = [
              "ops",   # the first
              '#dev',
            ]
            "password-command" = "pass show \\"parley\\" \\u00e9"
            [screen]
            theme = "DARK"
            fold = "off"
            talks = 1_00
            [notify]
            quiet-hours = "22:00-7:00"
            quiet = ["Random", "#ops", "@Bob"]
            bell = false
            [colours]
            bar = "bold 208 on #101010"
            [keys]
            next = ["alt-a", "F5"]
            """);
    assertEquals(List.of(), config.faults());
    Preferences wanted = config.preferences();
    assertEquals(Palette.Ground.DARK, wanted.palette().ground());
    assertEquals(Map.of(Theme.Element.BAR, "bold 208 on #101010"), wanted.palette().own());
    assertEquals(
        new Look(100, 110, Look.NEVER, Look.Clock.H12, Look.Comings.FOLDED, true), wanted.look());
    assertFalse(wanted.alerts().bell());
    assertEquals(Set.of("random", "ops", "@bob"), wanted.alerts().quiet());
    assertEquals(
        new Alerts.Hours(LocalTime.of(22, 0), LocalTime.of(7, 0)), wanted.alerts().hours());
    assertEquals("alt-a", wanted.keys().get(PressedKey.NEXT).getFirst().word());
    // What was given to something else is taken from what had it.
    assertEquals(List.of(), wanted.keys().get(PressedKey.UNREAD));
    Profile work = config.profiles().get("work");
    assertEquals(List.of("ops", "dev"), work.rooms());
    assertEquals("pass show \"parley\" é", work.text(Profile.Key.PASSWORD_COMMAND));
    assertEquals("work", config.defaultServer().orElseThrow());
    assertEquals(1, config.line(Settings.DEFAULT));
  }

  @Test
  void theDefaultsOfTheTableAreThoseOfAClientWithoutAFile() {
    ChatConfig one = read("screen.fold = 20");
    assertFalse(one.set().isEmpty());
    assertEquals(Preferences.INITIAL, one.preferences());
  }

  @Test
  void theTemplateSetsNothingAndEachOfItsCommentsCanBeSet() {
    ChatConfig config = read(Template.text());
    assertEquals(List.of(), config.faults());
    assertTrue(config.set().isEmpty() && config.profiles().isEmpty());
    String settled =
        Template.text()
            .replaceAll("(?m)^# (\\[servers|[a-z0-9-]+ = )", "$1")
            .replaceAll("(?m)^(fingerprint|default) = .*$", "");
    ChatConfig all = read(settled);
    assertEquals(List.of(), all.sentences());
    assertEquals(Settings.ALL.size() - 1, all.set().size());
    assertEquals(Preferences.INITIAL, all.preferences());
    assertEquals(List.of("dev", "ops"), all.profiles().get("work").rooms());
  }

  @Test
  void whatTheManualShowsCanBeWritten() throws Exception {
    String manual = Files.readString(Path.of("..", "docs", "client.md"));
    int from = manual.indexOf("```toml\n") + 8;
    ChatConfig config = read(manual.substring(from, manual.indexOf("```", from)));
    assertEquals(List.of(), config.sentences());
    assertEquals(Set.of("work"), config.profiles().keySet());
    assertTrue(config.set().size() > 15);
  }

  @Test
  void whatIsWrongIsToldWithItsLineAndWhatWasMeant() {
    assertEquals(
        List.of(
            "chat.toml:1: There is no table [scren]. Did you mean [screen]?",
            "chat.toml:4: There is no setting “screen.thme”. Did you mean screen.theme?",
            "chat.toml:5: screen.fold can't be “1”: it must be a number from 2 to 1000, or off.",
            "chat.toml:7: There is nothing called “adress” to be set of a server. Did you mean"
                + " address?"),
        faults(
            """
            [scren]
            theme = "dark"
            [screen]
            thme = "dark"
            fold = 1
            [servers.work]
            adress = "chat.example.org"
            """));
    assertEquals(
        List.of("chat.toml:1: default is “wrk”, and there is no [servers.wrk]. Did you mean work?"),
        faults("default = 'wrk'\n[servers.work]\naddress = 'h'"));
    assertEquals(
        List.of("chat.toml:3: alt-a is given to keys.next and to keys.previous."),
        faults("[keys]\nnext = ['alt-a']\nprevious = 'Alt-a'"));
    assertEquals(
        List.of("chat.toml:1: [servers.work] needs an address."), faults("[servers.work]\n"));
    assertEquals(
        List.of("chat.toml:2: screen.theme is set in line 1 already."),
        faults("screen.theme = 'dark'\nscreen.theme = 'light'"));
    for (String line :
        List.of(
            "a",
            "a =",
            "screen.theme = dark",
            "screen.theme = \"dark",
            "screen.theme = '''dark'''",
            "screen.theme = 1.5",
            "screen = { theme = 'dark' }",
            "screen.theme = \"\\q\"",
            "screen.theme = \"\\ud800\"",
            "notify.quiet = ['a' 'b']",
            "notify.quiet = [['a']]",
            "[[servers]]",
            "[screen",
            "[screen] x",
            "screen.theme = 'dark' 'light'",
            "screen.theme = ['dark', 'light']",
            "keys.next = ['ctrl-c']",
            "keys.next = ['x']",
            "keys.next = ['alt-[']",
            "keys.next = ['ctrl-ctrl-x']",
            "colours.bar = 'red green'",
            "colours.bar = 'on'",
            "colours.names = ['256']",
            "notify.quiet-hours = '22:00'",
            "notify.quiet-hours = '22:00-22:00'",
            "notify.quiet-hours = '24:30-7:00'",
            "[servers.'a b']",
            "servers.a.address = 'host:0'",
            "servers.a = 'host'",
            "servers.a.b.c = 'host'",
            "a.b.c.d.e.f.g.h.i.j = 1")) {
      assertEquals(1, faults(line).size(), () -> line + ": " + faults(line));
      assertTrue(faults(line).getFirst().startsWith("chat.toml:1: "), () -> "" + faults(line));
    }
  }

  @Test
  void nobodyGoesToAServerByHalfOfWhatWasMeant() {
    String unreadable = "[servers.work]\naddress = 'h'\nfingerprint = SHA256:00";
    assertEquals(Set.of("work"), read(unreadable).broken());
    assertTrue(read(unreadable).profiles().isEmpty() && !read(unreadable).whole());
    String wrong =
        "[servers.work]\naddress = 'h'\nfingerprint = 'SHA256:00'\n[servers.b]\naddress='b'";
    assertEquals(Set.of("work"), read(wrong).broken());
    assertEquals(Set.of("b"), read(wrong).profiles().keySet());
    assertEquals(
        1, faults("[servers.work]\naddress = 'h'\nplain = true\nsystem-trust = true").size());
    assertEquals(
        0, faults("[servers.work]\naddress = 'h'\nplain = true\nsystem-trust = false").size());
  }

  @Test
  void aDayOfQuietHoursGoesOverMidnight() {
    Alerts.Hours night = new Alerts.Hours(LocalTime.of(22, 0), LocalTime.of(7, 0));
    assertEquals(
        List.of(false, true, true, true, false),
        List.of("21:59", "22:00", "00:00", "06:59", "07:00").stream()
            .map(time -> night.holds(LocalTime.parse(time)))
            .toList());
  }
}
