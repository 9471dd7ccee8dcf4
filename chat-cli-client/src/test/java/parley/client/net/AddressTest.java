package parley.client.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "localhost,,localhost,7443",
    "chat.example.org:99,,chat.example.org,99",
    "alice@localhost,alice,localhost,7443",
    "alice@localhost:65535,alice,localhost,65535",
    "[::1]:7070,,::1,7070",
    "[::1],,::1,7443",
    "::1,,::1,7443",
    "bob@[fe80::1]:1,bob,fe80::1,1",
    "a@b@host,a@b,host,7443",
    "LOCALHOST,,localhost,7443",
    "127.1:80,,127.0.0.1,80",
    "[0:0:0:0:0:0:0:1]:7070,,::1,7070",
  })
  void readsWhatPeopleWrite(String text, String name, String host, int port) {
    assertEquals(new Address(name, host, port), Address.parse(text, 7443));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@host",
        "host:",
        "host:0",
        "host:65536",
        "host:http",
        "host:-1",
        "[::1",
        "[::1]7070",
        "a b",
        "http://host",
        "host:999999999999",
        "\u001b[31mhost"
      })
  void saysWhatIsWrong(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> Address.parse(text, 7443));
    assertTrue(e.getMessage().contains("is no [name@]host[:port]"), e.getMessage());
    assertEquals(-1, e.getMessage().indexOf('\u001b'));
  }

  @Test
  void anIpv6PlaceStandsInBrackets() {
    assertEquals("[::1]:7443", Address.parse("::1", 7443).place());
  }
}
