package parley.server.stats;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import parley.testkit.FuzzTest;

/** The head of a request to the endpoint of the metrics. */
public final class HttpHeadFuzzTest extends FuzzTest {
  @Override
  protected void read(byte[] input) throws IOException {
    try {
      HttpHead head = HttpHead.read(new Given(input), 60_000);
      assertTrue(head.path().startsWith("/"), head.path());
      assertFalse(head.path().contains("?") || head.path().contains(" "), head.path());
      assertFalse(head.method().contains("\r\n") || head.path().contains("\r\n"), head.path());
    } catch (HttpHead.Malformed e) {
      // The one refusal, which repeats nothing.
    }
  }

  /** A connection on which these bytes came, and then its end. */
  private static final class Given extends Socket {
    private final InputStream in;

    Given(byte[] bytes) {
      in = new ByteArrayInputStream(bytes);
    }

    @Override
    public InputStream getInputStream() {
      return in;
    }

    @Override
    public void setSoTimeout(int millis) {
      assertTrue(millis > 0, "no wait without an end");
    }
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(HttpHead.class);
  }
}
