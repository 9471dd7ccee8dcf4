package parley.client.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** What a terminal sends besides keys, and what anybody sends who wants to be taken for one. */
class TypedByTerminalTest {
  private static final String END = "\033[201~";

  private static IntSupplier characters(String text) {
    PrimitiveIterator.OfInt all = text.codePoints().iterator();
    return () -> all.hasNext() ? all.nextInt() : -1;
  }

  @Test
  void ofAPasteOnlySoMuchIsKept() {
    Pasted whole = Pasted.read(END, characters("one\ntwo 🚀" + END + "typed"));
    assertEquals(new Pasted("one\ntwo 🚀", 0), whole);
    assertEquals(new Pasted("cut", 0), Pasted.read(END, characters("cut")), "it never ended");
    IntSupplier rest = characters("x".repeat(3 * Pasted.KEPT) + END + "t");
    Pasted large = Pasted.read(END, rest);
    assertEquals(Pasted.KEPT, large.text().length());
    assertEquals(2 * Pasted.KEPT, large.leftOut());
    assertTrue(large.isMany(), "it is asked about");
    assertEquals('t', rest.getAsInt(), "what is typed behind it is typed");
    for (int near = -END.length(); near <= END.length(); near++) {
      String text = "y".repeat(Pasted.KEPT + near);
      Pasted read = Pasted.read(END, characters(text + END));
      assertEquals(text.substring(0, Math.min(text.length(), Pasted.KEPT)), read.text());
      assertEquals(Math.max(0, near), read.leftOut());
    }
  }

  @Test
  void noLineOfAPasteIsACommand() {
    Pasted pasted = new Pasted("/quit\n\n  /msg bob x\nplain\n//two", 0);
    assertEquals(List.of("//quit", "//msg bob x", "plain", "///two"), pasted.lines());
    assertFalse(pasted.isMany());
  }

  @Test
  void theMouseIsUnderstoodAndNothingElse() {
    assertEquals(Optional.of(new MouseReport(MouseReport.Kind.PRESSED, 2, 3)), report("0;3;4M"));
    assertEquals(
        Optional.of(new MouseReport(MouseReport.Kind.WHEEL_UP, 39, 4)), report("64;40;5M"));
    for (String other :
        List.of("0;3;4m", ";;M", "M", "-1;5;5M", "0;99999999999;1M", "a;b;cM", "")) {
      assertEquals(Optional.empty(), report(other), other);
    }
    IntSupplier typed = characters(";;Mhello");
    assertEquals(Optional.empty(), MouseReport.read("\033[<", typed));
    assertEquals('h', typed.getAsInt(), "what is typed behind it is typed");
  }

  @Test
  void whateverBeginsLikeTheMouseHarmsNothing() {
    SplittableRandom random = new SplittableRandom(11);
    for (int n = 0; n < 20_000; n++) {
      StringBuilder sent = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        sent.append("0123456789;-<Mm a\033".charAt(random.nextInt(18)));
      }
      report(sent.toString()).ifPresent(one -> assertTrue(one.column() >= -1 && one.row() >= -1));
    }
  }

  private static Optional<MouseReport> report(String rest) {
    return MouseReport.read("\033[<", characters(rest));
  }
}
