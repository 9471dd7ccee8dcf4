package parley.client.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsTest {
  @TempDir Path folder;

  @Test
  void whatAnEditorPutFirstHidesNoHost() throws Exception {
    Path file = folder.resolve("known-hosts");
    Files.writeString(file, "\ufefflocalhost:7443 SHA256:00 -\r\nother:7443 SHA256:11 system\r\n");
    KnownHosts hosts = new KnownHosts(file);
    assertEquals(Optional.of(new KnownHosts.Pin("SHA256:00", null)), hosts.find("localhost:7443"));
    hosts.keep("localhost:7443", new KnownHosts.Pin("SHA256:22", null));
    assertEquals(
        "other:7443 SHA256:11 system\nlocalhost:7443 SHA256:22 -\n", Files.readString(file));
  }
}
