package parley.client.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import parley.client.net.Address;
import parley.client.net.Fingerprint;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** A line that somebody pasted because somebody else wrote it to them. */
public final class InvitationFuzzTest extends FuzzTest {
  @Override
  protected void read(byte[] input) {
    String line = new String(input, UTF_8);
    try {
      Invitation invitation = Invitation.parse(line);
      String place = invitation.address().place();
      assertEquals(null, Clean.faultInLine(place));
      assertEquals(place, Address.parse(place, Address.TLS_PORT).place());
      assertFalse(invitation.secret().isEmpty());
      assertTrue(invitation.fingerprint() == null || invitation.fingerprint().length() == 102);
      assertFalse(
          invitation.secret().length() > 8 && invitation.toString().contains(invitation.secret()));
    } catch (IllegalArgumentException e) {
      assertEquals(null, Clean.faultInLine(e.getMessage()));
    }
    address(line);
  }

  private static void address(String line) {
    try {
      Address address = Address.parse(line, Address.TLS_PORT);
      assertTrue(address.port() >= 1 && address.port() <= 65_535);
      assertEquals(address.place(), Address.parse(address.place(), Address.TLS_PORT).place());
    } catch (IllegalArgumentException e) {
      assertEquals(null, Clean.faultInLine(e.getMessage()));
    }
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(Invitation.class, Address.class, Fingerprint.class);
  }
}
