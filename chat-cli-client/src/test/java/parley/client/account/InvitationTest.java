package parley.client.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.client.net.Address;

class InvitationTest {
  private static final String SHA = "0123456789abcdef".repeat(4);

  @Test
  void aLineIsAPlaceASecretAndACertificate() {
    Invitation read = Invitation.parse(" parley://[::1]:7500/#s-e_c.ret." + SHA + "\n");
    assertEquals(new Address(null, "::1", 7500), read.address());
    assertEquals("s-e_c.ret", read.secret());
    assertEquals("SHA256:01:23:45", read.fingerprint().substring(0, 15));
    assertFalse(read.toString().contains("s-e_c"), read.toString());
  }

  @Test
  void aNameIsWrittenAsInAnyAddress() {
    Invitation read = Invitation.parse("parley://zo%C3%AB@chat.example.org/#secret." + SHA);
    assertEquals(new Address("zoë", "chat.example.org", Address.TLS_PORT), read.address());
    Invitation plain = Invitation.parse("parley://localhost/#secret.plain");
    assertEquals(new Address(null, "localhost", Address.PLAIN_PORT), plain.address());
    assertNull(plain.fingerprint());
  }

  @Test
  void whoIsAskedForTheSecretMayPasteTheLine() {
    assertEquals("secret", Invitation.secretOf("parley://localhost/#secret.plain "));
    assertEquals("secret", Invitation.secretOf(" secret "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parley://localhost:7443/",
        "parley://localhost/#hush",
        "parley://localhost/#.plain",
        "parley://localhost/#hush.",
        "parley://localhost/#hush.0123",
        "parley://localhost:port/#hush.plain",
        "parley:///#hush.plain",
        "localhost/#hush.plain"
      })
  void whatIsDamagedIsToldWithoutItsSecret(String line) {
    String said =
        assertThrows(IllegalArgumentException.class, () -> Invitation.parse(line)).getMessage();
    assertFalse(said.contains("hush"), said);
  }
}
