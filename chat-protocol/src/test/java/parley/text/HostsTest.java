package parley.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {
  @ParameterizedTest
  @CsvSource({
    "localhost, localhost",
    "LOCALHOST, localhost",
    "Chat.Example.Org., chat.example.org",
    "BÜCHER.test, xn--bcher-kva.test",
    "my_chat, my_chat",
    "127.0.0.1, 127.0.0.1",
    "127.1, 127.0.0.1",
    "::1, ::1",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "1:0:0:0:0:0:0:0, 1::",
    "fe80:0:0:0:0:0:0:7%eth0, fe80::7%eth0",
    "::ffff:192.0.2.7, 192.0.2.7",
    "a..b, a..b",
  })
  void aHostHasOneSpelling(String written, String canonical) {
    assertEquals(canonical, Hosts.canonical(written));
    assertEquals(canonical, Hosts.canonical(canonical), "it stays as it is");
  }

  /** A proxy may hand on 16 KiB of a stranger's: spelling that out costs its square. */
  @Test
  void whatIsLongerThanAnyNameStaysAsItIs() {
    String longest = "ü".repeat(16_384);
    assertSame(longest, Hosts.canonical(longest));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "chat.example.org, true",
    "xn--bcher-kva.test, true",
    "a, true",
    "my_chat, false",
    "bücher.test, false",
    "-a.test, false",
    "a-.test, false",
    "a..b, false",
    "'', false",
    "'a b', false",
    "127.0.0.1, false",
    "::1, false",
    "1.2.3.4.5, false",
    "*.a, false",
  })
  void aNameIsWhatTlsTakes(String canonical, boolean name) {
    assertEquals(name, Hosts.isName(canonical));
    String label = "a".repeat(63);
    assertTrue(Hosts.isName(label + "." + label + "." + label + "." + "b".repeat(61)));
    assertFalse(Hosts.isName(label + "." + label + "." + label + "." + "b".repeat(62)));
    assertFalse(Hosts.isName(label + "a"));
  }

  @Test
  void aPlaceHasBracketsWhereItsHostHasColons() throws Exception {
    assertEquals("chat.test:7443", Hosts.place("chat.test", 7443));
    byte[] local = InetAddress.ofLiteral("fe80::7").getAddress();
    InetAddress zoned = Inet6Address.getByAddress(null, local, 3);
    assertEquals("fe80::7%3", Hosts.zoned(zoned).replaceFirst("%.*", "%3"));
    assertEquals(
        "[2001:db8::1]:80",
        Hosts.place(new InetSocketAddress(InetAddress.ofLiteral("2001:DB8:0::1"), 80)));
  }
}
