package parley.client.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** A line typed at the client, or pasted from elsewhere. */
public final class TypedFuzzTest extends FuzzTest {
  @Override
  protected void read(byte[] input) {
    switch (Typed.of(new String(input, UTF_8))) {
      case Typed.Unknown(String hint) -> assertEquals(null, Clean.faultInText(hint));
      case Typed.Run(Command command, String rest) -> Arguments.of(rest);
      case Typed.Say _, Typed.Blank _ -> {}
    }
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(Typed.class, Arguments.class, Spelling.class);
  }
}
