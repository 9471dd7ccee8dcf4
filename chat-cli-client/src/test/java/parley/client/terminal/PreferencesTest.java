package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;

/** What can be wanted of the screen, and what comes of it. */
class PreferencesTest {
  private static final Palette OWN =
      new Palette(
          Palette.Ground.LIGHT,
          Palette.Depth.TRUE,
          Map.of(Theme.Element.MENTION, "Bold #ff8800 on bright-blue"),
          List.of("red"));

  @Test
  void whereThereAreToBeNoColoursNobodysWishMakesAny() {
    for (Theme theme : List.of(Theme.of(256, Map.of("NO_COLOR", "1")), Theme.of(0, Map.of()))) {
      theme.become(OWN);
      assertEquals(0, theme.colours());
      assertEquals(AttributedStyle.BOLD, theme.mention());
      assertEquals(AttributedStyle.BOLD, theme.name("ann"));
    }
  }

  @Test
  void colourIsAsItIsWantedAndNoneWhereAThemeHasNone() {
    Theme theme = Theme.of(256, Map.of("COLORTERM", "truecolor"));
    assertEquals(0x1000000, theme.colours());
    theme.become(OWN);
    assertEquals(
        AttributedStyle.BOLD.foregroundRgb(0xff8800).background(AttributedStyle.BRIGHT + 4),
        theme.mention());
    assertEquals(AttributedStyle.DEFAULT.foreground(1), theme.name("ann"));
    theme.become(new Palette(Palette.Ground.NONE, Palette.Depth.AUTO, Map.of(), List.of()));
    assertEquals(0, theme.colours());
    theme.become(new Palette(Palette.Ground.DARK, Palette.Depth.C16, Map.of(), List.of()));
    assertEquals(16, theme.colours());
  }

  @Test
  void aKeyHasOneSpellingAndSendsWhatTerminalsSend() {
    assertEquals(new KeyName("alt-shift-up", List.of("\033[1;4A")), KeyName.parse("Shift-Alt-UP"));
    assertEquals(List.of("\033[15~"), KeyName.parse("f5").sequences());
    assertEquals(List.of("\007"), KeyName.parse("ctrl-G").sequences());
    assertEquals(List.of("\033A"), KeyName.parse("alt-A").sequences());
    for (String none :
        List.of("", "-", "a", "alt-", "ctrl-c", "ctrl-m", "up", "ctrl-up", "alt-ä")) {
      assertThrows(IllegalArgumentException.class, () -> KeyName.parse(none), none);
    }
  }

  private static Alerts alerts(Alerts.Desktop desktop, boolean text, Alerts.Hours hours) {
    return new Alerts(true, false, true, true, desktop, text, Set.of("ops"), hours);
  }

  @Test
  void oneIsCalledForWhatOneWantsAndNothingOfItCommandsTheTerminal() {
    Conversation conversation = new Conversation(List::of);
    conversation.iAm("ann", "u1");
    Talk lobby = conversation.room("lobby");
    Talk ops = conversation.room("OPS");
    Talk bob = conversation.with("bob");
    TalkEntry named =
        conversation
            .entries(
                List.of(
                    new Event.Message(
                        7,
                        new Addressee.Room("lobby"),
                        new Author("u2", "b;b"),
                        new Content("ann: \033]0;x\007\nmore", null, null, null),
                        "2026-11-30T12:00:00Z")))
            .getFirst();
    LocalTime noon = LocalTime.NOON;
    Alerts plain = alerts(Alerts.Desktop.OFF, true, null);
    assertTrue(plain.calls(lobby, named, noon));
    assertFalse(plain.calls(ops, named, noon) || plain.calls(bob, named, noon));
    assertFalse(plain.counts(ops));
    Alerts home =
        new Alerts(
            true, true, true, true, Alerts.Desktop.OFF, true, Set.of("ops", "home/lobby"), null);
    assertTrue(home.at("Home").isQuiet(lobby) && home.at("home").isQuiet(ops));
    assertTrue(home.at("work").isQuiet(ops) && !home.at("work").isQuiet(lobby));
    Alerts.Hours day = new Alerts.Hours(LocalTime.of(8, 0), LocalTime.of(20, 0));
    assertFalse(alerts(Alerts.Desktop.OFF, true, day).calls(lobby, named, noon));
    assertEquals("\007", plain.signal(lobby, named, true));
    assertEquals(
        "\007\033]777;notify;b,b in lobby;ann: \\x1b]0;x\\x07 more\033\\",
        alerts(Alerts.Desktop.OSC777, true, null).signal(lobby, named, false));
    assertEquals(
        "\007\033Ptmux;\033\033]9;b;b in lobby: named you\033\033\\\033\\",
        alerts(Alerts.Desktop.OSC9, false, null).signal(lobby, named, true));
  }
}
