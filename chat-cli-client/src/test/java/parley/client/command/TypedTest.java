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
