package parley.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "::ffff:192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
    "2001:db8:1:2:a:b:c:d, 2001:db8:1:2::/64",
    "2001:db8:1:3:a:b:c:d, 2001:db8:1:3::/64",
    "::1, 0:0:0:0::/64",
    "fe80:0:0:0:1:2:3:4%eth0, fe80:0:0:0::/64",
    "fe80::1:2%3, fe80:0:0:0::/64",
  })
  void anAddressBelongsToItsNetwork(String address, String network) {
    assertEquals(network, Network.of(address).toString());
  }

  @Test
  void whatIsNoAddressIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Network.of("localhost"));
  }
}
