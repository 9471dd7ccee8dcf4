package parley.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** The head of a connection that a proxy passes on. */
public final class ProxyHeaderFuzzTest extends FuzzTest {
  /** Signature, head and the longest body of version 2. */
  private static final int LONGEST = 12 + 4 + 16_384;

  @Override
  protected void read(byte[] input) throws IOException {
    boolean begins = ProxyHeader.begins(Arrays.copyOf(input, Math.min(16, input.length)));
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    try {
      ProxyHeader header = ProxyHeader.read(in);
      assertTrue(begins, "read, though it did not begin like one");
      assertEquals(header.from() == null, header.to() == null);
      assertTrue(header.to() == null || !header.to().isUnresolved(), "no name is looked up");
    } catch (ProxyHeader.Malformed e) {
      assertEquals(null, Clean.faultInLine(e.getMessage()));
    } catch (EOFException e) {
      assertEquals(0, input.length);
    }
    int taken = input.length - in.available();
    assertTrue(taken <= LONGEST, () -> "it took " + taken + " bytes");
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(ProxyHeader.class, AddressRange.class);
  }
}
