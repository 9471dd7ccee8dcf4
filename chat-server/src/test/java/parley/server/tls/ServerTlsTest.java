package parley.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.config.Settings;

class ServerTlsTest {
  @TempDir Path folder;

  @Test
  void makesAnIdentityAtTheFirstStart() throws Exception {
    Settings settings = Settings.of("certs.dir=" + folder.resolve("certs"));
    ServerTls tls = ServerTls.open(settings);
    assertTrue(tls.created());
    ServerTls again = ServerTls.open(settings);
    assertEquals(tls.fingerprint(), again.fingerprint());
    tls.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50).close();
  }
}
