package parley.client.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import parley.client.net.KnownHosts;
import parley.testkit.FuzzTest;

/** The files that a client keeps, as a crash or another program left them. */
public final class StoredPlaceFuzzTest extends FuzzTest {
  private static final Path FOLDER = folder();

  @Override
  protected void read(byte[] input) throws IOException {
    Path file = FOLDER.resolve("place");
    Files.write(file, input);
    try (SavedSessionFile saved = SavedSessionFile.claim(file).orElseThrow()) {
      SavedSession place = saved.load();
      if (place != null) {
        assertFalse(place.toString().length() > 64 && place.toString().contains(place.session()));
        saved.save(place);
        assertEquals(place, saved.load());
      }
    }
    Path hosts = FOLDER.resolve("known_hosts");
    Files.write(hosts, input);
    KnownHosts known = new KnownHosts(hosts);
    KnownHosts.Pin pin = new KnownHosts.Pin("SHA256:00", null);
    known.find("chat.example.org:7443");
    known.keep("chat.example.org:7443", pin);
    assertEquals(pin, known.find("chat.example.org:7443").orElseThrow());
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("parley-place");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A place that is none is told so by an exception, for each line of a file of places. */
  @Override
  protected int bytesForByte() {
    return 4_096;
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(SavedSessionFile.class, SavedSession.class, KnownHosts.class);
  }
}
