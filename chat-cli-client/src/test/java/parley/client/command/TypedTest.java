package parley.client.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TypedTest {
  @Test
  void sentencesCommandsAndSlashes() {
    assertEquals(new Typed.Say("it's \"fine\""), Typed.of("it's \"fine\""));
    assertEquals(new Typed.Say("/etc/hosts"), Typed.of("//etc/hosts"));
    assertEquals(new Typed.Run(Command.JOIN, "dev"), Typed.of("/join  dev "));
    assertEquals(new Typed.Run(Command.ME, "waves  twice"), Typed.of("/ME waves  twice"));
    assertEquals(new Typed.Run(Command.WHO, ""), Typed.of("/who"));
    assertEquals(new Typed.Blank(), Typed.of("  "));
  }

  @Test
  void aBlankBeforeACommandSaysNothing() {
    assertEquals(new Typed.Run(Command.ADMIN, "claim T"), Typed.of(" /admin claim T"));
    assertEquals(new Typed.Run(Command.MSG, "bob x"), Typed.of("\u3000/msg bob x"));
    assertTrue(hint("\t/amin claim T").contains("/admin"), hint("\t/amin claim T"));
    assertTrue(hint(" /\u001b[2J").contains("\\x1b"), hint(" /\u001b[2J"));
    assertEquals(new Typed.Say(" // hm"), Typed.of(" // hm"));
    assertTrue(hint("look\n /admin claim T").contains("/admin"), hint("look\n /admin claim T"));
    assertTrue(hint("/msg bob a\n\u3000/msg ann b").contains("/msg"));
    assertEquals(new Typed.Run(Command.ADMIN, "claim T"), Typed.of(" \n/admin claim T"));
    assertEquals(new Typed.Say("see\n/etc/hosts"), Typed.of("see\n/etc/hosts"));
  }

  @Test
  void aPathIsSaidAndWhatMayBeForOnePersonIsNot() {
    assertEquals(new Typed.Say("/usr/bin/foo failed"), Typed.of("/usr/bin/foo failed"));
    assertTrue(hint(" /usr/bin/foo").contains("usr/bin"), "behind a blank nothing is said");
    assertTrue(hint("/msg/bob secret").contains("/msg"));
    assertTrue(hint("/query/bob secret").contains("/query"));
  }

  @Test
  void wordsOfOtherProgramsAreKnown() {
    assertEquals(new Typed.Run(Command.LEAVE, "dev"), Typed.of("/part dev"));
    assertEquals(new Typed.Run(Command.WHO, ""), Typed.of("/names"));
    assertEquals(new Typed.Run(Command.ROOM, "@bob"), Typed.of("/query bob"));
    assertEquals(new Typed.Run(Command.ROOM, "@bob"), Typed.of("/query @bob"));
  }

  @Test
  void eachCommandTakesAsManyWordsAsItsUsageNames() {
    assertEquals(0, Command.ROOMS.most());
    assertEquals(1, Command.NICK.most());
    assertEquals(1, Command.ROOM.most());
    assertEquals(1, Command.HISTORY.most());
    assertEquals(2, Command.ROLE.most());
    assertEquals(2, Command.REACT.most());
    assertEquals(2, Command.SETTINGS.most());
    assertEquals(2, Command.STATS.most());
    for (Command command : Command.values()) {
      assertTrue(command.most() >= command.needed(), command.usage());
    }
    assertEquals(Integer.MAX_VALUE, Command.MSG.most());
    assertEquals(Integer.MAX_VALUE, Command.KICK.most());
    assertEquals(Integer.MAX_VALUE, Command.GET.most());
    assertEquals(Integer.MAX_VALUE, Command.TOKEN.most());
  }

  @Test
  void aMistypedCommandGetsAHint() {
    assertTrue(hint("/jion dev").contains("Did you mean /join ROOM?"), hint("/jion dev"));
    assertTrue(hint("/hist").contains("/history"), hint("/hist"));
    assertTrue(hint("/zzzzzzzz").contains("/help"), hint("/zzzzzzzz"));
    assertTrue(hint("/").contains("/help"), hint("/"));
  }

  private static String hint(String line) {
    return assertInstanceOf(Typed.Unknown.class, Typed.of(line)).hint();
  }
}
