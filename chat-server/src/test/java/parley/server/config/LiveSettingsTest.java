package parley.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSettingsTest {
  private final List<Integer> told = new ArrayList<>();

  @Test
  void aChangeHoldsAtOnceAndIsTold() throws UserError {
    LiveSettings live = live(Settings.of());
    live.set("limits.connections", "7");
    assertEquals(7, live.current().limits().connections());
    assertEquals(List.of(7), told);
  }

  @Test
  void whatIsWrongChangesNothing() throws UserError {
    LiveSettings live = live(Settings.of());
    Settings before = live.current();
    assertThrows(UserError.class, () -> live.set("limits.connection", "7"));
    assertThrows(UserError.class, () -> live.set("limits.connections", "many"));
    assertThrows(UserError.class, () -> live.set("data.dir", "/tmp"));
    assertEquals(before, live.current());
    assertEquals(List.of(), told);
  }

  @Test
  void readsTheFileAgain(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("server.toml");
    Files.writeString(file, "[limits]\nconnections = 10\n[listen]\nplain = \"off\"\n");
    SettingsSources sources =
        new SettingsSources(Optional.of(file), List.of(), Map.of(), dir, "host");
    LiveSettings live = live(sources.load());
    live.set("limits.rooms", "3");
    Files.writeString(file, "[limits]\nconnections = 20\n[listen]\nplain = \"127.0.0.1:1\"\n");
    Settings.Reload reload = live.reload();
    assertEquals("[limits.connections, limits.rooms]", reload.changed().toString());
    assertEquals("[listen.plain]", reload.needRestart().toString());
    assertEquals(20, live.current().limits().connections());
    assertEquals(1_000, live.current().limits().rooms());
    assertEquals(List.of(10, 20), told);
  }

  private LiveSettings live(Settings settings) {
    LiveSettings live = new LiveSettings(settings);
    live.onChange(changed -> told.add(changed.limits().connections()));
    return live;
  }
}
