package parley.client.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.client.terminal.Theme;
import parley.testkit.Effort;

class StateLinesTest {
  private static final int MOST = 20;

  private final StateLines lines = new StateLines(Theme.of(0, Map.of()));

  /** A server with talks that are all unread, and the last of which names its person. */
  private static Overview unread(String label, int talks) {
    List<Overview.Row> rows = new ArrayList<>();
    for (int i = 1; i <= talks; i++) {
      rows.add(new Overview.Row(null, "r" + i, false, i, i == talks, true));
    }
    return new Overview(label, "", 0, rows, null);
  }

  private List<String> shown(int talks) {
    Servers servers =
        new Servers(List.of(unread("good", 1), unread("evil", talks)), 0, List.of(false, false));
    return lines.unread(servers, MOST).stream().map(Object::toString).toList();
  }

  @Test
  void mentionsComeFirstAndNoMoreIsMadeThanThereIsRoomFor() throws Exception {
    assertEquals(List.of("1:r1 1!", "4:evil/r3 3!", "2:evil/r1 1", "3:evil/r2 2"), shown(3));
    Effort.isInProportion("unread talks", 10_000, size -> assertEquals(MOST, shown(size).size()));
  }
}
