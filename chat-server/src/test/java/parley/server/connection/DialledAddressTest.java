package parley.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.server.config.Settings;

class DialledAddressTest {
  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  /** As in a container, which nobody outside reaches by its address. */
  @ParameterizedTest
  @CsvSource({
    // by TLS, asked for, server.address, tls.names, told
    "true, , , , -connect 172.18.0.2:7443",
    "true, chat.test, , a.test, -connect chat.test:7443",
    "true, , , '*.b.test,a.test', -connect a.test:7443",
    "true, chat.test, c.test, a.test, -connect c.test:7443",
    "true, chat.test, c.test:443, a.test, -connect c.test:443",
    "true, , [2001:DB8::5]:443, , -connect [2001:db8::5]:443",
    "true, , 2001:db8:0::5, , -connect [2001:db8::5]:7443",
    "false, , , , nc 172.18.0.2 7070",
    "false, , , a.test, -connect a.test:7443",
    "false, , c.test:443, a.test, -connect c.test:443",
  })
  void whatIsToldIsWhatPeopleReach(
      boolean tls, String asked, String address, String names, String told) throws Exception {
    Settings settings =
        Settings.of(
            "server.address=" + (address == null ? "" : address),
            "tls.names=" + (names == null ? "" : names));
    DialledAddress reach = new DialledAddress(at("172.18.0.2", tls ? 7443 : 7070), tls, asked);
    String command = reach.command(settings, Optional.of(at("0.0.0.0", 7443)));
    assertEquals(
        told.startsWith("nc") ? told : "openssl s_client -quiet " + told + " 2>/dev/null", command);
  }

  @ParameterizedTest
  @CsvSource({"c.test, nc c.test 7070", "c.test:70, nc c.test 70"})
  void withoutTlsItIsTheOtherListener(String address, String told) throws Exception {
    Settings settings = Settings.of("server.address=" + address);
    DialledAddress reach = new DialledAddress(at("172.18.0.2", 7070), false, null);
    assertEquals(told, reach.command(settings, Optional.empty()));
  }
}
