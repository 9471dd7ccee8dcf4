package parley.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "192.0.2.7/32, 192.0.2.7",
    "192.0.2.7/24, 192.0.2.0/24",
    "10.255.255.255/9, 10.128.0.0/9",
    "0.0.0.0/0, 0.0.0.0/0",
    "::ffff:192.0.2.7, 192.0.2.7",
    "::ffff:192.0.2.7/120, 192.0.2.0/24",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
    "2001:DB8::0:1, 2001:db8::/64",
    "2001:db8:0:0:0:0:0:1, 2001:db8::/64",
    "2001:db8::1/128, 2001:db8::1/128",
    "2001:db8:ffff::/33, 2001:db8:8000::/33",
    "2001:db8::/32, 2001:db8::/32",
    "::1, ::/64",
    "::/0, ::/0",
    "fe80::1%eth0, fe80::/64",
    "fe80::1%3, fe80::/64",
  })
  void whatIsMeantIsWrittenShort(String typed, String shown) {
    AddressRange range = AddressRange.meant(typed).orElseThrow();
    assertEquals(shown, range.toString());
    assertEquals(Optional.of(range), AddressRange.meant(shown), "it is read again");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "1.2.3",
        "999.1.1.1",
        "cafe",
        "alice",
        "1.2.3.4/33",
        "1.2.3.4/",
        "1.2.3.4/-1",
        "1.2.3.4/0x8",
        "1.2.3.4/8/8",
        "::1/129",
        "::ffff:1.2.3.4/95",
        ":::",
        "1.2.3.4.5",
        "/8",
        "1.2.3.4/٨",
        "a:b",
        "12:30",
        "0x7f.0.0.1"
      })
  void whatIsNoneIsNone(String typed) {
    assertEquals(Optional.empty(), AddressRange.meant(typed));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.0/24, ::ffff:192.0.2.1, true",
    "0.0.0.0/0, 255.1.2.3, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 192.0.2.1, false",
    "::1, 127.0.0.1, false",
    "::1, ::2, true",
    "2001:db8::/64, 2001:db8::ffff:1, true",
    "2001:db8::/64, 2001:db8:0:1::1, false",
    "2001:db8::7/127, 2001:db8::6, true",
    "2001:db8::7/127, 2001:db8::8, false",
    "fe80::1%eth0, fe80::2%eth1, true",
  })
  void anAddressIsInItOrNot(String range, String address, boolean in) {
    assertEquals(in, AddressRange.meant(range).orElseThrow().contains(AddressRange.of(address)));
    AddressRanges ranges = new AddressRanges();
    ranges.add(AddressRange.meant("203.0.113.0/28").orElseThrow());
    ranges.add(AddressRange.meant(range).orElseThrow());
    assertEquals(in, ranges.contain(AddressRange.of(address)));
    ranges.remove(AddressRange.meant(range).orElseThrow());
    assertFalse(ranges.contain(AddressRange.of(address)));
  }

  @Test
  void whatWasAddedTwiceIsThereUntilItIsTakenBackTwice() {
    AddressRanges ranges = new AddressRanges();
    AddressRange range = AddressRange.parse("10.0.0.0/8").orElseThrow();
    ranges.add(range);
    ranges.add(range);
    ranges.remove(range);
    assertTrue(ranges.contain(AddressRange.of("10.1.2.3")));
    ranges.remove(range);
    assertFalse(ranges.contain(AddressRange.of("10.1.2.3")));
  }
}
